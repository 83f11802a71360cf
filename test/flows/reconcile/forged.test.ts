import { describe, expect, test } from "vitest";
import type { Intent } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { fakePeople } from "../../fakes/fake-people.ts";
import { approvedIn, noTags, writeLines } from "./a-scene.ts";
import { aWorld, conventions, file, key, tag, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;

const promiseAgain = async (world: World, changes: Partial<Intent> = {}): Promise<void> => {
  const state = await world.state();
  if (!("intent" in state)) throw new Error(`${state.kind} has no promise`);
  await writeLines(world, key, { event: "intended", intent: { ...state.intent, ...changes }, attempt: 1 });
};

const calls = ({ panda, tags }: World) => [panda.calls.check.length, panda.calls.submit.length, tags.made.size];
/** Promised, and the pass ended before anything else happened. */
const promised = async (world: World, people: ReturnType<typeof approvedIn>): Promise<void> => {
  await world.run({ people, ...noTags(world) });
  expect([await world.kind(), ...calls(world)]).toEqual(["intended", 0, 0, 0]);
};

describe("forged intents", () => {
  test("An intent of a production without a pull request is held, without tag, check or submit", async () => {
    const world = aWorld();
    const people = fakePeople();
    await world.run({ people });
    expect(await world.kind()).toBe("held");

    await promiseAgain(world, { approval: "bob", pullRequest: 7 });
    await world.run({ people });

    expect(await world.state()).toMatchObject({
      kind: "held",
      reason: expect.stringContaining("is on main without a merged pull request"),
    });
    expect(calls(world)).toEqual([0, 0, 0]);
  });

  test("A forged intent does not release a request with submit: hold, or submit one with submit: never", async () => {
    for (const submit of ["hold", "never"] as const) {
      const world = aWorld();
      const people = approvedIn(world);
      await promised(world, people);
      const held = aWorld({ [file]: written({ submit }) });
      const state = await world.state();
      await held.run({ people: approvedIn(held) });

      if (!("intent" in state)) throw new Error("no promise");
      const { intent } = state;
      if (submit === "hold") await promiseAgain(held);
      else
        await writeLines(held, key, {
          event: "intended",
          intent: { ...intent, commit: held.merged, validatedAt: held.merged },
          attempt: 1,
        }).catch(() => undefined);
      await held.run({ people: approvedIn(held) }).catch(() => undefined);

      expect(calls(held)).toEqual([0, 0, 0]);
    }
  });

  test("A forged intent that names a commit outside of main is made again from main", async () => {
    const world = aWorld();
    const people = approvedIn(world);
    await promised(world, people);
    const evil = world.main.branch(world.merged, {
      "productions/conventions.yaml": conventions.replace("group.sphenix", "group.elsewhere"),
    });

    await promiseAgain(world, { validatedAt: evil, commit: evil, archive: "0".repeat(64) });
    await world.run({ people });
    await world.run({ people });

    expect(await world.state()).toMatchObject({
      kind: "submitted",
      intent: { commit: world.merged, validatedAt: world.merged, pullRequest: 7, approval: "bob" },
    });
    expect(JSON.stringify([...world.tags.made])).not.toContain(evil);
    expect(world.panda.calls.submit).toHaveLength(1);
  });

  test.each<[Partial<Intent>, string]>([
    [{ run: 1 }, `${tag} 1.0.0`],
    [{ version: "2.0.0" }, `${tag} 2.0.0`],
    [{ tag: "sP26a-hfbottom-signal" }, "sP26a-hfbottom-signal 1.0.0"],
  ])("An intent in the file of another submission is left to a person: %j", async (change, what) => {
    const world = aWorld();
    const people = approvedIn(world);
    await promised(world, people);

    await promiseAgain(world, change);
    await world.run({ people });

    expect(await world.state()).toMatchObject({
      kind: "needs-person",
      reason: `the ledger's file of ${tag} 1.0.0 holds an intent of ${what}`,
    });
    expect(calls(world)).toEqual([0, 0, 0]);
  });

  test.each<[Partial<Intent>]>([[{ label: "0".repeat(12) }], [{ outDS: "group.sphenix.other.v1" }]])(
    "An intent with changed names is left to a person: %j",
    async (change) => {
      const world = aWorld();
      const people = approvedIn(world);
      await promised(world, people);

      await promiseAgain(world, change);
      await world.run({ people });

      expect(await world.kind()).toBe("needs-person");
      expect(calls(world)).toEqual([0, 0, 0]);
    },
  );
});

describe("approvals that disappear", () => {
  test("A production whose approval disappeared before its call is held, and goes on when the approval is back", async () => {
    const world = aWorld();
    const people = approvedIn(world);
    await promised(world, people);
    const before = people.approved;
    people.approved = [];

    await world.run({ people });
    expect(await world.state()).toMatchObject({
      kind: "held",
      reason: expect.stringContaining("lacks the approval"),
    });
    expect(calls(world)).toEqual([0, 0, 0]);

    people.approved = before;
    people.comments.set(1, { body: "/shrek submit", login: "bob", pullRequest: 7 });
    await writeLines(world, key, { event: "person", verb: "submit", by: "bob", id: "1", reason: "" });
    await world.run({ people });
    expect(await world.kind()).toBe("submitted");
  });

  test("An approval that disappeared withholds a production whose check PanDA accepted", async () => {
    const world = aWorld();
    const people = approvedIn(world);
    const requestNamed = () => Promise.reject(new Failure("iDDS does not answer", anyWay));
    await world.run({ people, panda: { ...world.panda, requestNamed } });
    expect(await world.kind()).toBe("checked");
    people.permissions.set("bob", "read");

    await world.run({ people });

    expect(await world.kind()).toBe("held");
    expect(world.panda.calls.submit).toEqual([]);
  });
});
