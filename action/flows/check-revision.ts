import type { FileLines } from "../core/advice/file-lines.ts";
import { chainOf } from "../core/conventions/governing.ts";
import { foldersAbove, judgeFileNames, judgeMixture, reachesFurther } from "../core/judge/changed-productions.ts";
import { judgeOddConventions } from "../core/judge/odd-files.ts";
import type { SubmissionKey } from "../core/ledger/event.ts";
import { askedOf, changedBy, pathsOf } from "../core/policy/asked.ts";
import { type Needs, needsOf } from "../core/policy/needs.ts";
import { type AskedOfRule, askedOfRuns } from "../core/policy/runs-rule.ts";
import type { Problem } from "../core/problems/problem.ts";
import type { Fate } from "../core/submission/fate.ts";
import { once } from "../core/text/once.ts";
import { isConventionsPath, isRequested, productionsFolder } from "../core/text/source-file.ts";
import type { Effect, OnMerge } from "../core/view/on-merge.ts";
import type { DataReader } from "../core/view/readers-words.ts";
import type { RulesChanged } from "../core/view/rules-changed.ts";
import type { Bash } from "../ports/bash.ts";
import type { Bounds } from "../ports/bounds.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Revisions } from "../ports/revisions.ts";
import type { Snapshot } from "../ports/snapshot.ts";
import type { Tags } from "../ports/tags.ts";
import { appendedIn } from "./gather/appended.ts";
import { changedLines } from "./gather/changed-lines.ts";
import { foreseeFates } from "./gather/foresee-fates.ts";
import { foreseeMerge, versionsIn } from "./gather/foresee-merge.ts";
import { historyOf, noHistory } from "./gather/history.ts";
import { judgeSchemas } from "./gather/judge-schemas.ts";
import { type Judged, judgeSources } from "./gather/judge-sources.ts";
import { lintPayloads } from "./gather/lint-payloads.ts";
import { lookAround } from "./gather/on-tree.ts";
import { readersOf } from "./gather/readers.ts";
import { rulesAt } from "./gather/rules-at.ts";
import { rulesAmong, rulesChanged } from "./gather/rules-changed.ts";
import { touchedProductions } from "./gather/touched.ts";

export type RevisionChecked = {
  readonly judged: readonly Judged[];
  /** What is wrong with the change as a whole. */
  readonly problems: readonly Problem[];
  /** Productions that the change takes away. */
  readonly removed: readonly string[];
  /** Whose approval the productions need that it changes, by the rules of main. */
  readonly needs: readonly Needs[];
  /** What these rules may allow without an approval. */
  readonly askedOfRule: AskedOfRule | undefined;
  /** What the merge would do beside submitting. */
  readonly onMerge: readonly Effect[];
  /** What becomes of each version that is accepted. */
  readonly fates: ReadonlyMap<SubmissionKey, Fate>;
  /** Files that are sent along and changed since the version before, by the production's tag. */
  readonly files: ReadonlyMap<string, readonly FileLines[]>;
  /** Who reads what changes, by the production's tag. */
  readonly readers: ReadonlyMap<string, readonly DataReader[]>;
  /** What it changes of the rules. */
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
  readonly bounds?: Bounds;
  /** In a terminal a ledger that is out of reach is a note. An action that cannot ask it says nothing at all. */
  readonly withoutLedger?: "note" | "failure";
};

/** Folders. Rules that reach more productions are judged after the change only, for those whose own files did not change. */
const mostForeseen = 500;

/**
 * Judges what a pull request changes. The check action and the comment action both call this on git's objects; the
 * second runs main's program, so that a pull request which edits its own check cannot make the comment lie. In a
 * terminal `shrek check --base` calls it on the files as they lie there.
 */
