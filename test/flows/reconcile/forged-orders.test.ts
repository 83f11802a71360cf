import { describe, expect, test } from "vitest";
import { parseCommand } from "../../../action/core/command/parse-command.ts";
import type { GivenCommand, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { Outage } from "../../../action/core/problems/failure.ts";
import { confirmationId } from "../../../action/core/submission/confirmation.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { noting } from "../../fakes/noting.ts";
import { approvedIn, writeLines } from "./a-scene.ts";
import { aWorld, file, key, written } from "./a-world.ts";

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
});

describe("words to submit", () => {
  const withheld = async (submit?: "hold") => {
    const world = aWorld({ [file]: written(submit === undefined ? {} : { submit }) });
    const people = approvedIn(world, submit === undefined ? [] : ["bob"]);
    await world.run({ people });
    expect(await world.kind()).toBe("held");
    return { world, people };
  };

  test("A forged word to submit approves nothing, and GitHub is asked about it in each pass", async () => {
    const { world, people } = await withheld();
    await writeLines(world, key, line("submit", "9"));

    await world.run({ people });
    await world.run({ people });

    expect(await world.kind()).toBe("held");
    expect([world.panda.calls.check, [...world.tags.made]]).toEqual([[], []]);
  });

  test("A word to submit that only the ledger has releases what was approved and says submit: hold", async () => {
    const { world, people } = await withheld("hold");
    await writeLines(world, key, line("submit", "9"));

    await world.run({ people });

    expect(await world.kind()).toBe("submitted");
  });

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
});
