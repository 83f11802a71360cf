import { describe, expect, test } from "vitest";
import { type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import { workflowName } from "../../../action/core/ledger/names.ts";
import { nextByPerson } from "../../../action/core/submission/person.ts";
import { finish, writeLines } from "./a-scene.ts";
import { aWorld, key, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
const says = async (world: World, verb: "accept"): Promise<void> => {
  const state = await world.state();
  if (state.kind !== "duplicate-suspected") throw new Error(state.kind);
  const { events } = nextByPerson(state, { kind: "person", verb, by: "ada", id: "c1", reason: "" });
  await writeLines(world, key, ...events);
};

/** A first attempt that has succeeded; what ends is followed no more. */
const aSuccess = async (): Promise<World> => {
  const world = aWorld();
  await world.run();
  await world.run();
  finish(world);
  await world.run();
  const { live, watched } = await world.ledger.head();
  expect([await world.kind(), live, watched.map((one) => one.key)]).toEqual(["done", [], [key]]);
  return world;
};
const secondRequest = async ({ panda, ledger, state }: World): Promise<void> => {
  const of = await state();
  const label = "intent" in of ? of.intent.label : "";
  panda.requests.set(workflowName((await ledger.head()).repository, label, 1), 39);
};

describe("watched first attempts", () => {
  test("A second request with the name of a successful first attempt calls a person, and is called harmless if nothing ran twice", async () => {
    const world = await aSuccess();
    await secondRequest(world);

    await world.run();

    expect(await world.state()).toMatchObject({
      kind: "duplicate-suspected",
      reason:
        "PanDA holds the requests 1 and 39 for it; each of its tasks is there once and was begun once, so nothing ran twice",
    });
    await says(world, "accept");
    expect(await world.kind()).toBe("done");
    await world.run();
    expect([await world.kind(), (await world.ledger.head()).watched]).toEqual([
      "done",
      [expect.objectContaining({ requests: [1, 39] })],
    ]);
  });
});

test("A thousand successes cost two questions a pass, and their files are not read", async () => {
  const world = await aSuccess();
  const head = await world.ledger.head();
  const [one] = head.watched;
  if (one === undefined) throw new Error("nothing is watched");
  const many = Array.from({ length: 1000 }, (_, n) => ({
    ...one,
    key: submissionKey("sP26a-toy", `1.${n}.0`, undefined),
  }));
  const calls: string[] = [];
  const read: SubmissionKey[] = [];
  const noted =
    <A extends readonly unknown[], R>(name: string, call: (...args: A) => R) =>
    (...args: A): R => {
      calls.push(name);
      return call(...args);
    };

  await world.run({
    ledger: {
      ...world.ledger,
      head: async () => ({ ...(await world.ledger.head()), watched: many }),
      read: async (at, keys) => {
        read.push(...keys);
        return world.ledger.read(at, keys);
      },
    },
    panda: { ...world.panda, tasksNamed: noted("tasksNamed", world.panda.tasksNamed) },
    watch: {
      ...world.ports.watch,
      requestsBeginning: noted("requestsBeginning", world.panda.requestsBeginning),
      tasksChanged: noted("tasksChanged", world.panda.tasksChanged),
    },
  });

  expect([calls, read]).toEqual([["requestsBeginning", "tasksChanged"], []]);
});

test("A reconcile pass that examines a success again reports everything else too", async () => {
  const minbias = { campaign: "sP26a", physics: "minbias", stage: "signal" };
  const other = submissionKey("sP26a-minbias-signal", "1.0.0", undefined);
  const world = await aSuccess();
  world.main.commit({ "productions/q/production.yaml": written({ tag: minbias, build: "ana.500", description: "q" }) });
  await world.run();
  await secondRequest(world);
  finish(world);

  const { submissions } = await world.run();

  expect(submissions.map(({ key: of, state }) => [of, state.kind])).toEqual([
    [key, "duplicate-suspected"],
    [other, "done"],
  ]);
});