export const checkRevision = async (
  ports: CheckRevisionPorts,
  base: string,
  head: string,
  /** Where main stands now: its rules will be asked, not those from which the branch began. */
  main = base,
): Promise<RevisionChecked> => {
  const { revisions, bash, bounds } = ports;
  const [{ found: history, why }, from] = await Promise.all([historyIn(ports), revisions.mergeBase(base, head)]);
  const index = history?.ledger.index(history.head);
  const changes = await revisions.changes(from, head);
  const paths = changes.map(({ path }) => path);
  const snapshot = revisions.at(head);
  const perhaps = [...foldersAbove(paths)].filter((folder) => isRequested(`${folder}/`));
  const [before, after] = await Promise.all([revisions.at(from).holding(perhaps), snapshot.holding(perhaps)]);
  // Rules and shared files reach productions that the change does not name: only then is everything listed.
  const folders = reachesFurther(paths)
    ? await touchedProductions(snapshot, await snapshot.productions(productionsFolder), paths)
    : after;
  const onTree = once(async () => lookAround(snapshot, productionsFolder, await index, new Set(folders)));
  const judged = await judgeSources(
    { bash, history: Promise.resolve(history), onTree, lint: lintPayloads, bounds },
    await snapshot.all(folders),
  );
  const there = revisions.at(from);
  const meant = new Set(folders.length <= mostForeseen ? folders : after);
  const touched = [...new Set([...before, ...(await there.holding([...meant]))])];
  const moved = judged.filter(({ source }) => meant.has(source.folder));
  const merged =
    history === undefined ? unforeseen : await foreseeMerge(history, await versionsIn(there, touched), moved, onTree);
  const standing = new Set(after);
  const changed = changedBy(paths);
  const productions = judged.flatMap(({ accepted }) =>
    accepted !== undefined && pathsOf(accepted.production, changed).length > 0 ? [accepted.production] : [],
  );
  const told = new Set(judged.flatMap(({ problems }) => problems.map(({ file, code }) => `${code} ${file}`)));
  const present = changes.flatMap(({ path, gone }) => (gone ? [] : [path]));
  const odd = judgeOddConventions(present, await snapshot.files(present.filter(isConventionsPath)));
  const rules = await rulesAt(revisions.at(main), [...productions.map(({ folder }) => folder), productionsFolder]);
  const ruling = await rulesChanged(
    { before: there, after: snapshot, main: revisions.at(main) },
    rulesAmong(paths),
    judged,
  );
  const governing = new Set(judged.flatMap(({ source }) => chainOf(source.conventions).map(({ file }) => file)));
  return {
    judged,
    rules: ruling.rules,
    madeBy: await revisions.madeBy(head, [...governing]),
    problems: [
      ...ruling.problems,
      ...judgeMixture(paths, [...before, ...after]),
      ...odd.filter(({ file, code }) => !told.has(`${code} ${file}`)),
      ...judgeFileNames(present),
      ...merged.problems,
      ...(await judgeSchemas(snapshot, judged, present)),
      ...(history === undefined && judged[0] !== undefined ? [noHistory(judged[0].source.file, why)] : []),
    ],
    removed: before.filter((folder) => !standing.has(folder)),
    askedOfRule: askedOfRuns(rules, await appendedIn(there, snapshot, paths)),
    needs: [...productions.map((production) => needsOf(rules, askedOf(production, changed))), ...ruling.needs],
    onMerge: merged.effects,
    readers: await readersOf(moved.length <= mostForeseen ? moved : [], onTree),
    files: await changedFilesOf(there, moved.length <= mostForeseen ? moved : []),
    fates: await foreseeFates(
      history,
      judged.flatMap(({ accepted }) => accepted ?? []),
      ports.tags,
      rules,
    ),
  };
};

const changedFilesOf = async (
  before: Snapshot,
  judged: readonly Judged[],
): Promise<ReadonlyMap<string, readonly FileLines[]>> => {
  const files = new Map<string, readonly FileLines[]>();
  for (const { accepted, since } of judged)
    if (accepted !== undefined && since !== undefined)
      files.set(accepted.production.tag, await changedLines([before], accepted.production, since.advice.reasons));
  return files;
};

type Found = Awaited<ReturnType<typeof historyOf>>;

const historyIn = async ({ ledger, withoutLedger = "failure" }: CheckRevisionPorts): Promise<Found> =>
  withoutLedger === "note" ? historyOf(ledger) : { found: { ledger, head: await ledger.head() }, why: "" };

const unforeseen: OnMerge = { effects: [], problems: [] };
