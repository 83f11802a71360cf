import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { machinesAsked, realFolder, rules } from "./rule.ts";
import { jobsOfRule, type RuleJob } from "./rule-jobs.ts";
import { type Machines, plannedMachines, runRequest } from "./run-jobs.ts";
import { isOfSphenix, type Row, rowOf, tables, theirs } from "./table.ts";

const all = await rules();
const rows: Row[] = [];
let machines: ReadonlyMap<string, Machines>;
beforeAll(async () => {
  machines = await plannedMachines();
});
const inOrder = (jobs: readonly Pick<RuleJob, "step" | "reads" | "calls">[]): readonly string[] =>
  jobs.map(({ step, reads, calls }) => JSON.stringify([step, calls, reads])).toSorted();

test.each([...all])(
  "The jobs of the request %s read the files, make the calls, keep the names and ask for the machines of the rule",
  async (folder, rule) => {
    const wanted = await jobsOfRule(rule, join(realFolder, folder));
    const { jobs, kept } = await runRequest(folder, rule);

    expect(wanted.length).toBeGreaterThan(1);
    expect(inOrder(jobs)).toEqual(inOrder(wanted));
    const names = Object.keys(rule.steps).map((step) => [
      step,
      wanted
        .filter((job) => job.step === step)
        .flatMap(({ makes }) => makes)
        .toSorted(),
    ]);
    expect(kept).toEqual(Object.fromEntries(names));
    expect(machines.get(folder)).toMatchObject(machinesAsked(rule));
    rows.push(await rowOf(folder, rule, wanted));
  },
);

test("docs/real-work.md has a row of each request whose jobs are those of its rule, with what is lost", async () => {
  const page = await readFile(join(root, "docs/real-work.md"), "utf8");
  for (const table of tables(rows)) expect(page).toContain(`\n${table}\n`);
});

test("The requests that say the fourteen rules have at most 0.7 of their lines", () => {
  const ofSphenix = rows.filter(isOfSphenix);
  const sum = (of: (row: Row) => number): number => ofSphenix.reduce((all, row) => all + of(row), 0);

  expect(new Set(ofSphenix.map(({ rule }) => rule.row)).size).toBe(14);
  expect(sum(({ ours }) => ours)).toBeLessThanOrEqual(0.7 * sum(({ rule }) => theirs(rule)));
});

test("Of each step of each rule it is said what a job gets, or that the rule asks for nothing", () => {
  for (const [folder, rule] of all)
    expect([folder, Object.keys(machinesAsked(rule))]).toEqual([folder, Object.keys(rule.steps)]);
});

test("Each rule says where it comes from, by a full commit", () => {
  for (const rule of all.values())
    expect(rule).toMatchObject({
      repository: expect.stringMatching(/^[\w-]+\/[\w-]+$/),
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      path: expect.stringMatching(/./),
    });
});
