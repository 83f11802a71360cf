import { expect, test } from "vitest";
import { repositoryIndexOf } from "../../../action/core/cross-checks/context.ts";
import { withCounts } from "../../../action/core/cross-checks/counts.ts";
import { type Facts, productionFacts } from "../../../action/core/cross-checks/facts.ts";
import { factsOfIntent } from "../../../action/core/cross-checks/facts-of-intent.ts";
import { planProduction } from "../../../action/core/plan/plan.ts";
import { askedOf, changedBy } from "../../../action/core/policy/asked.ts";
import type { Production } from "../../../action/core/production/production.ts";
import { type SourceFile, textFile } from "../../../action/core/text/source-file.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";
import { anIntent } from "../submission/a-submission.ts";

const stages = ["signal", "background", "pileup", "merge"] as const;
type Stage = (typeof stages)[number];
const tagOf = (stage: Stage): string => `sP26a-hfcharm-${stage}`;

const made = (stage: Stage, changes: Draft, files: readonly SourceFile[] = []): Production =>
  valid(aRequest({ tag: { campaign: "sP26a", physics: "hfcharm", stage }, ...changes }), {
    folder: `productions/${stage}`,
    files,
  }).production;

/** Reads the step `simulate` of another production. */
const reader = (of: Stage, input: Draft = {}, step: Draft = {}): Draft => ({
  inputs: { up: { production: tagOf(of), version: "1.0.0", step: "simulate" } },
  steps: { simulate: aStep({ jobs: undefined, in: [{ from: "up", filesPerJob: 1, ...input }], ...step }) },
});

const amongFacts = (production: Production, others: readonly Facts[]) =>
  withCounts({ production, facts: productionFacts(production) }, repositoryIndexOf(others).valid);

/** Jobs of each step of the plan, beside these. */
const jobsOf = (production: Production, ...others: readonly Production[]): readonly (number | null)[] =>
  planProduction(amongFacts(production, others.map(productionFacts))).steps.map(({ jobs }) => jobs);

test("A plan has as many jobs as the production that is read has files, along a chain of productions", () => {
  const first = made("signal", { steps: { simulate: aStep({ jobs: 120 }) } });
  const second = made("background", reader("signal", { filesPerJob: 3 }));
  const third = made("pileup", {
    ...reader("background"),
    steps: {
      simulate: aStep({ jobs: undefined, in: [{ from: "up", filesPerJob: 4 }] }),
      sum: aStep({ jobs: undefined, in: [{ from: "simulate", filesPerJob: 5 }], out: ["sum.root"] }),
    },
  });

  expect(jobsOf(second, first)).toEqual([40]);
  expect(jobsOf(third, second, first)).toEqual([10, 2]);
  expect(jobsOf(third, second)).toEqual([null, null]);
  expect(jobsOf(third)).toEqual([null, null]);
});

test("A limit, a multiple of events and files that are passed over count as within one production", () => {
  const first = made("signal", { steps: { simulate: aStep({ jobs: 100 }) } });

  expect(jobsOf(made("background", reader("signal", { maxFiles: 30 })), first)).toEqual([30]);
  expect(jobsOf(made("background", reader("signal", { skip: 10 })), first)).toEqual([90]);
  expect(jobsOf(made("background", reader("signal", { match: ["b"] })), first)).toEqual([null]);
});

test("The rows of a table are the jobs of its step, on the tree and where only the ledger has them", () => {
  const rows = textFile("jobs.csv", "n\n1\n2\n3\n4\n");
  const table = aRequest({
    tag: { campaign: "sP26a", physics: "hfcharm", stage: "signal" },
    steps: {
      simulate: aStep({ jobs: undefined, table: "jobs.csv", run: "make $n\n" }),
      sum: aStep({ jobs: undefined, in: [{ from: "simulate", filesPerJob: 2 }], out: ["sum.root"] }),
    },
  });
  const { production, content } = valid(table, { files: [rows] });
  const reads = made("background", reader("signal"));
  const promised = (stepJobs: Record<string, number>): Facts | undefined =>
    factsOfIntent(anIntent({ tag: production.tag, version: "1.0.0", content, stepJobs }));
  const jobsBeside = (facts: Facts | undefined) =>
    planProduction(amongFacts(reads, facts === undefined ? [] : [facts])).steps.map(({ jobs }) => jobs);

  expect(jobsBeside(productionFacts(production))).toEqual([4]);
  expect(jobsBeside(promised({ simulate: 4, sum: 2 }))).toEqual([4]);
  expect(promised({ simulate: 4, sum: 2 })?.steps.map(({ jobs }) => jobs)).toEqual([4, 2]);
  expect(jobsBeside(promised({}))).toEqual([null]);
});

test("An input that a pattern finds has no known number, and no number of files is expected of it", () => {
  const first = made("signal", {
    steps: { simulate: aStep({ out: [{ name: "DST.root", files: "DST_*.root" }], jobs: 20 }) },
  });

  expect(jobsOf(made("background", reader("signal")), first)).toEqual([null]);
});

test("Each run has the jobs of the same run of the production that is read", () => {
  const lists = [textFile("runs.txt", "run segments\n66001 3\n66002 7\n")];
  const first = made(
    "signal",
    {
      runs: { list: "runs.txt" },
      inputs: { raw: { dataset: "user.tester.raw.{run}", files: "2*segments" } },
      steps: { simulate: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 1 }] }) },
    },
    lists,
  );
  const costs = { walltime: 1, out: ["b.root"] };
  const second = made("background", { runs: { list: "runs.txt" }, ...reader("signal", {}, costs) }, lists);
  const beyond = made("pileup", { runs: { list: "runs.txt" }, ...reader("signal", {}, costs) }, [
    textFile("runs.txt", "66001\n66002\n66003\n"),
  ]);
  const counted = amongFacts(second, [productionFacts(first)]);

  expect(counted.stepsOfRuns?.map(([step]) => step?.jobs)).toEqual([6, 14]);
  expect(planProduction(counted).total).toMatchObject({ jobs: 20, coreHours: 20 });
  expect(askedOf(counted, changedBy([])).coreHours).toBe(20);
  expect(amongFacts(beyond, [productionFacts(first)]).stepsOfRuns?.map(([step]) => step?.jobs)).toEqual([
    6,
    14,
    undefined,
  ]);
});

test("Productions that read each other have no number, and the count ends", () => {
  const first = made("signal", reader("background"));
  const second = made("background", reader("signal"));

  expect(jobsOf(first, first, second)).toEqual([null]);
});

test("A chain of three thousand productions is counted", () => {
  const link = productionFacts(made("background", reader("signal")));
  const first = productionFacts(made("signal", { steps: { simulate: aStep({ jobs: 7 }) } }));
  const chain = Array.from({ length: 3000 }, (_, at): Facts => {
    const needs = link.needs.map((need) => ({ ...need, of: at === 0 ? first.tag : `link-${at - 1}` }));
    return { ...link, tag: `link-${at}`, needs };
  });
  const last = made("pileup", reader("merge"));
  const facts = productionFacts(last);
  const needs = facts.needs.map((need) => ({ ...need, of: "link-2999" }));

  const { valid: find } = repositoryIndexOf([first, ...chain]);
  expect(withCounts({ production: last, facts: { ...facts, needs } }, find).steps.map(({ jobs }) => jobs)).toEqual([7]);
});
