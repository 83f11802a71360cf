import { belowShared, foldersAbove, usesShared } from "../../files/changed-productions.ts";
import type { SubmissionKey } from "../../ledger/event.ts";
import type { HeldWithin } from "../../ledger/queued.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { conventionsAbove, readRules, rulePlaces } from "../../policy/rules.ts";
import { describeError, Failure } from "../../problems/failure.ts";
import { counted } from "../../text/amounts.ts";
import { isConventionsPath, productionsFolder } from "../../text/source-file.ts";
import { approvedRules } from "../approval/approved-rules.ts";
import { type Asking, all, ask, type Moment, orFailed } from "../asking.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { isTrialPromise } from "../authorization/authorize-trial.ts";
import type { PlanNotes } from "../planned.ts";
import { shared, sharedEach } from "../shared.ts";
import { topAt } from "./at-panda.ts";
import { type CountedOnMain, heldIn, type StateOnMain } from "./campaign-use.ts";
import {
  type BeginsIn,
  type BudgetChange,
  budgetOf,
  type CameToMain,
  calendarMonth,
  inTime,
  monthsOf,
} from "./months.ts";

type InMonth = { readonly key: SubmissionKey; readonly state: OpenIntent };
type MonthSplit<T> = { readonly go: readonly T[]; readonly held: readonly (T & { readonly why: HeldWithin })[] };

/** A version that came to main, or runs of it that did. */
type CameVersion = CameToMain & {
  readonly group: string;
  readonly version: string;
  readonly runs: ReadonlySet<number>;
};

/**
 * What the monthly budgets of working groups let go now, and what they hold back. Counted from main: versions and runs
 * begin in the order in which they came there, whatever became of them. Trials of pull requests count nowhere.
 */
export const monthGate = (moment: Moment, { trouble }: Pick<PlanNotes, "trouble">) => {
  const changes = shared(() => orFailed(budgetChanges(moment)));
  const came = shared(function* (): Asking<readonly CameVersion[]> {
    const budgets = yield* changes();
    return budgets instanceof Failure ? [] : yield* cameToMain(moment, budgets);
  });
  const months = sharedEach(function* (group: string): Asking<ReadonlyMap<CameVersion, BeginsIn> | Failure> {
    const budgets = yield* changes();
    const all = yield* orFailed(came());
    if (budgets instanceof Failure) return budgets;
    if (all instanceof Failure) return all;
    return monthsOf(
      group,
      { now: moment.now, changes: budgets },
      all.filter((one) => one.group === group),
    );
  });
  return function* <T extends InMonth>(ones: readonly T[]): Asking<MonthSplit<T>> {
    const limits = ones.length === 0 ? undefined : (yield* topAt(moment.mainHead))?.limits;
    if (limits?.coreHoursPerMonth === undefined) return { go: ones, held: [] };
    const groups = yield* groupsOf(moment.mainHead, [...new Set(ones.map(({ state }) => state.intent.folder))]);
    const [go, held]: [T[], (T & { readonly why: HeldWithin })[]] = [[], []];
    for (const one of ones) {
      const group = groups.get(one.state.intent.folder) ?? one.state.intent.panda.workingGroup;
      const found = isTrialPromise(one.state) ? new Map() : yield* months(group);
      const budget = budgetOf(group, { at: "", budgets: limits.coreHoursPerMonth });
      const reason = found instanceof Failure ? found : reasonOf(beginOf(found, one.state), budget, moment.now);
      if (reason === undefined) go.push(one);
      else if (reason instanceof Failure) trouble(one.key, describeError(reason));
      else held.push({ ...one, why: { within: `group ${group}`, reason } });
    }
    return { go, held };
  };
};

/** Of a version that stood on main before there were budgets nothing is found: it goes. */
const beginOf = (months: ReadonlyMap<CameVersion, BeginsIn>, { intent }: OpenIntent): BeginsIn | undefined => {
  const { tag, version, run } = intent;
  return [...months].find(
    ([one]) => one.version === `${tag} ${version}` && (run === undefined || one.runs.has(run)),
  )?.[1];
};

/** It names no amount that changes with each merge, as the reasons of campaigns do. */
const reasonOf = (begins: BeginsIn | undefined, budget: number, now: string): string | undefined => {
  if (begins === undefined) return undefined;
  const monthly = `${counted(budget, "core-hour")} a month`;
  if ("month" in begins)
    return begins.month <= calendarMonth(now)
      ? undefined
      : `its ${monthly} are used until ${utcMinute(`${begins.month}-01T00:00:00.000Z`)}`;
  switch (begins.never) {
    case "no budget":
      return "`limits` of the conventions name no core-hours for it";
    case "too much":
      return `this asks for more than its ${monthly}`;
    case "unknown":
      return `nobody can say how many core-hours this may use, and it has ${monthly}`;
  }
};

