import { join } from "node:path";
import { expect, test } from "vitest";
import { realFolder, rules } from "./rule.ts";
import { jobsOfRule, type RuleJob } from "./rule-jobs.ts";
import { runRequest } from "./run-jobs.ts";

const all = await rules();
const inOrder = (jobs: readonly Pick<RuleJob, "step" | "reads" | "calls">[]): readonly string[] =>
  jobs.map(({ step, reads, calls }) => JSON.stringify([step, calls, reads])).toSorted();

test.each([...all])(
  "The jobs of the request %s read the files, make the calls and keep the names of the rule",
  async (folder, rule) => {
    const wanted = await jobsOfRule(rule, join(realFolder, folder));
    const { jobs, kept } = await runRequest(folder, rule);

    expect(wanted.length).toBeGreaterThan(1);
    expect(inOrder(jobs)).toEqual(inOrder(wanted));
    const named = Object.keys(rule.steps).map((step) => [
      step,
      wanted
        .filter((job) => job.step === step)
        .flatMap(({ makes }) => makes)
        .toSorted(),
    ]);
    expect(kept).toEqual(Object.fromEntries(named));
  },
);

test("Each rule says where it comes from, by a full commit", () => {
  for (const rule of all.values())
    expect(rule).toMatchObject({
      repository: expect.stringMatching(/^[\w-]+\/[\w-]+$/),
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      path: expect.stringMatching(/./),
    });
});
