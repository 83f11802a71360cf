import { expect, test } from "vitest";
import { pushToMain } from "../../scripts/demo/pull-request.ts";
import { productionFiles, reviewer, workflowFiles } from "../../scripts/demo/world.ts";
import { raiseWorld } from "./world.ts";

const folder = "productions/toy-runs";

test("A quiet run of the schedule is one job of reconcile with one API call of GitHub, and one job of runs", async () => {
  const world = await raiseWorld({
    workflows: ["reconcile.yml", "reconcile-schedule.yml", "runs.yml"],
    app: { slug: "shrek-runs", permissions: { contents: "write", "pull-requests": "write" } },
  });
  await pushToMain(
    world,
    reviewer,
    {
      ...productionFiles(["toy-runs"]),
      ...workflowFiles(undefined, ["runs"]),
      ".github/runs.txt": `${folder}: grep -v '^#' ${folder}/runs.txt\n`,
    },
    "Keep up with runs",
  );
  await world.runner.idle();
  const [runs, tokens] = [world.runner.runs().length, world.github.tokens().length];

  await world.runner.schedule();
  await world.runner.idle();

  const jobs = world.runner
    .runs()
    .slice(runs)
    .flatMap((run) => run.jobs.map(({ id, result }) => `${id} ${result}`));
  const calls = world.github
    .tokens()
    .slice(tokens)
    .flatMap(({ label, calls: made }) => made.map(({ method, route }) => `${label}: ${method} ${route}`));
  expect(jobs.toSorted()).toEqual(["ask success", "propose skipped", "reconcile success"]);
  expect(calls.filter((call) => call.includes("/repos/"))).toEqual([
    "reconcile-schedule.yml reconcile: GET /repos/{owner}/{repo}/issues",
  ]);
});
