import { expect, test } from "vitest";
import { type SubmissionEvent, submissionKey } from "../../../action/core/ledger/event.ts";
import { Failure, Outage } from "../../../action/core/problems/failure.ts";
import { decideAndWrite } from "../../../action/flows/ledger-access/ledger-view.ts";
import { aStep } from "../../core/a-production.ts";
import { pastOf } from "../../core/submission/a-submission.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { approvedIn, beforeWrite, writeLines } from "./a-scene.ts";
import { aWorld, file, tag, wordsOfCommits, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
const list = "productions/p/runs.txt";
const runsOf = (first: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `${first + index}\n`).join("");
const growing = (runs: object, change: object = {}): string =>
  written({
    runs: { list: "runs.txt", ...runs },
    inputs: { raw: { dataset: "user.tester.raw.{run}", files: 3 } },
    steps: { fit: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 1 }] }) },
    ...change,
  });
const keyOf = (run: number) => submissionKey(tag, "1.0.0", run);
const sentOf = ({ panda }: World): readonly string[] =>
  panda.calls.submit.map(({ outDS }) => outDS.slice("group.sphenix.".length));
const end = (world: World, count: number): void => {
  world.panda.tasks = world.panda.tasks.map((task, index) =>
    index < count ? { ...task, status: "done", finished: task.files } : task,
  );
};
const kinds = async (world: World, runs: readonly number[]) => Promise.all(runs.map((run) => world.kind(keyOf(run))));

test("At most atMost runs are at PanDA; the others wait without a git tag, are reported as waiting, and follow when places are free", async () => {
  const world = aWorld({ [file]: growing({ atMost: 3 }), [list]: runsOf(66001, 8) });

  await world.run();
  expect([...world.tags.made.keys()]).toEqual([66001, 66002, 66003].map((run) => `production/${tag}/1.0.0/${run}`));
  const commits = world.branch.commits.size;
  await world.run();
  await world.run();

  expect(sentOf(world)).toHaveLength(3);
  expect(await kinds(world, [66001, 66003, 66004, 66008])).toEqual(["running", "running", "intended", "intended"]);
  expect(await world.state(keyOf(66004))).toMatchObject({ past: { queued: { atMost: 3 } } });
  // The pass that saw them run; waiting is said once.
  expect(world.branch.commits.size - commits).toBe(1);
  end(world, 2);
  await world.run();
  expect(sentOf(world)).toHaveLength(5);
  expect(await world.state(keyOf(66004))).toMatchObject({ kind: "submitted", past: { queued: undefined } });
  for (let pass = 0; pass < 6; pass++) {
    end(world, 100);
    await world.run();
  }
  expect(new Set(sentOf(world)).size).toBe(8);
  expect(sentOf(world)).toHaveLength(8);
});

test("A run that waits for a place is named in a ledger commit", async () => {
  const world = aWorld({ [file]: growing({ atMost: 1 }), [list]: runsOf(66001, 2) });
  const { words, ledger } = wordsOfCommits(world.ledger);
  await world.run({ ledger });
  expect(words[0]).toBe(`Enter ${keyOf(66001)}, ${keyOf(66002)}; Not yet: ${keyOf(66002)}`);
});

test("A run whose tasks could not be read in a pass still takes a place at PanDA", async () => {
  const world = aWorld({ [file]: growing({ atMost: 2 }), [list]: runsOf(66001, 4) });
  await world.run();
  expect(sentOf(world)).toHaveLength(2);
  for (let pass = 0; pass < 3; pass++)
    await world.run({
      panda: {
        ...world.panda,
        tasksNamed: () => Promise.reject(new Failure("PanDA says nothing of tasks", { wayOut: "Wait." })),
      },
    });
  expect(sentOf(world)).toHaveLength(2);
});

test("A run with an order whose comment cannot be read still takes a place at PanDA", async () => {
  const world = aWorld({ [file]: growing({ atMost: 1 }), [list]: runsOf(66001, 2) });
  const people = approvedIn(world);
  await world.run({ people });
  await world.run({ people });
  expect(await kinds(world, [66001, 66002])).toEqual(["running", "intended"]);
  const order: SubmissionEvent = { event: "person", verb: "withdraw", by: "bob", id: "9", reason: "", data: "drop" };
  await decideAndWrite(world.ports, [keyOf(66001)], () => ({ events: [[keyOf(66001), order]], why: "a test" }));

  const comment = (): Promise<never> => Promise.reject(new Outage("GitHub cannot be reached.", anyWay));
  await world.run({ people: { ...people, comment } });

  expect(await kinds(world, [66001, 66002])).toEqual(["running", "intended"]);
  expect(sentOf(world)).toHaveLength(1);
});

test("A run that was held meanwhile is not reported as waiting for a place, and one with known names is", async () => {
  const world = aWorld({ [file]: growing({ atMost: 1 }), [list]: runsOf(66001, 4) });
  await world.run();
  world.main.commit({ [file]: growing({ atMost: 2 }) });
  const withheld: SubmissionEvent = { event: "held", reason: "somebody asks" };
  const say = (run: number, events: readonly SubmissionEvent[]) =>
    decideAndWrite(world.ports, [keyOf(run)], () => ({
      events: events.map((event) => [keyOf(run), event] as const),
      why: "a test",
    }));
  await world.run(beforeWrite(world, () => say(66003, [withheld]), "queued"));
  expect(await kinds(world, [66002, 66003])).toEqual(["submitted", "held"]);
  expect(await world.state(keyOf(66003))).toMatchObject({ past: { queued: { atMost: 1 } } });

  const state = await world.state(keyOf(66004));
  if (state.kind !== "intended") throw new Error(state.kind);
  await say(66004, pastOf("checked", { intent: state.intent }).slice(1));
  expect(await world.state(keyOf(66004))).toMatchObject({ kind: "checked", past: { queued: undefined } });
  await world.run();
  expect(await world.state(keyOf(66004))).toMatchObject({ kind: "checked", past: { queued: { atMost: 2 } } });
});

test("The limit of places is that of main, which may change without a version, whatever the ledger says", async () => {
  const world = aWorld({ [file]: growing({ atMost: 1 }), [list]: runsOf(66001, 4) });
  await world.run();
  await writeLines(world, keyOf(66002), { event: "queued", atMost: 10000 });
  await world.run();
  expect(sentOf(world)).toHaveLength(1);

  world.main.commit({ [file]: growing({ atMost: 3 }) });
  await world.run();

  expect(sentOf(world)).toHaveLength(3);
  world.main.commit({ [file]: growing({}) });
  await world.run();
  expect(sentOf(world)).toHaveLength(4);
});
