import { versionStyle } from "../conventions/version-pattern.ts";
import type { MadeElsewhere, Wired, Wiring } from "../production/connected-step.ts";
import type { CountedProduction, Production, Step } from "../production/production.ts";
import { tablesOfRun } from "../production/table.ts";
import type { Located } from "../text/places.ts";
import { withRun } from "../validate/runs/filled-names.ts";
import { withRowsAsJobs } from "../validate/tables/tables.ts";
import { nowhere } from "../validate/wiring/nowhere.ts";
import { withRows } from "../validate/wiring/row-relays.ts";
import { wireSteps } from "../validate/wiring/wiring.ts";
import type { CountedBy, Facts, StepCounts } from "./facts.ts";
import { tagAtVersion } from "./supersedes.ts";

/** The facts of a production, where somebody has them. */
export type FindFacts = (tag: string, version: string) => Facts | undefined;

type Subject = { readonly production: Production; readonly facts: Facts };

export const withCounts = ({ production, facts }: Subject, find: FindFacts): CountedProduction => {
  const { countedBy } = facts;
  if (countedBy === undefined) return { ...production, isCounted: true };
  const { run, row, runs, stepsOfRuns, steps } = production;
  const ofRun = (one: number | undefined, own: readonly Step[]): readonly Step[] =>
    filled(own, wiredOf(countedBy, one, madeFor(facts, countsBehind(facts, one, find))).steps);
  return {
    ...production,
    steps: ofRun(run ?? row?.run, steps),
    stepsOfRuns: runs?.map((each, index) => ofRun(each.run, stepsOfRuns?.[index] ?? steps)),
    isCounted: true,
  };
};

const filled = (steps: readonly Step[], wired: readonly Wired[]): readonly Step[] => {
  const byName = new Map(wired.map((one) => [one.name, one]));
  return steps.map((step) => {
    const { jobs, most, inputs = [] } = byName.get(step.name) ?? {};
    return {
      ...step,
      jobs: step.jobs ?? jobs,
      maxJobs: step.maxJobs ?? most,
      inputs: step.inputs.map((input, index) => ({ ...input, files: input.files ?? inputs[index]?.files })),
    };
  });
};

/** What is wrong with how steps read data of others, as far as their number is known by now. */
export const wiringProblems = ({ production, facts }: Subject, find: FindFacts): Wiring["problems"] => {
  const run = production.run ?? production.row?.run;
  const made = madeFor(facts, countsBehind(facts, run, find));
  return facts.countedBy === undefined ? [] : wiredOf(facts.countedBy, run, made, production.where).problems;
};

/** Files of each step, of one run where there are runs. */
export const countsOf = (facts: Facts, run: number | undefined, find: FindFacts): StepCounts =>
  countsWith(facts, run, countsBehind(facts, run, find));

/** Versions of which nobody has found facts yet, behind these: what is on no tree the ledger may know. */
export const unseenBehind = (roots: readonly Facts[], find: FindFacts): readonly Pick<Facts, "tag" | "version">[] => {
  const unseen = new Map<string, Pick<Facts, "tag" | "version">>();
  const seen = new Set(roots);
  for (const { needs } of seen)
    for (const { of: tag, version } of needs) {
      const facts = find(tag, version);
      if (facts === undefined) unseen.set(tagAtVersion(tag, version), { tag, version });
      else seen.add(facts);
    }
  return [...unseen.values()];
};

type KnownCounts = ReadonlyMap<string, StepCounts>;

/** Of all productions that this one descends from, each counted once, and those in a circle with what is known of it. */
const countsBehind = (root: Facts, run: number | undefined, find: FindFacts): KnownCounts => {
  const counts = new Map<string, StepCounts>();
  const begun = new Set<string>();
  const open = [root];
  for (let facts = open.at(-1); facts !== undefined; facts = open.at(-1)) {
    const name = nameOf(facts);
    const needs = begun.has(name) || facts.countedBy === undefined ? [] : facts.needs;
    begun.add(name);
    const behind = needs.flatMap(({ of, version }) => find(of, version) ?? []).filter((one) => !begun.has(nameOf(one)));
    if (behind.length > 0) {
      open.push(...behind);
      continue;
    }
    open.pop();
    if (facts !== root && !counts.has(name)) counts.set(name, countsWith(facts, run, counts));
  }
  return counts;
};

const nameOf = ({ tag, version }: Pick<Facts, "tag" | "version">): string => tagAtVersion(tag, version);

const countsWith = (facts: Facts, run: number | undefined, counts: KnownCounts): StepCounts => {
  const { countedBy, runs, steps } = facts;
  if (countedBy === undefined) return ownCounts(facts, run);
  if (runs !== undefined && (run === undefined || !runs.has(run))) return new Map();
  const byPattern = new Set(steps.flatMap((step) => (step.byPattern === true ? [step.name] : [])));
  return new Map(
    wiredOf(countedBy, run, madeFor(facts, counts)).steps.flatMap((one) =>
      byPattern.has(one.name) ? [] : [[one.name, one] as const],
    ),
  );
};

/** A run that it does not have makes nothing that could be counted. */
const ownCounts = ({ steps, runs }: Facts, run: number | undefined): StepCounts =>
  runs === undefined
    ? new Map(steps.map(({ name, jobs, most }) => [name, { jobs: jobs ?? undefined, most: most ?? jobs ?? undefined }]))
    : ((run === undefined ? undefined : runs.get(run)) ?? new Map());

const madeFor = ({ needs }: Pick<Facts, "needs">, counts: KnownCounts): MadeElsewhere =>
  new Map(
    needs.flatMap(({ input, of, version, step }) => {
      const made = counts.get(tagAtVersion(of, version))?.get(step);
      return made === undefined ? [] : [[input, made] as const];
    }),
  );

const wiredOf = (
  { request, conventions, tables, readers, rows }: CountedBy,
  run: number | undefined,
  made: MadeElsewhere,
  where: Located = nowhere,
): Wiring => {
  const row = run === undefined ? undefined : rows?.find((one) => one.run === run);
  const own = row === undefined ? tables : tablesOfRun(tables, row.run);
  const counted = withRowsAsJobs(withRows(row === undefined ? request : withRun(request, row), readers), own);
  return wireSteps(where, counted, versionStyle(conventions), made);
};
