import { describe, expect, test } from "vitest";
import { parseCommand } from "../../../action/core/command/parse-command.ts";
import type { Said, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { Outage } from "../../../action/core/problems/failure.ts";
import { confirmationId } from "../../../action/core/submission/confirmation.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";
import { aWorld, file, key, tag, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;

const write = async ({ ledger }: World, ...events: readonly SubmissionEvent[]): Promise<void> => {
  const lines = events.map((event) => ({ ...event, key, at: "2026-03-01T10:00:00Z" }));
  await ledger.append(await ledger.head(), lines, [], "a person, or somebody else");
};
const line = (verb: Said["verb"], id: string, change: Partial<Said> = {}): SubmissionEvent => ({
  event: "person",
  verb,
  by: "bob",
  id,
  reason: "",
  ...change,
});

/** Merged by pull request 7 of ada's, and approved by bob. */
const approvedIn = (world: World, by: readonly string[] = ["bob"]) => {
  const head = world.main.branch(world.merged);
  const people = fakePeople();
  people.pulls.set(world.merged, aMergedPull(world.merged, head));
  people.permissions.set("bob", "write").set("ada", "write");
  people.approved = by.map((login) => ({ login, commit: head }));
  return people;
};
type People = ReturnType<typeof approvedIn>;
const running = async () => {
  const world = aWorld();
  const people = approvedIn(world);
  await world.run({ people });
  await world.run({ people });
  expect(await world.kind()).toBe("running");
  return { world, people };
};
const comments = (people: People, id: number, body: string, login = "bob", pullRequest = 7): void =>
  void people.comments.set(id, { body, login, pullRequest });
/** A kill and its confirmation, as bob wrote them. */
const killed = async (world: World, people: People): Promise<string> => {
  const asked = parseCommand("/shrek kill");
  if (asked.kind !== "command") throw new Error("no command");
  comments(people, 1, "/shrek kill");
  comments(people, 2, `/shrek yes ${confirmationId("1", asked, [{ key, state: await world.state() }])}`);
  return "2";
};
const noteOf = async (world: World): Promise<string> => {
  const state = await world.state();
  return "past" in state ? state.past.refusals.join() : "";
};

describe("an order of the ledger", () => {
  test("that stands on GitHub as its confirmed comment is obeyed", async () => {
    const { world, people } = await running();
    await write(world, line("kill", await killed(world, people)));

    await world.run({ people });

    expect([world.panda.calls.order, await noteOf(world)]).toEqual([[[1, { kind: "kill" }]], ""]);
  });

  const unfounded: readonly (readonly [string, string, (people: People) => void | Promise<void>, Partial<Said>])[] = [
    ["whose comment never was", "there is no comment 9", () => undefined, { id: "9" }],
    ["whose id is of nothing", 'its id "terminal-1" is of no comment', () => undefined, { id: "terminal-1" }],
    ["under somebody else's comment", "comment 2 is by bob", () => undefined, { by: "ada" }],
    ["that waits for its yes", "waits for its confirmation", () => undefined, { id: "1" }],
    ["of another step", "does not say so", () => undefined, { step: "simulate" }],
    ["whose comment was edited away", "does not say so", (people) => comments(people, 2, "/shrek pause"), {}],
    [
      "whose first comment was edited behind the yes",
      "confirms another command",
      (people) => comments(people, 1, `/shrek kill ${tag}@1.0.0`),
      {},
    ],
    [
      "of another pull request",
      "confirms another command",
      (people) => comments(people, 1, "/shrek kill", "bob", 8),
      {},
    ],
    ["by who lost the right", "needs write permission", (people) => void people.permissions.set("bob", "read"), {}],
  ];
  test.each(unfounded)("%s is not obeyed, said once, and orders nothing", async (_, why, change, said) => {
    const { world, people } = await running();
    const id = await killed(world, people);
    await change(people);
    await write(world, line("kill", id, said));

    const first = await world.run({ people });
    const head = world.branch.head;
    const second = await world.run({ people });

    expect(world.panda.calls.order).toEqual([]);
    expect([...first.troubles.values()].join()).toContain(why);
    expect(await noteOf(world)).toMatch(/^kill by (bob|ada) is not obeyed: /);
    expect([...second.troubles, world.branch.head]).toEqual([head]);
  });

  test("that cannot be asked for waits, and is obeyed when GitHub answers", async () => {
    const { world, people } = await running();
    await write(world, line("kill", await killed(world, people)));
    const comment = async (): Promise<never> => {
      throw new Outage("GitHub cannot be reached.");
    };

    await world.run({ people: { ...people, comment } });
    expect([world.panda.calls.order, await noteOf(world)]).toEqual([[], ""]);
    await world.run({ people });

    expect(world.panda.calls.order).toEqual([[1, { kind: "kill" }]]);
  });

  test("to withdraw ends nothing and kills nothing when it is forged", async () => {
    const { world, people } = await running();
    await write(world, line("withdraw", "9", { data: "drop" }));

    await world.run({ people });

    expect([world.panda.calls.order, await world.kind()]).toEqual([[], "running"]);
    expect(await noteOf(world)).toContain("withdraw by bob is not obeyed: there is no comment 9 on GitHub");
  });

  test("is asked for only when it is about to have an effect", async () => {
    const { world, people } = await running();
    await write(world, line("kill", await killed(world, people)));
    await world.run({ people });
    world.panda.tasks = world.panda.tasks.map((task) => ({ ...task, status: "aborted" }));
    await world.run({ people });
    let asked = 0;
    const comment: People["comment"] = async (id) => {
      asked++;
      return people.comment(id);
    };

    await world.run({ people: { ...people, comment } });

    expect([await world.kind(), asked]).toEqual(["aborted", 0]);
  });
});

describe("a word to submit", () => {
  const withheld = async (submit?: "hold") => {
    const world = aWorld({ [file]: written(submit === undefined ? {} : { submit }) });
    const people = approvedIn(world, submit === undefined ? [] : ["bob"]);
    await world.run({ people });
    expect(await world.kind()).toBe("withheld");
    return { world, people };
  };

  test.each([undefined, "hold"] as const)("that is forged releases nothing (%s)", async (submit) => {
    const { world, people } = await withheld(submit);
    await write(world, line("submit", "9"));

    await world.run({ people });
    await world.run({ people });

    expect(await world.kind()).toBe("withheld");
    expect([world.panda.calls.check, [...world.tags.made]]).toEqual([[], []]);
    expect(await noteOf(world)).toContain("submit by bob is not obeyed: there is no comment 9 on GitHub");
  });

  test.each([undefined, "hold"] as const)("that stands there releases it (%s)", async (submit) => {
    const { world, people } = await withheld(submit);
    comments(people, 9, "/shrek submit");
    await write(world, line("submit", "9"));

    await world.run({ people });

    expect(await world.kind()).toBe("submitted");
  });

  test("that is gone before the call withholds what it released", async () => {
    const { world, people } = await withheld();
    comments(people, 9, "/shrek submit");
    await write(world, line("submit", "9"));
    const create = async (): Promise<never> => {
      throw new Outage("git does not answer");
    };
    await world.run({ people, tags: { ...world.tags, create } });
    expect(await world.kind()).toBe("intended");
    people.comments.clear();

    await world.run({ people });

    expect(await world.kind()).toBe("withheld");
    expect(world.panda.calls.check).toEqual([]);
  });

  const rejected = async () => {
    const world = aWorld();
    const people = approvedIn(world);
    await world.run({ people, panda: { ...world.panda, check: async () => ({ kind: "rejected", message: "no" }) } });
    expect(await world.kind()).toBe("rejected");
    return { world, people };
  };
  const again: SubmissionEvent = { event: "again", attempt: 2, reason: "by bob" };

  test("is needed for another attempt, and an old one does not count twice", async () => {
    const { world, people } = await rejected();
    await write(world, line("submit", "9"), again);

    await world.run({ people });
    expect(await world.state()).toMatchObject({
      kind: "withheld",
      reason: "attempt 2 lacks the word of a person; `/shrek submit` is one",
    });
    expect(world.panda.calls.check).toEqual([]);

    comments(people, 10, "/shrek submit");
    await write(world, line("submit", "10"));
    await world.run({ people });
    expect(await world.kind()).toBe("submitted");
  });
});

describe("an order by a form", () => {
  const title = `/shrek kill ${tag}@1.0.0 reason="a | b" | site  | states  | tags  | confirm true`;
  const order = async (change: (people: People) => void) => {
    const { world, people } = await running();
    people.forms.set(5, { logins: ["bob"], title });
    change(people);
    await write(world, line("kill", "run-5"));
    await world.run({ people });
    return { told: world.panda.calls.order.length, note: await noteOf(world) };
  };
  const retitled = (from: string, to: string) => (people: People) =>
    void people.forms.set(5, { logins: ["bob"], title: title.replace(from, to) });

  test("is obeyed as its run says", async () => {
    expect(await order(() => undefined)).toEqual({ told: 1, note: "" });
    expect(await order(retitled(`${tag}@1.0.0 `, "").bind(undefined))).toMatchObject({ told: 0 });
    const selected = title.replace(`${tag}@1.0.0 `, "").replace("tags ", "tags sP26a-*");
    expect(await order((people) => void people.forms.set(5, { logins: ["bob"], title: selected }))).toMatchObject({
      told: 1,
    });
  });

  test.each([
    ["is none", (people: People) => void people.forms.clear(), "run 5 is no form of the command workflow on main"],
    ["is another's", (people: People) => void people.forms.set(5, { logins: ["ada"], title }), "run 5 is by ada"],
    ["says another verb", retitled("kill", "pause"), "does not say so"],
    ["was a preview", retitled("confirm true", "confirm false"), "was sent without confirm"],
    ["has another title", retitled("/shrek", "command"), "does not say what was filled in"],
    ["selects others", retitled(`${tag}@1.0.0`, "other"), "does not say so"],
  ])("is not where the run %s", async (_, change, why) => {
    const { told, note } = await order(change);

    expect(told).toBe(0);
    expect(note).toContain(why);
  });
});
