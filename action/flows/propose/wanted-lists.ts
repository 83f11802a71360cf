import { type RunsAnswer, runCommandsPath } from "../../core/command/run-commands.ts";
import { validateOne } from "../../core/cross-checks/check-sources.ts";
import { withBytesAt } from "../../core/files/named-place.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { compareText, formatProblem } from "../../core/problems/problem.ts";
import type { RunRow } from "../../core/production/run-row.ts";
import { headValue, type ListHead, readListHead } from "../../core/text/list-head.ts";
import { type FolderEntry, isRequested, type ProductionSource, type SourceFile } from "../../core/text/source-file.ts";
import { readRunLines } from "../../core/validate/runs/run-lines.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { type AddedRuns, addRunsTo, type HowToAdd, sharersIn } from "../validation/add-runs.ts";
import { touchedBy } from "../validation/touched.ts";
import { rowsText } from "./leave-out-known.ts";

export type WantedLists = {
  /** Only those that differ from main's. */
  readonly files: readonly SourceFile[];
  readonly added: readonly { readonly folder: string; readonly runs: readonly number[] }[];
  /** Refused answers, with the reason; and runs that the lists have with other columns. */
  readonly refused: readonly string[];
  readonly otherwise: readonly string[];
};

/** A branch with runs that wait for their merge. `paths`: what it changes. */
export type Waiting = { readonly at: Snapshot; readonly paths: readonly string[] };

/** What the commands printed, and on which day. */
export type RunsAsked = { readonly answers: readonly RunsAnswer[]; readonly today: string };

/** The runs of the branch come first, then those that the answers bring: none is lost while others are wrong. */
export const wantedLists = async (
  main: Snapshot,
  waiting: Waiting | undefined,
  { answers, today }: RunsAsked,
): Promise<WantedLists> => {
  const above = waiting === undefined ? [] : await touchedBy(main, waiting.paths);
  const asked = [...new Set([...above.filter((folder) => isRequested(`${folder}/`)), ...answers.map(folderOf)])];
  const there = new Set(await main.holding(asked));
  const changed = new Map<string, ListChanged>();
  const refused = answers.flatMap((one) =>
    there.has(folderOf(one)) ? [] : [`${one.production} holds no production.yaml on main.`],
  );
  const otherwise: string[] = [];
  // Several productions may read one list: each sees what those before it have put there.
  const asWanted = (source: ProductionSource): ProductionSource =>
    [...changed].reduce((one, [file, { bytes }]) => withBytesAt(one, file, bytes), source);
  const readersOf: HowToAdd["readersOf"] = async (file, folder) => (await sharersIn(main)(file, folder)).map(asWanted);
  for (const folder of asked.filter((one) => there.has(one)).toSorted()) {
    const onMain = await main.production(folder);
    const carried = waiting === undefined ? undefined : await rowsMissing(waiting.at, asWanted(onMain));
    const texts = [
      ...(carried === undefined || carried.rows.length === 0
        ? []
        : [{ name: "the branch of runs", text: rowsText(carried.rows), head: carried.head, isOurs: true }]),
      ...answers.flatMap((one) =>
        folderOf(one) === folder && one.text.trim() !== ""
          ? [{ name: `the runs for ${folder}`, text: one.text, head: headOf(one, today), isOurs: false }]
          : [],
      ),
    ];
    for (const { isOurs, ...given } of texts) {
      const made = await orFailure(() => addRunsTo(asWanted(onMain), given, { which: "new", readersOf }));
      const problems =
        made instanceof Failure ? [made.message] : made.kind === "refused" ? made.problems.map(formatProblem) : [];
      if (problems.length > 0 && isOurs)
        throw new Failure(`The runs of the open pull request do not fit to ${folder} on main: ${problems.join("; ")}`, {
          wayOut: "Close it or fix its branch.",
        });
      refused.push(...problems);
      if (made instanceof Failure || made.kind === "refused") continue;
      if (made.otherwise.length > 0)
        otherwise.push(`${folder} has these runs already, with other columns: ${made.otherwise.join(", ")}`);
      if (made.runs.length > 0) changed.set(made.file, changedList(changed.get(made.file), folder, made));
    }
  }
  return { files: await asFiles(main, changed), added: addedTo(changed), refused, otherwise };
};

/** A list with more runs, and the productions that read it. */
type ListChanged = {
  readonly bytes: Uint8Array;
  readonly runs: readonly number[];
  readonly folders: readonly string[];
};

const changedList = (
  before: ListChanged | undefined,
  folder: string,
  { bytes, runs, readers }: Pick<Extract<AddedRuns, { readonly kind: "added" }>, "bytes" | "runs" | "readers">,
): ListChanged => ({
  bytes,
  runs: [...(before?.runs ?? []), ...runs],
  folders: [...new Set([...(before?.folders ?? []), folder, ...readers])],
});

const addedTo = (changed: ReadonlyMap<string, ListChanged>): WantedLists["added"] => {
  const each = [...changed.values()].flatMap(({ folders, runs }) => folders.map((folder) => ({ folder, runs })));
  return [...Map.groupBy(each, ({ folder }) => folder)]
    .map(([folder, ones]) => ({ folder, runs: ones.flatMap(({ runs }) => runs).toSorted((a, b) => a - b) }))
    .toSorted((a, b) => compareText(a.folder, b.folder));
};

/** With the modes that they have on main. */
const asFiles = async (main: Snapshot, changed: ReadonlyMap<string, ListChanged>): Promise<readonly SourceFile[]> => {
  const entries = new Map((await main.files([...changed.keys()])).map((entry) => [entry.path, entry]));
  return [...changed].map(([path, { bytes }]) => {
    const entry = entries.get(path);
    return { path, mode: entry?.kind === "file" ? entry.mode : "100644", bytes };
  });
};

const folderOf = ({ production }: RunsAnswer): string => production.replace(/\/+$/, "").replace(/^\.\//, "");

/**
 * Runs of the branch that main lacks, in the lists that main's request names: whatever else somebody did to the branch,
 * what can be read as a run stays one.
 */
const rowsMissing = async (branch: Snapshot, main: ProductionSource): Promise<RowsMissing> => {
  const valid = validateOne(main).find((one) => one.valid !== undefined)?.valid;
  if (valid === undefined)
    throw new Failure(`${main.folder} is refused on main: its runs in the open pull request stay where they are.`, {
      wayOut: "Fix it on main; `shrek check` says what is wrong.",
    });
  const { runs, runLists: lists } = valid.production;
  const inBranch = await branch.files(lists);
  const known = new Set((runs ?? []).map(({ run }) => run));
  const rows = rowsIn(inBranch).filter(({ run }, index, all) => {
    return !known.has(run) && all.findIndex((one) => one.run === run) === index;
  });
  const last = inBranch.find(({ path }) => path === lists.at(-1));
  const read = last?.kind === "file" ? readListHead(new TextDecoder().decode(last.bytes)) : undefined;
  return { rows, head: read?.faults.length === 0 ? (read.head ?? {}) : {} };
};

type RowsMissing = { readonly rows: readonly RunRow[]; readonly head: ListHead };

/** A command that is too long, or holds a password, is not copied. */
const headOf = ({ command }: RunsAnswer, today: string): ListHead => {
  const query = headValue(command);
  return { source: runCommandsPath, ...(query === undefined ? {} : { query }), date: today };
};

const rowsIn = (entries: readonly FolderEntry[]): readonly RunRow[] =>
  entries.flatMap((entry) => (entry.kind === "file" ? readRunLines(entry.bytes).rows : []));
