import { type SubmissionKey, submissionKey } from "../../ledger/event.ts";
import type { MeasuredCost } from "../../outcomes/measured-cost.ts";
import type { MergeEffect } from "../../outcomes/merge-effects.ts";
import type { VersionOutcome } from "../../outcomes/outcome.ts";
import type { RulesChanged } from "../../outcomes/rules-changed.ts";
import { type Plan, planProduction } from "../../plan/plan.ts";
import { approvalSentence } from "../../policy/need-text.ts";
import type { Needs } from "../../policy/needs.ts";
import type { AskedOfRule } from "../../policy/runs-rule.ts";
import { compareText, type Problem, refuses } from "../../problems/problem.ts";
import { keptLine } from "../../production/kept-as.ts";
import type { CountedProduction, Production } from "../../production/production.ts";
import { type ValidProduction } from "../../production/valid-production.ts";
import { counted } from "../../text/amounts.ts";
import type { ProductionSource } from "../../text/source-file.ts";
import type { Since } from "../../versioning/check-version.ts";
import type { BumpReason, FileLines } from "../../versioning/least-bump.ts";
import type { EventsWanted } from "../../versioning/target.ts";
import { type PredictedRuns, runsCounted } from "./jobs-text.ts";
import type { DataReader } from "./readers-text.ts";
import { type Governed, governedBy } from "./rules-text.ts";
import { sampleText } from "./sample-text.ts";

/** What a reviewer has to see of a pull request, as data. Markdown, terminal and JSON are printers of it. */
export type PlanView = {
  readonly verdict: "good" | "refused" | "nothing";
  readonly changed: readonly string[];
  readonly productions: readonly ProductionView[];
  readonly removed: readonly string[];
  readonly into: string;
  /** What the merge would do to what the ledger knows. */
  readonly onMerge: readonly MergeEffect[];
  readonly problems: readonly Problem[];
  /** Notes of productions that it does not change: counted, not shown. */
  readonly notesElsewhere: number;
  /** Files of rules that it changes. */
  readonly rules: readonly RulesChanged[];
  /** What the campaigns would use that name something of it. */
  readonly campaigns: readonly string[];
  /** Whose approval the merge needs; empty where nothing would be submitted. */
  readonly approval: string;
};

export type ProductionView = {
  readonly folder: string;
  readonly plan: Plan | undefined;
  readonly fate: VersionOutcome | undefined;
  /** Of a production that grows: what the merge would submit, and how many runs the ledger has. `plan` is of one run. */
  readonly runs?: PredictedRuns;
  readonly since:
    | { readonly version: string; readonly bump: string; readonly reasons: readonly BumpReason[] }
    | undefined;
  readonly files: readonly FileLines[];
  /** Whether its data may be added to those of the version before. */
  readonly sample: string | undefined;
  /** How long its outputs are kept, and who is asked; left out where the conventions keep none. */
  readonly kept?: string;
  readonly governed: Governed | undefined;
  /** What it would cost by what was measured before; left out where no ledger was asked. */
  readonly measured?: MeasuredCost;
  /** The readers of its data, of productions that the ledger knows already. */
  readonly readers: readonly DataReader[];
  readonly problems: readonly Problem[];
};

type ValidatedSource = {
  readonly source: Pick<ProductionSource, "folder" | "conventions">;
  readonly problems: readonly Problem[];
  readonly valid: ValidProduction | undefined;
  /** With what others make of what it reads; left out, only its own counts are known. */
  readonly counted?: CountedProduction | undefined;
  readonly since: Since | undefined;
  readonly target?: EventsWanted | undefined;
};

