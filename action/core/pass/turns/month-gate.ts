import type { SubmissionKey } from "../../ledger/event.ts";
import type { HeldWithin } from "../../ledger/queued.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { conventionsAbove, readRules, rulePlaces } from "../../policy/rules.ts";
import { describeError, Failure } from "../../problems/failure.ts";
import { counted } from "../../text/amounts.ts";
import { type Asking, ask, type Moment, orFailed } from "../asking.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { isOfTrial } from "../authorization/authorize-trial.ts";
import type { PlanNotes } from "../planned.ts";
import { shared, sharedEach } from "../shared.ts";
import { topAt } from "./at-panda.ts";
import { budgetHistory, type CameVersion, versionsAt } from "./came-to-main.ts";
import type { Gated } from "./gated.ts";
import { type BeginsIn, budgetOf, calendarMonth, monthsOf } from "./months.ts";

type InMonth = { readonly key: SubmissionKey; readonly state: OpenIntent };

/**
 * What the monthly budgets of working groups let go now, and what they hold back. Counted from main: versions and runs
 * begin in the order in which they came there, whatever became of them. Trials of pull requests count nowhere.
 */
export const monthGate = (moment: Moment, { trouble }: Pick<PlanNotes, "trouble">) => {
  const history = shared(() => orFailed(budgetHistory(moment)));
  const months = sharedEach(function* (group: string): Asking<MonthsOfVersions | Failure> {
    const found = yield* history();
    if (found instanceof Failure) return found;
    const ofGroup = found.came.filter((one) => one.group === group);
    return Map.groupBy(
      monthsOf(group, { now: moment.now, changes: found.changes }, ofGroup),
      ([{ version }]) => version,
    );
  });
  const stoodIn = sharedEach((at: string, folder: string) => orFailed(versionsAt(moment, { at, folder })));
  function* beginOf(group: string, { intent }: OpenIntent): Asking<BeginsAt | Failure> {
    const [all, found] = [yield* history(), yield* months(group)];
    if (all instanceof Failure) return all;
    if (found instanceof Failure) return found;
    const { run, folder } = intent;
    const version = `${intent.tag} ${intent.version}`;
    const own = (found.get(version) ?? []).filter(
      ([{ runs }]) => run === undefined || runs.size === 0 || runs.has(run),
    );
    if (own.length > 0) return own.map(([, begins]) => begins).reduce(laterOf);
    const [first] = all.changes;
    if (first === undefined) return undefined;
    const there = yield* stoodIn(first.commit, folder);
    if (there instanceof Failure) return there;
    const isFree = [all.before, there].some((one) => {
      const runs = one.get(version);
      return runs !== undefined && (run === undefined || runs.has(run));
    });
    return isFree ? undefined : { never: "refused" };
  }
  return function* <T extends InMonth>(ones: readonly T[]): Asking<Gated<T>> {
    const limits = ones.length === 0 ? undefined : (yield* topAt(moment.mainHead))?.limits;
    if (limits?.coreHoursPerMonth === undefined) return { go: ones, held: [] };
    const groups = yield* groupsOf(moment.mainHead, [...new Set(ones.map(({ state }) => state.intent.folder))]);
    const [go, held]: [T[], (T & { readonly why: HeldWithin })[]] = [[], []];
    for (const one of ones) {
      const group = groups.get(one.state.intent.folder) ?? one.state.intent.panda.workingGroup;
      const begins = isOfTrial(one.state) ? undefined : yield* beginOf(group, one.state);
      const budget = budgetOf(group, { at: "", budgets: limits.coreHoursPerMonth });
      const reason = begins instanceof Failure ? begins : reasonOf(begins, budget, moment.now);
      if (reason === undefined) go.push(one);
      else if (reason instanceof Failure) trouble(one.key, describeError(reason));
      else held.push({ ...one, why: { within: `group ${group}`, reason } });
    }
    return { go, held };
  };
};

/** Of a version, with what came of it later: it begins when all of it may. */
type MonthsOfVersions = ReadonlyMap<string, readonly (readonly [CameVersion, BeginsIn])[]>;
/** `undefined`: it needs no month, as it stood on main before there were budgets. */
type BeginsAt = BeginsIn | { readonly never: "refused" } | undefined;

const laterOf = (a: BeginsIn, b: BeginsIn): BeginsIn =>
  "never" in a || (!("never" in b) && a.month > b.month) ? a : b;

/** It names no amount that changes with each merge, as the reasons of campaigns do. */
const reasonOf = (begins: BeginsAt, budget: number, now: string): string | undefined => {
  if (begins === undefined) return undefined;
  const monthly = `${counted(budget, "core-hour")} a month`;
  if ("month" in begins)
    return begins.month <= calendarMonth(now)
      ? undefined
      : `its ${monthly} are used until ${utcMinute(`${begins.month}-01T00:00:00.000Z`)}`;
  switch (begins.never) {
    case "refused":
      return "main refused this version when it came there, so it is in no month: raise the version";
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
