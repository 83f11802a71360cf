import { join } from "node:path/posix";
import type { RunsAnswer } from "../../core/command/requested-runs.ts";
import { runCommandsPath } from "../../core/command/run-commands.ts";
import { validateOne } from "../../core/cross-checks/check-sources.ts";
import { foldersAbove } from "../../core/files/changed-productions.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { formatProblem } from "../../core/problems/problem.ts";
import { type RunRow } from "../../core/production/run-row.ts";
import { headValue, type ListHead, readListHead } from "../../core/text/list-head.ts";
import { type FolderEntry, isRequested, type ProductionSource, type SourceFile } from "../../core/text/source-file.ts";
import { readRunLines } from "../../core/validate/runs/run-lines.ts";
import { listsOf } from "../../core/validate/runs/run-lists.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { addRunsTo } from "../validation/add-runs.ts";
import { rowsText } from "./leave-out-known.ts";

/** Lists of main with what they lack. */
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
  const above = waiting === undefined ? [] : [...foldersAbove(waiting.paths)];
  const asked = [...new Set([...above.filter((folder) => isRequested(`${folder}/`)), ...answers.map(folderOf)])];
  const there = new Set(await main.holding(asked));
  const [files, added, refused, otherwise]: [SourceFile[], WantedLists["added"][number][], string[], string[]] = [
    [],
    [],
    answers.flatMap((one) => (there.has(folderOf(one)) ? [] : [`${one.production} holds no production.yaml on main.`])),
    [],
  ];
  for (const folder of asked.filter((one) => there.has(one)).toSorted()) {
    const begun = await main.production(folder);
    let source = begun;
    const runs: number[] = [];
    const carried = waiting === undefined ? undefined : await rowsMissing(waiting.at, begun);
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
      const made = await orFailure(async () => addRunsTo(source, given, "new"));
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
      runs.push(...made.runs);
      source = withList(source, made.list, made.bytes);
    }
    if (runs.length === 0) continue;
    added.push({ folder, runs: runs.toSorted((a, b) => a - b) });
    files.push(...listsChanged(begun, source));
  }
  return { files, added, refused, otherwise };
};

const folderOf = ({ production }: RunsAnswer): string => production.replace(/\/+$/, "").replace(/^\.\//, "");

/**
 * Runs of the branch that main lacks, in the lists that main's request names: whatever else somebody did to the branch,
 * what can be read as a run stays one.
 */
const rowsMissing = async (branch: Snapshot, main: ProductionSource): Promise<RowsMissing> => {
  const accepted = validateOne(main).find((one) => one.accepted !== undefined)?.accepted;
  if (accepted === undefined)
    throw new Failure(`${main.folder} is refused on main: its runs in the open pull request stay where they are.`, {
      wayOut: "Fix it on main; `shrek check` says what is wrong.",
    });
  const { runs } = accepted.production.request;
  const lists = runs === undefined ? [] : listsOf(runs);
  const inMain = main.entries.filter(({ path }) => lists.includes(path));
  const inBranch = await branch.files(lists.map((list) => join(main.folder, list)));
  const known = new Set(rowsIn(inMain).map(({ run }) => run));
  const rows = rowsIn(inBranch).filter(({ run }, index, all) => {
    return !known.has(run) && all.findIndex((one) => one.run === run) === index;
  });
  const last = inBranch.find(({ path }) => path === join(main.folder, lists.at(-1) ?? ""));
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

const withList = (source: ProductionSource, list: string, bytes: Uint8Array): ProductionSource => ({
  ...source,
  entries: source.entries.map((entry) => (entry.kind === "file" && entry.path === list ? { ...entry, bytes } : entry)),
});

const listsChanged = (before: ProductionSource, { folder, entries }: ProductionSource): readonly SourceFile[] =>
  entries.flatMap((entry, index) => {
    const was = before.entries[index];
    return entry.kind === "file" && was !== entry
      ? [{ path: join(folder, entry.path), mode: entry.mode, bytes: entry.bytes }]
      : [];
  });