export const planView = (checked: {
  readonly validated: readonly ValidatedSource[];
  readonly problems: readonly Problem[];
  readonly notesElsewhere?: number;
  readonly removed: readonly string[];
  readonly needs: readonly Needs[];
  /** What the rules of main may allow without an approval. */
  readonly askedOfRule?: AskedOfRule | undefined;
  /** Left out, it is main: a check alone does not know the base branch. */
  readonly into?: string | undefined;
  readonly onMerge: readonly MergeEffect[];
  readonly fates: ReadonlyMap<SubmissionKey, VersionOutcome>;
  readonly files?: ReadonlyMap<string, readonly FileLines[]>;
  readonly readers?: ReadonlyMap<string, readonly DataReader[]>;
  readonly measured?: ReadonlyMap<string, MeasuredCost>;
  readonly campaigns?: readonly string[];
  readonly rules: readonly RulesChanged[];
  /** The commit that gave a file of conventions its content, by its path. */
  readonly madeBy: ReadonlyMap<string, string>;
}): PlanView => {
  const productions = checked.validated
    .map((one) => productionView(one, checked))
    .toSorted((a, b) => compareText(a.folder, b.folder));
  const problems = [...checked.problems, ...productions.flatMap((one) => one.problems)];
  return {
    verdict: refuses(problems)
      ? "refused"
      : productions.length === 0 && checked.removed.length === 0 && checked.rules.length === 0
        ? "nothing"
        : "good",
    changed: productions.map(describeChange),
    productions,
    removed: checked.removed,
    into: checked.into ?? "main",
    onMerge: checked.onMerge,
    problems,
    notesElsewhere: checked.notesElsewhere ?? 0,
    rules: checked.rules,
    campaigns: checked.campaigns ?? [],
    approval: approvalSentence(checked.needs, checked.askedOfRule),
  };
};

const productionView = (
  { source, problems, valid, counted: withOthers, since, target }: ValidatedSource,
  {
    fates,
    files,
    madeBy,
    readers,
    measured,
  }: Pick<Parameters<typeof planView>[0], "fates" | "files" | "madeBy" | "readers" | "measured">,
): ProductionView => ({
  folder: source.folder,
  plan: valid === undefined ? undefined : planProduction(withOthers ?? valid.production),
  ...(valid === undefined ? { fate: undefined } : fateAmong(valid.production, fates)),
  since:
    since === undefined
      ? undefined
      : { version: since.version, bump: since.advice.bump, reasons: since.advice.reasons },
  files: (valid === undefined ? undefined : files?.get(valid.production.tag)) ?? [],
  sample: valid === undefined ? undefined : sampleText(valid.production, since, target),
  ...(valid === undefined ? {} : keptOf(valid.production)),
  ...(valid === undefined ? {} : measuredOf(measured?.get(valid.production.tag))),
  governed: valid === undefined ? undefined : governedBy(valid.production, source, madeBy),
  readers: (valid === undefined ? undefined : readers?.get(valid.production.tag)) ?? [],
  problems,
});

const measuredOf = (measured: MeasuredCost | undefined): Pick<ProductionView, "measured"> =>
  measured === undefined ? {} : { measured };

/** No part of the plan that is rendered: what may change after an intent must not change its files. */
const keptOf = (production: Production): Pick<ProductionView, "kept"> => {
  const kept = keptLine(production);
  return kept === undefined ? {} : { kept };
};

/** Of a production that grows, the outcome of its new runs, which is one for all of them unless some wait for data. */
const fateAmong = (
  { tag, version, runs }: Production,
  fates: ReadonlyMap<SubmissionKey, VersionOutcome>,
): Pick<ProductionView, "fate" | "runs"> => {
  if (runs === undefined) return { fate: fates.get(submissionKey(tag, version, undefined)) };
  const known = runs.map(({ run }) => ({ run, fate: fates.get(submissionKey(tag, version, run)) }));
  const fresh = known.filter(({ fate }) => fate?.kind !== "stays");
  const first = fresh.find(({ fate }) => fate?.kind === "submitted") ?? fresh[0] ?? known[0];
  return { fate: first?.fate, runs: { fresh: fresh.map(({ run }) => run), unchanged: known.length - fresh.length } };
};

const describeChange = ({ folder, plan, since, runs, problems }: ProductionView): string => {
  if (plan === undefined) {
    const errors = problems.filter(({ severity }) => severity === "error").length;
    if (errors === 0) return `${folder}: refused by its conventions`;
    return `${folder}: refused, ${counted(errors, "problem")}`;
  }
  const name = `${plan.tag} ${plan.version}`;
  if (runs !== undefined && runs.unchanged > 0 && runs.fresh.length > 0) return `${name}: ${runsCounted(runs)}`;
  if (since === undefined) return `${name}: new`;
  return since.bump === "none"
    ? `${name}: nothing that runs changed since ${since.version}`
    : `${name}: ${since.bump} change since ${since.version}`;
};
