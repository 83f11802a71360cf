import { describe, expect, test } from "vitest";
import { parseCommand } from "../../../action/core/command/parse-command.ts";
import type { GivenCommand, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { Outage } from "../../../action/core/problems/failure.ts";
import { confirmationId } from "../../../action/core/submission/confirmation.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aTaskOf } from "../../fakes/fake-panda.ts";
import { noting } from "../../fakes/noting.ts";
import { approvedIn, beforeWrite, finish, writeLines } from "./a-scene.ts";
import { aWorld, file, key, tag, user, wordsOfCommits, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;

const line = (verb: GivenCommand["verb"], id: string, change: Partial<GivenCommand> = {}): SubmissionEvent => ({
  event: "person",
  verb,
  by: "bob",
  id,
  reason: "",
  ...change,
});

type People = ReturnType<typeof approvedIn>;
const running = async () => {
  const world = aWorld();
  const people = approvedIn(world);
  await world.run({ people });
  await world.run({ people });
  expect(await world.kind()).toBe("running");
  return { world, people };
};
/** Somebody's task has the name that ours would have. */
const conflicting = async () => {
  const world = aWorld();
  const people = approvedIn(world);
  const { onCheck } = world.panda;
  world.panda.onCheck = async (submissionRequest) => {
    world.panda.tasks.push(aTaskOf(`${submissionRequest.outDS}_000_simulate`, "", user, 5));
    return onCheck(submissionRequest);
  };
  await world.run({ people });
  expect(await world.kind()).toBe("conflict");
  return { world, people };
};
const comments = (people: People, id: number, body: string, login = "bob", pullRequest = 7): void =>
  void people.comments.set(id, { body, login, pullRequest });
/** A kill and its confirmation, as bob wrote them. */
const killed = async (world: World, people: People): Promise<string> => {
  const asked = parseCommand("/shrek kill");
  if (asked.kind !== "command") throw new Error("no command");
  comments(people, 11, "/shrek kill");
  comments(people, 12, `/shrek yes ${confirmationId("11", asked, [{ key, state: await world.state() }])}`);
  return "12";
};
const noteOf = async (world: World): Promise<string> => {
  const state = await world.state();
  return "past" in state ? state.past.refusals.map(({ reason }) => reason).join() : "";
};

describe("orders on the ledger", () => {
  test("An order on the ledger is obeyed if its confirmed comment is on GitHub", async () => {
    const { world, people } = await running();
    await writeLines(world, key, line("kill", await killed(world, people)));

    await world.run({ people });

    expect([world.panda.calls.order, await noteOf(world)]).toEqual([[[1, { kind: "kill" }]], ""]);
  });

  const unfounded: readonly (readonly [string, string, (people: People) => void, Partial<GivenCommand>])[] = [
    ["whose comment never was", "there is no comment 9", () => undefined, { id: "9" }],
    ["by who lost the right", "needs write permission", (people) => void people.permissions.set("bob", "read"), {}],
  ];
  test.each(unfounded)(
    "An order on the ledger %s is not obeyed, reported once, and has no effect",
    async (_, why, change, said) => {
      const { world, people } = await running();
      const id = await killed(world, people);
      change(people);
      await writeLines(world, key, line("kill", id, said));

      const first = await world.run({ people });
      const head = world.branch.head;
      const second = await world.run({ people });

      expect(world.panda.calls.order).toEqual([]);
      expect([...first.troubles.values()].join()).toContain(why);
      expect(await noteOf(world)).toMatch(/^kill by (bob|ada) is not obeyed: /);
      expect([...second.troubles, world.branch.head]).toEqual([head]);
    },
  );

  test("An order whose comment cannot be read waits, and is obeyed when GitHub answers", async () => {
    const { world, people } = await running();
    await writeLines(world, key, line("kill", await killed(world, people)));
    const comment = () => Promise.reject(new Outage("GitHub cannot be reached.", anyWay));

    await world.run({ people: { ...people, comment } });
    expect([world.panda.calls.order, await noteOf(world)]).toEqual([[], ""]);
    await world.run({ people });

    expect(world.panda.calls.order).toEqual([[1, { kind: "kill" }]]);
  });

  test("A forged withdrawal ends no submission and kills no task", async () => {
    const { world, people } = await running();
    await writeLines(world, key, line("withdraw", "9", { data: "drop" }));
    const { words, ledger } = wordsOfCommits(world.ledger);

    const { troubles } = await world.run({ people, ledger });

    const why = "withdraw by bob is not obeyed: there is no comment 9 on GitHub";
    expect([world.panda.calls.order, await world.kind()]).toEqual([[], "running"]);
    expect([[...troubles], await noteOf(world), words]).toEqual([[[key, why]], why, [`Not obeyed: ${key}`]]);
  });

  const withdrawn = parseCommand("/shrek withdraw keep");
  const dropped = (world: World) => void world.main.commit({ [file]: undefined, "notes.md": "1" });
  const nothing = (): void => undefined;
  test.each<[string, string, (world: World) => void, string]>([
    ["waits for its yes", "11", nothing, "comment 11 waits for its confirmation"],
    ["was confirmed", "12", nothing, ""],
    ["answers the question of a main that dropped the production", "11", dropped, ""],
    ["is a form that was sent as a preview", "run-5", nothing, "run 5 was sent without confirm"],
  ])(
    "A withdrawal on the ledger that %s kills a running task only where a person has confirmed it",
    async (_, id, first, why) => {
      const { world, people } = await running();
      if (withdrawn.kind !== "command") throw new Error("no command");
      comments(people, 11, "/shrek withdraw keep");
      comments(people, 12, `/shrek yes ${confirmationId("11", withdrawn, [{ key, state: await world.state() }])}`);
      const title = `/shrek withdraw keep ${tag} | site  | states  | tags  | cause  | confirm false`;
      people.forms.set(5, { logins: ["bob"], title });
      first(world);
      await writeLines(world, key, line("withdraw", id, { data: "keep" }));

      await world.run({ people });

      expect(world.panda.calls.order).toEqual(why === "" ? [[1, { kind: "kill" }]] : []);
      expect(await noteOf(world)).toBe(why === "" ? "" : `withdraw by bob is not obeyed: ${why}`);
    },
  );

  test("The comment of an order is read only when the order is about to have an effect", async () => {
    const { world, people } = await running();
    await writeLines(world, key, line("kill", await killed(world, people)));
    await world.run({ people });
    finish(world, "aborted");
    await world.run({ people });
    const comment = noting(people.comment);

    await world.run({ people: { ...people, comment } });

    expect([await world.kind(), comment.calls]).toEqual(["aborted", []]);
  });
});

test("A forged adoption adopts no tasks, and one with a comment on GitHub does", async () => {
  for (const stands of [false, true]) {
    const { world, people } = await conflicting();
    if (stands) comments(people, 9, "/shrek adopt");
    await writeLines(world, key, line("adopt", "9"));

    await world.run({ people });

    expect(await world.kind()).toBe(stands ? "submitted" : "conflict");
    expect(await noteOf(world)).toBe(stands ? "" : "adopt by bob is not obeyed: there is no comment 9 on GitHub");
  }
});

test("An adoption whose comment cannot be read waits, and is cancelled when GitHub shows no comment", async () => {
  const { world, people } = await conflicting();
  await writeLines(world, key, line("adopt", "9"));
  const comment = () => Promise.reject(new Outage("GitHub cannot be reached.", anyWay));

  await world.run({ people: { ...people, comment } });
  expect([await world.kind(), await noteOf(world)]).toEqual(["conflict", ""]);
  await world.run({ people });

  expect(await world.kind()).toBe("conflict");
  expect(await noteOf(world)).toContain("there is no comment 9 on GitHub");
});

describe("words to submit", () => {
  const withheld = async (submit?: "hold") => {
    const world = aWorld({ [file]: written(submit === undefined ? {} : { submit }) });
    const people = approvedIn(world, submit === undefined ? [] : ["bob"]);
    await world.run({ people });
    expect(await world.kind()).toBe("held");
    return { world, people };
  };

  test.each([undefined, "hold"] as const)(
    "A forged word to submit releases no production (submit: %s)",
    async (submit) => {
      const { world, people } = await withheld(submit);
      await writeLines(world, key, line("submit", "9"));

      await world.run({ people });
      await world.run({ people });

      expect(await world.kind()).toBe("held");
      expect([world.panda.calls.check, [...world.tags.made]]).toEqual([[], []]);
      expect(await noteOf(world)).toContain("submit by bob is not obeyed: there is no comment 9 on GitHub");
    },
  );

  test.each([undefined, "hold"] as const)(
    "A word to submit that is on GitHub releases the production (submit: %s)",
    async (submit) => {
      const { world, people } = await withheld(submit);
      comments(people, 9, "/shrek submit");
      await writeLines(world, key, line("submit", "9"));

      await world.run({ people });

      expect(await world.kind()).toBe("submitted");
    },
  );

  test.each([
    ["before", "submitted", "10:59", "10:00"],
    ["behind", "held", "11:01", "12:00"],
  ])(
    "A request for changes %s a word to submit leaves the production %s, whatever date the ledger gives the word",
    async (_, kind, against, forged) => {
      const { world, people } = await withheld();
      const at = (time: string) => `2026-03-01T${time}:00Z`;
      const reviews: People["reviews"] = async () => [
        { login: "bob", commit: "", says: "changes-requested", at: at(against) },
      ];
      people.comments.set(9, { body: "/shrek submit", login: "bob", pullRequest: 7, at: at("11:00") });
      const word = { ...line("submit", "9"), key, at: at(forged) };
      await world.ledger.append(await world.ledger.head(), [word], [], "a person, or somebody else");

      await world.run({ people: { ...people, reviews } });

      expect(await world.kind()).toBe(kind);
    },
  );

  test("A word to submit that is deleted before the call does not release the production", async () => {
    const { world, people } = await withheld();
    comments(people, 9, "/shrek submit");
    await writeLines(world, key, line("submit", "9"));
    const create = () => Promise.reject(new Outage("git does not answer", anyWay));
    await world.run({ people, tags: { ...world.tags, create } });
    expect(await world.kind()).toBe("intended");
    people.comments.clear();

    await world.run({ people });

    expect(await world.kind()).toBe("held");
    expect(world.panda.calls.check).toEqual([]);
  });

  test("The comment of a word to submit is read once in a pass, however often needed, and never after the call", async () => {
    const { world, people } = await withheld();
    comments(people, 9, "/shrek submit");
    await writeLines(world, key, line("submit", "9"));
    const comment = noting(people.comment);
    await world.run({ people: { ...people, comment } });
    expect([await world.kind(), comment.calls]).toEqual(["submitted", [[9]]]);
    people.comments.clear();

    const { troubles } = await world.run({ people: { ...people, comment } });

    expect([await world.kind(), comment.calls.length, [...troubles]]).toEqual(["running", 1, []]);
  });

  test("A forged word to submit for a production that another process ended meanwhile is reported to no person", async () => {
    const { world, people } = await withheld();
    await writeLines(world, key, line("submit", "9"));
    const ended = () => writeLines(world, key, { event: "withdrawn", data: "keep" });

    await world.run({ people, ...beforeWrite(world, ended) });

    expect(await world.kind()).toBe("withdrawn");
  });

  const rejected = async () => {
    const world = aWorld();
    const people = approvedIn(world);
    await world.run({ people, panda: { ...world.panda, check: async () => ({ kind: "rejected", message: "no" }) } });
    expect(await world.kind()).toBe("rejected");
    return { world, people };
  };
  const again: SubmissionEvent = { event: "again", attempt: 2, reason: "by bob" };

  test("A further attempt needs a new command to submit, and an old one does not count twice", async () => {
    const { world, people } = await rejected();
    await writeLines(world, key, line("submit", "9"), again);

    await world.run({ people });
    expect(await world.state()).toMatchObject({
      kind: "held",
      reason: "attempt 2 lacks the decision of a person: `/shrek submit`",
    });
    expect(world.panda.calls.check).toEqual([]);

    comments(people, 10, "/shrek submit");
    await writeLines(world, key, line("submit", "10"));
    await world.run({ people });
    expect(await world.kind()).toBe("submitted");
  });
});

test("The one of two orders for a submission that is on GitHub is carried out, and the other is cancelled", async () => {
  const { world, people } = await running();
  comments(people, 11, "/shrek pause");
  await writeLines(world, key, line("move", "9", { site: "SDCC" }), line("pause", "11"));

  const { troubles } = await world.run({ people });
  expect(troubles.get(key)).toContain("there is no comment 9");
  expect(world.panda.calls.order).toEqual([]);

  // One order a task: the next one's turn comes when the first is settled.
  await world.run({ people });
  expect(world.panda.calls.order).toEqual([[1, { kind: "pause" }]]);
});

test("All orders for one submission that are not on GitHub are cancelled in one pass", async () => {
  const world = aWorld({ [file]: written({ submit: "hold" }) });
  const people = approvedIn(world);
  await world.run({ people });
  await writeLines(world, key, line("submit", "8"), line("submit", "9"));

  await world.run({ people });

  const events = (await world.ledger.read(await world.ledger.head(), [key])).get(key) ?? [];
  expect(events.flatMap((event) => (event.event === "command-rejected" ? [event.id] : []))).toEqual(["8", "9"]);
});

describe("a priority", () => {
  test("A priority on GitHub is sent once to what runs, and one that only the ledger has is cancelled, also of what waits", async () => {
    const { world, people } = await running();
    comments(people, 9, "/shrek priority 950");
    await writeLines(world, key, line("priority", "8", { priority: 1100 }));
    await world.run({ people });
    expect([world.panda.calls.order, await noteOf(world)]).toEqual([
      [],
      "priority by bob is not obeyed: there is no comment 8 on GitHub",
    ]);

    await writeLines(world, key, line("priority", "9", { priority: 950 }));
    for (const _ of [1, 2]) await world.run({ people });
    expect(world.panda.calls.order).toEqual([[1, { kind: "priority", priority: 950 }]]);

    const waiting = aWorld();
    const approving = approvedIn(waiting);
    const create = () => Promise.reject(new Outage("git does not answer", anyWay));
    await waiting.run({ people: approving, tags: { ...waiting.tags, create } });
    await writeLines(waiting, key, line("priority", "8", { priority: 1100 }));
    await waiting.run({ people: approving, tags: { ...waiting.tags, create } });
    expect([await waiting.kind(), await noteOf(waiting)]).toEqual([
      "intended",
      "priority by bob is not obeyed: there is no comment 8 on GitHub",
    ]);
  });
});
