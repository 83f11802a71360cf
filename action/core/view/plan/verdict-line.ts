import { noSiteOnlineText, type Queued, untilThawed, withinText } from "../../ledger/queued.ts";
import type { MergeEffect } from "../../outcomes/merge-effects.ts";
import type { VersionOutcome } from "../../outcomes/outcome.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Problem } from "../../problems/problem.ts";
import { stateTable } from "../../submission/states.ts";
import { counted, firstAndMore } from "../../text/amounts.ts";
import { costOf, costText } from "./cost-text.ts";
import { type PredictedRuns, runsCounted } from "./jobs-text.ts";
import type { PlanView } from "./plan-view.ts";
import { perhapsHeld } from "./release-text.ts";
import { rulesVerdict } from "./rules-text.ts";

/** The first line of a plan, which everybody reads: what reconcile will do when this is on main, and how many problems are listed below. */
export const verdictLine = (view: PlanView): string => {
  const { verdict, problems } = view;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  switch (verdict) {
    case "refused":
      return `Refused: ${counted(errors, "problem")} to fix before anything can run${otherCounts(problems)}.`;
    case "nothing":
      return `This pull request changes no production${otherCounts(problems)}.`;
    case "good":
      return goodLine(view);
  }
};

/** Problems below that refuse nothing, or nothing at all. */
const otherCounts = (problems: readonly Problem[]): string => {
  const [warnings, notes] = (["warning", "note"] as const).map((of) => problems.filter((one) => one.severity === of));
  const parts = [
    ...(warnings?.length ? [counted(warnings.length, "warning")] : []),
    ...(notes?.length ? [counted(notes.length, "note")] : []),
  ];
  return parts.length === 0 ? "" : `; ${parts.join(" and ")}`;
};

type PlannedOutcome = { readonly plan: Plan; readonly fate: VersionOutcome; readonly runs: PredictedRuns | undefined };

/** Of the new runs alone. */
const planOf = (plan: Plan, { fresh, unchanged }: PredictedRuns): Plan => {
  const part = (all: number | null): number | null =>
    all === null ? null : (all * fresh.length) / (fresh.length + unchanged);
  const { jobs, coreHours } = plan.total;
  return { ...plan, total: { ...plan.total, jobs: part(jobs), coreHours: part(coreHours) } };
};

const goodLine = ({ productions, removed, rules, onMerge, into, problems }: PlanView): string => {
  const fated = productions.flatMap(({ plan, fate, runs }): readonly PlannedOutcome[] =>
    plan === undefined || fate === undefined
      ? []
      : [{ plan: runs === undefined ? plan : planOf(plan, runs), fate, runs }],
  );
  const fresh = fated.filter(({ fate }) => fate.kind !== "stays");
  if (fresh.length === 0 && onMerge.length === 0 && removed.length === 0 && rules.length > 0)
    return `${rulesVerdict(rules).slice(0, -1)}${otherCounts(problems)}.`;
  const isWordsOnly = onMerge.length === 0 && removed.length === 0 && rules.length === 0;
  const later = laterByData(productions);
  const { what, why } = fresh.length > 0 ? submitted(fresh) : later.length > 0 ? atFirst : unmoved(fated, isWordsOnly);
  const merge = into === "main" ? "the merge" : `the merge into ${into} submits nothing; one into main`;
  return [`Good: ${merge} submits ${what}${leavingText(onMerge)}${otherCounts(problems)}.`, ...why, ...later].join(" ");
};

const atFirst: Submits = { what: "nothing at first", why: [] };

/** What the merge lets begin without a person. */
const laterByData = (productions: PlanView["productions"]): readonly string[] => {
  const names = productions.flatMap(({ plan }) =>
    plan?.starts?.grows === undefined ? [] : [`${plan.tag} ${plan.version}`],
  );
  return names.length === 0
    ? []
    : [`New files begin ${names.length === 1 ? "a run" : "runs"} of ${shortened(names).join(", ")} by themselves.`];
};

type Submits = { readonly what: string; readonly why: readonly string[] };

/** Everything is on the ledger already. What waits for a person there is not begun by words. */
const unmoved = (fated: readonly PlannedOutcome[], isWordsOnly: boolean): Submits => {
  const stuck = fated.flatMap(({ plan: { tag, version }, fate }) =>
    fate.kind === "stays" && fate.state !== "unreadable" && stateTable[fate.state].moves === "person"
      ? [`${tag} ${version} is ${fate.state}`]
      : [],
  );
  const words = [...(isWordsOnly && fated.length > 0 ? ["words only"] : []), ...shortened(stuck)];
  return { what: `nothing${words.length === 0 ? "" : `: ${words.join("; ")}`}`, why: [] };
};