function* groupsOf(at: string, folders: readonly string[]): Asking<ReadonlyMap<string, string>> {
  const rules = readRules(yield* ask({ ask: "files", at, paths: rulePlaces(folders) }));
  return new Map(
    folders.flatMap((folder) => {
      const nearest = conventionsAbove(rules, folder).at(-1)?.read;
      return nearest?.kind === "read" ? [[folder, nearest.value.workingGroup] as const] : [];
    }),
  );
}

type DatedBudgets = BudgetChange & { readonly commit: string };

/** As people approved them, from the first change that named some. What nobody approved holds back all below it, and counts nothing here. */
function* budgetChanges(moment: Moment): Asking<readonly DatedBudgets[]> {
  const places = new Set(rulePlaces([productionsFolder]).filter(isConventionsPath));
  const faultOf = moment.approvals === "asked" ? approvedRules(moment).faultOf : undefined;
  const found: DatedBudgets[] = [];
  for (const { commit, at, paths } of (yield* ask({ ask: "rule-changes", commit: moment.mainHead })).toReversed()) {
    const [place] = paths.filter((path) => places.has(path));
    if (place === undefined || (faultOf !== undefined && (yield* faultOf(commit, place)) !== undefined)) continue;
    const top = yield* topAt(commit);
    const budgets = top?.limits?.coreHoursPerMonth;
    // What cannot be read lets nothing go, and ends no budget.
    if (top !== undefined && (found.length > 0 || budgets !== undefined)) found.push({ commit, at, budgets });
  }
  return inTime(found, moment.now);
}

/** Versions and runs by the changes of main that brought them, the oldest first. */
function* cameToMain(moment: Moment, [first]: readonly DatedBudgets[]): Asking<readonly CameVersion[]> {
  if (first === undefined) return [];
  const since = first.commit;
  const oldestFirst = (yield* ask({ ask: "production-changes", commit: moment.mainHead, since })).toReversed();
  const changes = inTime(oldestFirst, moment.now, first.at);
  const touched = yield* all(
    changes.map(function* (change) {
      return { ...change, folders: yield* foldersOf(change) };
    }),
  );
  const folders = [...new Set(touched.flatMap((one) => one.folders))];
  const known = new Map<string, KnownVersion>();
  for (const held of yield* all(folders.map((folder) => heldAt(moment, { at: since, folder }))))
    for (const one of held) learn(known, one);
  const read = yield* all(
    touched.map(function* ({ commit, at, folders: own }) {
      return { at, held: (yield* all(own.map((folder) => heldAt(moment, { at: commit, folder })))).flat() };
    }),
  );
  return read.flatMap(({ at, held }) => held.flatMap((one) => learn(known, one).map((news) => ({ ...news, at }))));
}

const heldAt = (moment: Moment, state: StateOnMain): Asking<readonly CountedOnMain[]> =>
  heldIn(moment, () => true, state);

type KnownVersion = { readonly coreHours: number | null; readonly runs: ReadonlySet<number> };

/** What a state of main has more than those before it. */
const learn = (
  known: Map<string, KnownVersion>,
  { production, coreHours }: CountedOnMain,
): readonly Omit<CameVersion, "at">[] => {
  const version = `${production.tag} ${production.version}`;
  const name = `${production.workingGroup} ${version}`;
  const before = known.get(name);
  const all = new Set(production.runs?.map(({ run }) => run));
  const runs = new Set([...all].filter((run) => !before?.runs.has(run)));
  const more = coreHours === null || before?.coreHours === null ? null : coreHours - (before?.coreHours ?? 0);
  known.set(name, {
    coreHours: more === null ? null : Math.max(coreHours ?? 0, before?.coreHours ?? 0),
    runs: new Set([...all, ...(before?.runs ?? [])]),
  });
  return before !== undefined && runs.size === 0 && (more === null || more <= 0)
    ? []
    : [{ group: production.workingGroup, version, runs, coreHours: more === null ? null : Math.max(0, more) }];
};

type ChangeBelow = { readonly commit: string; readonly paths: readonly string[] };

/** Folders whose productions a change may have made others: its own, users of what is shared, and all below conventions. */
function* foldersOf({ commit, paths }: ChangeBelow): Asking<readonly string[]> {
  const own = [...foldersAbove(paths)].filter((folder) => folder !== productionsFolder);
  const mayReach = paths.some(isConventionsPath) || belowShared([`${productionsFolder}/x`], paths).length > 0;
  if (!mayReach) return own;
  const there = [...(yield* ask({ ask: "neighbours", at: commit })).keys()];
  if (paths.some(isConventionsPath)) return [...new Set([...own, ...there])];
  const requests = yield* all(there.map((folder) => ask({ ask: "request", at: commit, folder })));
  return [...new Set([...own, ...requests.flatMap((one) => (usesShared(one, paths) ? [one.folder] : []))])];
}
