import { dirname, join } from "node:path/posix";
import { nearestSchema, withSchemaLine } from "../../core/editor/editor-schema.ts";
import { atOrigin, type Draft, textOfLines } from "../../core/import/written-lines.ts";
import type { ConventionsFound } from "../../core/init/new-fields.ts";
import { type Problem, refuses } from "../../core/problems/problem.ts";
import type { Located, Path } from "../../core/text/places.ts";
import { type ProductionSource, requestName, type SourceFile, textFile } from "../../core/text/source-file.ts";
import { lockOf } from "../../core/validate/cutting/lock-of.ts";
import type { Bash } from "../../ports/bash.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { statusesAround } from "../validation/on-tree.ts";
import { validateSources } from "../validation/validate-sources.ts";

export type ImportPorts = {
  readonly snapshot: Snapshot;
  readonly bash: Bash;
  /** The nearest conventions in this folder or above it. */
  readonly conventionsAbove: (folder: string) => ProductionSource["conventions"];
  readonly isThere: (folder: string) => Promise<boolean>;
};

/** A file that is imported. `file` is its name for people, and nothing is written there. */
export type OldFile = { readonly file: string; readonly bytes: Uint8Array };

/** A production that was made of an old one. `files` are missing where the problems refuse it. */
export type Imported = {
  readonly name: string;
  readonly folder: string;
  readonly files?: readonly SourceFile[];
  readonly problems: readonly Problem[];
};

export type JudgedDraft = { readonly files: readonly SourceFile[]; readonly problems: readonly Problem[] };

/** As a check would judge the folder, reported at the places of the old file; what a person must decide is left to do there. */
export const judgeDraft = async (
  { snapshot, bash, isThere }: ImportPorts,
  { file: conventions }: ConventionsFound,
  draft: Draft,
  { folder, where, whole }: { readonly folder: string; readonly where: Located; readonly whole: Path },
): Promise<JudgedDraft> => {
  const text = withSchemaLine(textOfLines(draft.lines), folder, await nearestSchema(conventions, isThere));
  const request = textFile(requestName, text);
  const source = (files: readonly SourceFile[]): ProductionSource => ({
    folder,
    file: join(folder, requestName),
    bytes: request.bytes,
    entries: files.map((file) => ({ kind: "file", ...file })),
    conventions,
    shared: [],
    foreign: [],
  });
  const lock = lockOf(source(draft.files));
  const files = lock === undefined ? draft.files : [...draft.files, textFile("inputs.lock", lock)];
  const made = source(files);
  const onTree = () => statusesAround(snapshot, dirname(folder), new Set([folder]));
  const validated = await validateSources({ bash, history: Promise.resolve(undefined), onTree }, [made]);
  const problems = validated
    .flatMap(({ problems }) => problems)
    .filter(({ code }) => code !== "unedited-template" && (lock !== undefined || code !== "lock-differs"));
  const own = problems.filter(({ file }) => file === made.file);
  const others = problems.filter(({ file }) => file !== made.file);
  return {
    files: [request, ...files],
    problems: [...draft.problems, ...atOrigin(own, draft.lines, { ...where, whole }), ...others],
  };
};

export const isGood = ({ problems }: JudgedDraft): boolean => !refuses(problems);

/** How many tags are tried where a person has to choose it anyway. */
export const maxTurns = 20;
