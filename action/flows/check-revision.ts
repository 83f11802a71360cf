import { chainOf } from "../core/conventions/read-conventions.ts";
import { checkCampaignNames } from "../core/cross-checks/check-campaigns.ts";
import type { Validated } from "../core/cross-checks/check-sources.ts";
import { checkFileNames, checkMixture } from "../core/files/changed-productions.ts";
import { checkUnusualConventions } from "../core/files/unsupported-files.ts";
import { keyOf, type SubmissionKey } from "../core/ledger/event.ts";
import type { Releases } from "../core/ledger/main-event.ts";
import { campaignLine, checkBudgets } from "../core/outcomes/campaign-budget.ts";
import type { MeasuredCost } from "../core/outcomes/measured-cost.ts";
import type { MergeEffect, OnMerge } from "../core/outcomes/merge-effects.ts";
import { outcomeOf, type VersionOutcome } from "../core/outcomes/outcome.ts";
import type { RulesChanged } from "../core/outcomes/rules-changed.ts";
import { apartFrom } from "../core/policy/apart-from.ts";
import { askedOf, changedBy, pathsOf } from "../core/policy/asked.ts";
import { type Needs, needsOf, withOneMore } from "../core/policy/needs.ts";
import { mayAnyoneWrite } from "../core/policy/rules.ts";
import { type AskedOfRule, askedOfRuns } from "../core/policy/runs-rule.ts";
import type { Problem } from "../core/problems/problem.ts";
import type { Production } from "../core/production/production.ts";
import { once } from "../core/text/once.ts";
import { isConventionsPath, productionsFolder } from "../core/text/source-file.ts";
import { versionsByRun } from "../core/validate/split-runs.ts";
import type { FileLines } from "../core/versioning/least-bump.ts";
import type { DataReader } from "../core/view/plan/readers-text.ts";
import type { Bash } from "../ports/bash.ts";
import type { Bounds } from "../ports/bounds.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Revisions } from "../ports/revisions.ts";
import type { Snapshot } from "../ports/snapshot.ts";
import type { Tags } from "../ports/tags.ts";
import { historyOf, noHistory } from "./ledger-access/history.ts";
import { measuredCosts } from "./ledger-access/measured-before.ts";
import { changedLines } from "./validation/changed-lines.ts";
import { type ForeseenMerge, foreseeMerge } from "./validation/foresee-merge.ts";
import { lintPayloads } from "./validation/lint-payloads.ts";
import { appendedIn, statusesAround } from "./validation/on-tree.ts";
import { predictMerge, versionsIn } from "./validation/predict-merge.ts";
import { readersOf } from "./validation/readers.ts";
import { rulesAmong, rulesAt, rulesChanged } from "./validation/rules-changed.ts";
import { readChange, type TreeChange } from "./validation/tree-change.ts";
import { validateLists, validateSchemas } from "./validation/validate-schemas.ts";
import { validateSources } from "./validation/validate-sources.ts";
import { conventionsAround, mayBeOfTemplate, validateTemplates } from "./validation/validate-templates.ts";

export type RevisionChecked = {
  readonly validated: readonly Validated[];
  /** Notes of productions that it does not change, which are counted and not shown. */
  readonly notesElsewhere: number;
  /** What is wrong with the change as a whole. */
  readonly problems: readonly Problem[];
  /** Productions that the change takes away. */
  readonly removed: readonly string[];
  /** Whose approval the productions need that it changes, by the rules of main. */
  readonly needs: readonly Needs[];
  /** What these rules may allow without an approval. */
  readonly askedOfRule: AskedOfRule | undefined;
  /** What the merge would do besides submitting. */
  readonly onMerge: readonly MergeEffect[];
  readonly fates: ReadonlyMap<SubmissionKey, VersionOutcome>;
  /** Files that are sent along and changed since the version before, by the production's tag. */
  readonly files: ReadonlyMap<string, readonly FileLines[]>;
  /** The readers of what changes, by the production's tag. */
  readonly readers: ReadonlyMap<string, readonly DataReader[]>;
  /** What each would cost by what the last release of its tag used, by the production's tag. */
  readonly measured: ReadonlyMap<string, MeasuredCost>;
  /** What the campaigns would use that name something of it. */
  readonly campaigns: readonly string[];
  readonly rules: readonly RulesChanged[];
  /** The commit that gave a file of conventions its content, by its path. */
  readonly madeBy: ReadonlyMap<string, string>;
};