const submitted = (fresh: readonly PlannedOutcome[]): Submits => {
  const now = fresh.filter(({ fate }) => fate.kind === "submitted" || fate.kind === "perhaps-without-app");
  const counted = now.length === 0 ? fresh : now;
  const plans = counted.map(({ plan }) => plan);
  const { amount: cost, why: unknown } = costText(plans);
  const why = now.some(({ fate }) => fate.kind === "perhaps-without-app") ? [...unknown, perhapsHeld] : unknown;
  const growing = counted.flatMap(({ runs }) => runs ?? []);
  const amount = growing.length === 0 ? cost : `${runsCounted(allRuns(growing))}, ${cost}`;
  const others = laterText(fresh);
  if (others.length === 0) return { what: amount, why };
  if (now.length === 0) {
    const isLater = fresh.every(({ fate }) => begins.has(fate.kind)) && costOf(plans).jobs !== null;
    return { what: `nothing: ${others.join("; ")}${isLater ? `; then ${amount}` : ""}`, why: [] };
  }
  return { what: [`${now.length} of ${fresh.length} productions, ${amount}`, ...others].join("; "), why };
};

/** What is not submitted at once, and will be. */
const begins: ReadonlySet<VersionOutcome["kind"]> = new Set(["held", "waits", "queued", "without-app"]);

const allRuns = (all: readonly PredictedRuns[]): PredictedRuns => ({
  fresh: all.flatMap(({ fresh }) => fresh),
  unchanged: all.reduce((sum, { unchanged }) => sum + unchanged, 0),
});

/** What is not submitted at once, those with the same reason together. */
const laterText = (fresh: readonly PlannedOutcome[]): readonly string[] => {
  const later = Map.groupBy(fresh, ({ fate }) => reasonOf(fate, "are", ""));
  later.delete("");
  return shortened(
    [...later].map(([many, [first, ...more]]) => {
      if (first === undefined || more.length > 0) return `${more.length + 1} ${many}`;
      return `${fresh.length === 1 ? "it" : "1"} ${reasonOf(first.fate, "is", "s")}`;
    }),
  );
};

/** Empty: it is submitted. */
const reasonOf = (fate: VersionOutcome, are: "are" | "is", s: "" | "s"): string => {
  switch (fate.kind) {
    case "without-app":
      return `${are} held, as no GitHub App alone writes the ledger (see \`ledger\` of the conventions)`;
    case "held":
      return `${are} held until \`/shrek submit\``;
    case "never":
      return `${are} never submitted, as submit: never says`;
    case "waits":
      return `wait${s} for ${shortened(fate.inputs).join(", ")}`;
    case "queued":
      return `wait${s} ${waitText(fate.why)}`;
    case "blocked":
      return `${are} blocked: ${fate.reason}`;
    case "tagged":
      return `${are} left to a person: git has ${are === "is" ? "its tag" : "their tags"}, and the ledger no entry (\`shrek ledger verify\`)`;
    case "submitted":
    case "perhaps-without-app":
    case "stays":
      return "";
  }
};

const waitText = (why: Queued): string => {
  if ("first" in why) return "for the first runs of the version";
  if ("until" in why) return untilThawed(why);
  if ("offline" in why) return noSiteOnlineText(why);
  if ("within" in why) return withinText(why);
  return "atMost" in why
    ? `for a place: at most ${why.atMost} at PanDA at one time`
    : `for another day: ${counted(why.startsPerDay, "job")} a day begin by themselves`;
};

const leavingText = (onMerge: readonly MergeEffect[]): string => {
  const names = (kind: MergeEffect["kind"]): string =>
    shortened(onMerge.filter((one) => one.kind === kind).map(({ name }) => name)).join(", ");
  const [withdrawn, asked] = [names("withdrawn"), names("left-main")];
  return [
    ...(withdrawn === "" ? [] : [`; it withdraws ${withdrawn}`]),
    ...(asked === "" ? [] : [`; it removes ${asked} from main, which may run`]),
  ].join("");
};

const shortened = (parts: readonly string[]): readonly string[] => firstAndMore(parts, 3);
