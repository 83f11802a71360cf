import { describe, expect, test } from "vitest";
import { type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import { workflowName } from "../../../action/core/ledger/names.ts";
import { Outage } from "../../../action/core/problems/failure.ts";
import { nextByPerson } from "../../../action/core/submission/person.ts";
import { anyWay } from "../../fakes/any-way.ts";
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
  for (const task of world.panda.tasks) Object.assign(task, { status: "done", finished: 10 });
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

  test("A successful submission is watched for fourteen days of PanDA, and quiet passes write nothing", async () => {
    const world = await aSuccess();
    const { commit } = await world.ledger.head();
    world.panda.date = new Date("2026-03-15T09:59:59Z");
    await world.run();
    expect((await world.ledger.head()).commit).toBe(commit);
    world.panda.date = new Date("2026-03-15T10:00:00Z");

    await world.run();

    expect([await world.kind(), (await world.ledger.head()).watched]).toEqual(["done", []]);
    await secondRequest(world);
    await world.run();
    expect(await world.kind()).toBe("done");
  });

  test("A missing iDDS or task list delays no watching, and is reported", async () => {
    const world = await aSuccess();
    await secondRequest(world);
    const away = () => Promise.reject(new Outage("it is away", anyWay));
    const { troubles } = await world.run({
      watch: { ...world.ports.watch, requestsBeginning: away, tasksChanged: away },
    });
    expect([[...troubles], await world.kind()]).toEqual([[], "done"]);
    expect(world.told.filter((line) => line.includes("it is away"))).toHaveLength(2);

    await world.run({ watch: { ...world.ports.watch, tasksChanged: away } });
    expect(await world.kind()).toBe("duplicate-suspected");
  });
});

test("A second request of a first attempt calls a person also while its tasks run", async () => {
  const world = aWorld();
  await world.run();
  await world.run();
  expect(await world.kind()).toBe("running");
  await secondRequest(world);

  await world.run();

  expect(await world.kind()).toBe("duplicate-suspected");
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

test("Watching lists the changes since a day ago, and none while PanDA gives no date", async () => {
  const world = await aSuccess();
  const asked: string[] = [];
  const run = () =>
    world.run({
      watch: {
        ...world.ports.watch,
        tasksChanged: async (since, ...of) => {
          asked.push(since.toISOString());
          return world.panda.tasksChanged(since, ...of);
        },
      },
    });
  world.told.splice(0);
  await run();
  expect([asked.splice(0), world.told]).toEqual([["2026-02-28T10:00:00.000Z"], []]);
  world.panda.date = undefined;

  await run();

  expect(asked).toEqual([]);
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

describe("restarts before the first look", () => {
  /** The submit's answer is lost; its task ends, and a file of its check has JEDI begin it anew. */
  const doubled = async (fewNames?: number): Promise<World> => {
    const world = aWorld();
    world.panda.onSubmit = async (submissionRequest) => {
      world.panda.accept(submissionRequest);
      return { kind: "unanswered", arrived: "maybe", message: "reset" };
    };
    await world.run();
    await secondRequest(world);
    for (const task of world.panda.tasks) Object.assign(task, { status: "done", finished: 10, attemptNr: 1 });
    await world.run();
    await world.run({}, fewNames === undefined ? {} : { fewNames });
    return world;
  };

  test.each([undefined, 0])(
    "A task that JEDI restarted before the first look is a second effect, although its request counts as ours (%s)",
    async (few) => {
      expect(await (await doubled(few)).state()).toMatchObject({
        kind: "duplicate-suspected",
        reason: expect.stringMatching(/^PanDA had begun task 1 \(.*_000_simulate\) anew before it was first seen$/),
      });
    },
  );
});