type CheckRevisionPorts = {
  readonly revisions: Revisions;
  readonly ledger: Ledger;
  /** As this clone knows them. */
  readonly tags: Pick<Tags, "names">;
  readonly bash: Bash;
  readonly clock: Pick<Clock, "now">;
  readonly bounds?: Bounds;
  /** In a terminal a ledger that is out of reach is a note. An action that cannot ask it says nothing at all. */
  readonly withoutLedger?: "note" | "failure";
};

type Proposal = {
  /** The present commit of main: its rules will be asked, not those from which the branch began. */
  readonly main?: string | undefined;
  /** Logins of those who wrote a part of it, as far as somebody asked. */
  readonly authors?: readonly string[];
  /** The upkeep's, and brings commits that nobody here wrote. */
  readonly isNobodys?: boolean;
};

/** Folders. If rules reach more productions, those whose own files did not change are validated after the change only. */
const maxPredicted = 500;

/**
 * Validates what a pull request changes. The check action and the comment action both call this on git's objects; the
 * second runs main's program, so that a pull request which edits its own check cannot make the comment lie. In a
 * terminal `shrek check --base` calls it on the files on disk.
 */
export const checkRevision = async (
  ports: CheckRevisionPorts,
  base: string,
  head: string,
  { main = base, ...by }: Proposal = {},
): Promise<RevisionChecked> => {
  const { revisions, bash, bounds } = ports;
  const [{ found: history, why }, from] = await Promise.all([historyIn(ports), revisions.mergeBase(base, head)]);
  const change = await readChange(revisions, from, head);
  const { before, after, folders } = change;
  const onTree = once(() => statusesAround(after.at, productionsFolder, new Set(folders)));
  const validated = await validateSources(
    { bash, history: Promise.resolve(history), onTree, lint: lintPayloads, bounds },
    await after.at.all(folders),
  );
  const meant = new Set(folders.length <= maxPredicted ? folders : after.named);
  const moved = validated.filter(({ source }) => meant.has(source.folder));
  const shown = moved.length <= maxPredicted ? moved : [];
  const was = history === undefined ? [] : await versionsBefore(change, meant);
  const foreseen = await foresee(ports, history, { revisions, from, head, change, validated, was });
  const productions = productionsIn(validated);
  const touched = productions.filter(({ folder }) => meant.has(folder));
  const merged = foreseen === undefined ? unforeseen : await predictMerge(foreseen, was, touched, onTree);
  const costs = foreseen?.campaigns ?? [];
  const named = (all: typeof validated) => all.filter(({ source }) => after.named.includes(source.folder));
  const policy = await askPolicy(change, validated, { main: revisions.at(main), ...historyOfRules(ports, from) }, by);
  const governing = new Set(validated.flatMap(({ source }) => chainOf(source.conventions).map(({ file }) => file)));
  return {
    ...withoutNotes(validated, new Set(after.named)),
    rules: policy.changed,
    madeBy: await revisions.madeBy(head, [...governing]),
    problems: [
      ...policy.problems,
      ...(await checkFiles(change, validated)),
      ...merged.problems,
      ...(await validateSchemas(after.at, validated, change.present)),
      ...checkBudgets(costs, named(validated)),
      ...(history === undefined && validated[0] !== undefined ? [noHistory(validated[0].source.file, why)] : []),
    ],
    campaigns: costs.map(campaignLine),
    removed: change.removed,
    askedOfRule: askedOfRuns(policy.rules, await appendedIn(before.at, after.at, change.paths)),
    needs: policy.needs,
    onMerge: merged.effects,
    readers: await readersOf(shown, onTree),
    measured: await measuredCosts(history, shown),
    files: await changedFilesOf(before.at, shown),
    fates: foreseen === undefined ? new Map() : await fatesIn(foreseen, change, productions, history?.head.releases),
  };
};

const historyOfRules = ({ revisions }: Pick<CheckRevisionPorts, "revisions">, from: string) => ({
  history: () => revisions.ruleChanges(from),
});

const foresee = async (
  { tags, clock }: Pick<CheckRevisionPorts, "tags" | "clock">,
  history: Found["found"],
  merge: Omit<Parameters<typeof foreseeMerge>[0], "history" | "tags" | "now">,
): Promise<ForeseenMerge | undefined> =>
  history && foreseeMerge({ ...merge, history, tags, now: clock.now().toISOString() });

