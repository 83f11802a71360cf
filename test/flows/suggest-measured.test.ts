import { expect, test } from "vitest";
import type { JobSeen } from "../../action/core/ledger/completion.ts";
import { suggestMeasured } from "../../action/flows/suggestions.ts";
import { validateSources } from "../../action/flows/validation/validate-sources.ts";
import { requestText } from "../core/a-request.ts";
import { inFull } from "../core/validate/fixtures.ts";
import { aTrial } from "./reconcile/a-trial.ts";
import { file } from "./reconcile/a-world.ts";

const request = (more = "", run = "fit"): string =>
  requestText(
    `  simulate:
    out: [hits.root]   # what it makes
    jobs: 10
    eventsPerJob: 100
    memory: 2000
    run: ${run}
  merge:
    in: [{ from: simulate, filesPerJob: 1 }]
    out: [sum.root]
    walltime: 5${more}
    run: merge
`,
    "1.1.0",
  );
const aJob = (id: number, change: Partial<JobSeen>): JobSeen => ({
  ...{ id, status: "finished", site: "BNL", exitCode: 0, fault: undefined, outOfMemory: false, askedMemory: 2000 },
  outputs: [{ dataset: "hits", file: `hits.${id}`, bytes: 3_000_000 }],
  ...change,
});
const used = { seconds: 3000, cpuSeconds: 30, megabytes: 2900 };

/** A trial of few events that ended, and what is suggested for `text` then, where the pull request shows these lines. */
const suggested = async (
  jobs: Readonly<Record<number, readonly JobSeen[]>>,
  text = request(),
  shown: ReadonlySet<number> = new Set(Array.from({ length: 30 }, (_, index) => index)),
) => {
  const trial = await aTrial({ request: request() });
  await trial.order("/shrek trial jobs=2 events=10");
  await trial.run();
  await trial.run();
  for (const [task, seen] of Object.entries(jobs)) trial.panda.jobs.set(Number(task), seen);
  trial.panda.tasks = trial.panda.tasks.map((task) => ({ ...task, status: "done", finished: task.files }));
  await trial.run();
  const head = trial.main.branch(trial.merged, { [file]: text });
  const sources = await trial.main.at(head).all(["productions/p"]);
  const validated = await validateSources({ ...inFull, history: Promise.resolve(undefined) }, sources);
  const ports = {
    ledger: trial.ledger,
    diff: { shown: async () => shown },
    revisions: { mergeBase: async () => "merge-base" },
  };
  return suggestMeasured(ports, trial.merged, head, validated);
};
const pickRun = (body = ""): string => /```suggestion\n([^]*)\n```/.exec(body)?.[1] ?? "";

test("The measurements of a trial are suggested at the lines: estimate an event, memory with room, walltime of all events", async () => {
  const found = await suggested({ 1: [aJob(1, { used }), aJob(2, { used })], 2: [] });

  expect(found.map(({ path, line }) => [path, line])).toEqual([
    [file, 11],
    [file, 14],
  ]);
  expect(found[0]?.body).toContain("the trial `1.1.0-test.1` used");
  expect(pickRun(found[0]?.body)).toBe(
    ["    out: [hits.root]   # what it makes", "    walltime: 17", "    estimate: { seconds: 3, megabytes: 0.3 }"].join(
      "\n",
    ),
  );
  expect(pickRun(found[1]?.body)).toBe("    memory: 3700");
});

test("Twice the memory is suggested for jobs that ended for memory, and no other value", async () => {
  const died = aJob(1, {
    status: "failed",
    outOfMemory: true,
    fault: "pilot 1235",
    used: { ...used, megabytes: 2050 },
  });

  const found = await suggested({ 1: [died, aJob(2, { used })] });

  expect(found.map(({ line, body }) => [line, pickRun(body)])).toEqual([[14, "    memory: 5800"]]);
});

test("No measurement is suggested for other content, for jobs without measurements, or at a line that the pull request does not show", async () => {
  const jobs = { 1: [aJob(1, { used })] };
  expect(await suggested(jobs, request("\n    memory: 900"))).toEqual([]);
  expect(await suggested(jobs, request("", "fit --other"))).toEqual([]);
  expect(await suggested({ 1: [aJob(1, {})] })).toEqual([]);
  expect((await suggested(jobs, request(), new Set([14]))).map(({ line }) => line)).toEqual([14]);
});
