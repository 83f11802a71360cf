import { expect, test } from "vitest";
import { pagePath } from "../../../action/core/ledger/paths.ts";
import { aGoodJob } from "../../core/submission/a-submission.ts";
import { noting } from "../../fakes/noting.ts";
import { finish } from "./a-scene.ts";
import { aWorld, key } from "./a-world.ts";

test("An ended submission has its completion record in the same ledger commit, read once and shown on its page", async () => {
  const world = aWorld();
  world.panda.jobs.set(1, [aGoodJob({ id: 70 })]);
  const jobsOf = noting(world.panda.jobsOf);
  world.panda.jobsOf = jobsOf;
  for (const _ of [1, 2]) await world.run();
  const commits = world.branch.commits.size;
  finish(world);
  for (const _ of [1, 2]) await world.run();

  expect([world.branch.commits.size - commits, jobsOf.calls.length]).toEqual([1, 1]);
  expect(await world.state()).toMatchObject({
    kind: "done",
    past: { completion: { tasks: [{ id: 1, status: "done" }], steps: [{ count: 1, first: 70 }] } },
  });
  const page = world.branch.commits.get(world.branch.head ?? "")?.get(pagePath(key));
  expect(page).toContain("| simulate | 1, 70 to 70 | BNL 1 | none |");
});
