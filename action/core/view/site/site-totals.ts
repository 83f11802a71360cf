import type { StepCompletion } from "../../ledger/step-completion.ts";
import { compareText } from "../../problems/problem.ts";
import type { StateKind, SubmissionState } from "../../submission/state.ts";
import { isOver } from "../../submission/ways-out.ts";
import { byParts } from "../../text/by-parts.ts";
import { type SourceFile, textFile } from "../../text/source-file.ts";
import type { SubmissionStatus } from "../status/status-text.ts";
import { accountKey, accountRowOf, accountsCsv, addAccounts, inOrder } from "./accounting.ts";
import { addDelivered, deliveredRowsOf, shownDelivered } from "./delivered-rows.ts";
import { withoutUnseen } from "./html.ts";
import type { AccountRow, DeliveredRow, Facet, RowsPart, SiteFailures, SiteRow } from "./site-data.ts";
import { rowOf, type WholeSubmission } from "./submission-data.ts";

/** What is kept of all submissions while the ledger is read, some at a time. */
export type SiteTotals = {
  readonly rows: SiteRow[];
  readonly active: SubmissionStatus[];
  readonly states: Map<StateKind, number>;
  readonly accounts: Map<string, AccountRow>;
  readonly delivered: Map<string, DeliveredRow>;
  readonly sites: SiteSums;
  newest: string;
};

export const emptyTotals = (): SiteTotals => ({
  rows: [],
  active: [],
  states: new Map(),
  accounts: new Map(),
  delivered: new Map(),
  sites: new Map(),
  newest: "",
});

export const addToTotals = (totals: SiteTotals, one: WholeSubmission, campaigns: readonly string[] = []): void => {
  const { key, state, events } = one;
  totals.rows.push(rowOf(one, campaigns));
  if (!isOver(state)) totals.active.push({ key, state });
  totals.states.set(state.kind, (totals.states.get(state.kind) ?? 0) + 1);
  const account = accountRowOf(one);
  if (account !== undefined) {
    const name = accountKey(account);
    totals.accounts.set(name, addAccounts(totals.accounts.get(name), account));
  }
  for (const row of deliveredRowsOf(one)) {
    const name = `${row.by}: ${row.value}`;
    totals.delivered.set(name, addDelivered(totals.delivered.get(name), row));
  }
  addFailures(totals.sites, state);
  const last = events.at(-1)?.at ?? "";
  if (last > totals.newest) totals.newest = last;
};

/** Rows of a file: one is fetched for a first look at the list. */
const rowsOfPart = 1000;

/** By the month in which they were entered: of an old month nothing changes any more but what still runs. */
export const rowsFiles = (
  rows: readonly SiteRow[],
): { readonly parts: readonly RowsPart[]; readonly files: readonly SourceFile[] } => {
  const byMonth = [...Map.groupBy(rows, ({ entered }) => entered.slice(0, 7))].toSorted(([a], [b]) =>
    compareText(a, b),
  );
  const made = byMonth.flatMap(([month, ones]) =>
    byParts(
      ones.toSorted((a, b) => compareText(a.entered, b.entered)),
      rowsOfPart,
    ).map((some, index) => {
      const path = `data/rows/${month || "unknown"}-${index + 1}.json`;
      return { part: { path, month, rows: some.length }, file: jsonFile(path, some) };
    }),
  );
  return { parts: made.map(({ part }) => part), files: made.map(({ file }) => file) };
};

/** A filter offers no more of them. */
const maxFacet = 500;

export const facetsOf = (rows: readonly SiteRow[]): Readonly<Record<Facet, readonly string[]>> => {
  const valuesOf = (value: (row: SiteRow) => readonly string[]): readonly string[] =>
    [...new Set(rows.flatMap(value))]
      .filter((one) => one !== "")
      .toSorted(compareText)
      .slice(0, maxFacet);
  return {
    state: valuesOf(({ state }) => [state]),
    person: valuesOf(({ by }) => [by]),
    site: valuesOf(({ sites }) => sites),
    campaign: valuesOf(({ campaigns }) => campaigns),
    group: valuesOf(({ group }) => [group]),
  };
};

export const sumFiles = ({ accounts, delivered, sites }: SiteTotals): readonly SourceFile[] => {
  const rows = inOrder([...accounts.values()]);
  return [
    jsonFile("data/accounting.json", rows),
    textFile("accounting.csv", accountsCsv(rows)),
    jsonFile("data/delivered.json", shownDelivered(delivered.values())),
    jsonFile("data/sites.json", siteFailures(sites)),
  ];
};

export const jsonFile = (path: string, value: unknown): SourceFile =>
  textFile(path, `${withoutUnseen(JSON.stringify(value))}\n`);

type JobsRead = Exclude<StepCompletion, { readonly kind: "not-known" }>;
type Failure = { jobs: number; said?: string };
/** Sums by site while the ledger is read. */
export type SiteSums = Map<string, { jobs: number; readonly failures: Map<string, Failure> }>;

/** The jobs of a submission, as they were read when it ended last. */
export const addFailures = (sums: SiteSums, state: SubmissionState): void => {
  for (const step of "past" in state ? (state.past.completion?.steps ?? []) : [])
    if (step.kind !== "not-known") addStep(sums, step);
};

const addStep = (sums: SiteSums, { sites, failedAt = {}, said = {} }: JobsRead): void => {
  const words = new Map(Object.entries(said));
  for (const [site, jobs] of Object.entries(sites)) {
    const sum = sums.get(site) ?? { jobs: 0, failures: new Map<string, Failure>() };
    sums.set(site, sum);
    sum.jobs += jobs;
    for (const [failure, count] of Object.entries(new Map(Object.entries(failedAt)).get(site) ?? {})) {
      const before = sum.failures.get(failure) ?? { jobs: 0 };
      const last = words.get(failure) ?? before.said;
      sum.failures.set(failure, { jobs: before.jobs + count, ...(last === undefined ? {} : { said: last }) });
    }
  }
};

const classesShown = 20;

/** The site with most failed jobs first, and so its failures. */
export const siteFailures = (sums: SiteSums): readonly SiteFailures[] =>
  [...sums]
    .map(([site, { jobs, failures }]) => ({
      site,
      jobs,
      failed: [...failures.values()].reduce((all, one) => all + one.jobs, 0),
      failures: [...failures]
        .map(([failure, one]) => ({ failure, ...one }))
        .toSorted((a, b) => b.jobs - a.jobs)
        .slice(0, classesShown),
    }))
    .toSorted((a, b) => b.failed - a.failed || b.jobs - a.jobs);
