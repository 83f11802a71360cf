import { expect, test } from "vitest";
import type { JobSeen, WhichJobs } from "../../../action/core/ledger/completion.ts";
import { pagePath } from "../../../action/core/ledger/paths.ts";
import { Outage } from "../../../action/core/problems/failure.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aWorld, key } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
const job: JobSeen = {
  id: 70,
  status: "finished",
  site: "BNL",
  exitCode: 0,
  fault: undefined,
  outOfMemory: false,
  askedMemory: undefined,
  outputs: [],
};

/** Submitted, and then all its tasks ended so. */
const ended = async (world: World, status: string): Promise<void> => {
  await world.run();
  await world.run();
  world.panda.tasks = world.panda.tasks.map((task) => ({ ...task, status, finished: task.files }));
  await world.run();
};
const completionOf = async (world: World) => {
  const state = await world.state();
  return "past" in state ? state.past.completion : undefined;
};

test("An ended submission has its completion record in the same ledger commit, read once and shown on its page", async () => {
  const world = aWorld();
  world.panda.jobs.set(1, [job]);
  let asked = 0;
  const { jobsOf } = world.panda;
  world.panda.jobsOf = async (...args) => {
    asked += 1;
    return jobsOf(...args);
  };
  await world.run();
  await world.run();
  const commits = world.branch.commits.size;
  await ended(world, "done");
  await world.run();

  expect(await world.kind()).toBe("done");
  expect([world.branch.commits.size - commits, asked]).toEqual([1, 1]);
  expect(await completionOf(world)).toMatchObject({
    tasks: [{ id: 1, status: "done" }],
    steps: [{ count: 1, first: 70 }],
  });
  const page = world.branch.commits.get(world.branch.head ?? "")?.get(pagePath(key));
  expect(page).toContain("| simulate | 1, 70 to 70 | BNL 1 | none |");
});

test("A missing answer of PanDA about jobs does not delay the record of an end", async () => {
  const world = aWorld();
  world.panda.jobsOf = () => Promise.reject(new Outage("PanDA cannot be reached to list jobs.", anyWay));
  await ended(world, "failed");

  expect(await world.kind()).toBe("failed");
  expect(await completionOf(world)).toMatchObject({
    steps: [{ kind: "not-known", reason: "PanDA cannot be reached to list jobs." }],
  });
});

test.each<[number, WhichJobs]>([
  [2000, "all"],
  [2001, "unsuccessful"],
])("For a task with %i files PanDA is asked for jobs: %s", async (files, which) => {
  const world = aWorld();
  const asked: WhichJobs[] = [];
  const { jobsOf } = world.panda;
  world.panda.jobsOf = async (task, of) => {
    asked.push(of);
    return jobsOf(task, of);
  };
  await world.run();
  await world.run();
  world.panda.tasks = world.panda.tasks.map((task) => ({ ...task, files }));
  await ended(world, "done");

  expect(asked).toEqual([which]);
});