/** One for each run of each version: of thousands, so they are made once. */
const productionsIn = (validated: readonly Validated[]): readonly Production[] =>
  validated.flatMap(({ valid }) => (valid === undefined ? [] : versionsByRun(valid)));

/** By the plan of the pass behind the merge. */
const fatesIn = async (
  foreseen: ForeseenMerge,
  { after }: TreeChange,
  productions: readonly Production[],
  releases: Releases | undefined,
): Promise<RevisionChecked["fates"]> => {
  const rules = await rulesAt(after.at, [...new Set(productions.map(({ folder }) => folder))]);
  const isUncertain = (folder: string): boolean => releases === undefined && !mayAnyoneWrite(rules, folder);
  return new Map(productions.map((one) => [keyOf(one), outcomeOf(one, foreseen, isUncertain(one.folder))]));
};

/** The rules of main for what changes, whose approval they ask for, and what the change makes of them. */
const askPolicy = async (
  { paths, before, after }: TreeChange,
  validated: readonly Validated[],
  ofMain: Pick<Parameters<typeof rulesChanged>[0], "history"> & { readonly main: Snapshot },
  { authors = [], isNobodys = false }: Proposal,
) => {
  const changed = changedBy(paths);
  const productions = validated.flatMap(({ counted }) =>
    counted !== undefined && pathsOf(counted, changed).length > 0 ? [counted] : [],
  );
  const rules = await rulesAt(ofMain.main, [...productions.map(({ folder }) => folder), productionsFolder]);
  const ruling = await rulesChanged(
    { before: before.at, after: after.at, ...ofMain },
    rulesAmong(paths),
    validated,
    authors,
  );
  return {
    rules,
    changed: ruling.rules,
    problems: ruling.problems,
    needs: [
      ...productions.map((production) => {
        const needs = needsOf(rules, askedOf(production, changed));
        return isNobodys ? withOneMore(needs, production.folder) : needs;
      }),
      ...ruling.needs,
    ].map((needs) => apartFrom(needs, authors)),
  };
};

/** Notes on a production are for the people who change it, and not for everybody whom a change of rules reaches. */
const withoutNotes = (validated: readonly Validated[], named: ReadonlySet<string>) => {
  let notesElsewhere = 0;
  const reported = validated.map((one): Validated => {
    if (named.has(one.source.folder)) return one;
    const problems = one.problems.filter(({ severity }) => severity !== "note");
    notesElsewhere += one.problems.length - problems.length;
    return { ...one, problems };
  });
  return { validated: reported, notesElsewhere };
};

/** The versions that folders had before the change. */
const versionsBefore = async ({ before }: TreeChange, folders: ReadonlySet<string>) =>
  versionsIn(before.at, [...new Set([...before.named, ...(await before.at.holding([...folders]))])]);

/** What is wrong with the files of a change as such, unless the validation of a production said it. */
const checkFiles = async (
  { paths, present, before, after, folders }: TreeChange,
  validated: readonly Validated[],
): Promise<readonly Problem[]> => {
  const reported = new Set(validated.flatMap(({ problems }) => problems.map(({ file, code }) => `${code} ${file}`)));
  const odd = checkUnusualConventions(present, await after.at.files(present.filter(isConventionsPath)));
  return [
    ...checkMixture(paths, [...new Set([...before.named, ...folders])]),
    ...odd.filter(({ file, code }) => !reported.has(`${code} ${file}`)),
    ...checkFileNames(present),
    ...checkCampaignNames(present),
    ...(await validateTemplates(after.at, conventionsAround(paths.filter(mayBeOfTemplate)))),
    ...(await validateLists(after.at, present)).filter(({ file, code }) => !reported.has(`${code} ${file}`)),
  ];
};

const changedFilesOf = async (
  before: Snapshot,
  validated: readonly Validated[],
): Promise<ReadonlyMap<string, readonly FileLines[]>> => {
  const files = new Map<string, readonly FileLines[]>();
  for (const { valid, since } of validated)
    if (valid !== undefined && since !== undefined)
      files.set(valid.production.tag, await changedLines([before], valid.production, since.advice.reasons));
  return files;
};

type Found = Awaited<ReturnType<typeof historyOf>>;

const historyIn = async ({ ledger, withoutLedger = "failure" }: CheckRevisionPorts): Promise<Found> =>
  withoutLedger === "note" ? historyOf(ledger) : { found: { ledger, head: await ledger.head() }, why: "" };

const unforeseen: OnMerge = { effects: [], problems: [] };
