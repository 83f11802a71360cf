import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { filesByGlob } from "../../adapters/disk/files-by-glob.ts";
import { notDone, writeFolder } from "../../adapters/disk/folder-writer.ts";
import { conventionsOnDisk } from "../../adapters/git/work-tree.ts";
import { systemBash } from "../../adapters/system/system-bash.ts";
import { systemCode } from "../../core/problems/failure.ts";
import { importJobs } from "../../flows/import/import-jobs.ts";
import { importRules } from "../../flows/import/import-rules.ts";
import type { Imported, ImportPorts, OldFile } from "../../flows/import/judge-draft.ts";
import { type ExitCode, exiting, print, printJson, reportProblems } from "./command.ts";
import { inside, openWorkPlace } from "./work-place.ts";

type ImportFlags = {
  readonly json: boolean;
  readonly rule?: string;
  readonly pilot?: string;
  readonly output?: string;
};

export const runImportSphenixprod = exiting(async ({ json, rule, pilot, output }: ImportFlags, file: string) => {
  const place = await openImport(output);
  const made = await importRules(
    { ...place.ports, payloadOf: (globs) => filesByGlob(dirname(file), globs) },
    { rules: await readOld(file), pilot: pilot === undefined ? undefined : await readOld(pilot), rule, ...place.order },
  );
  return finish(place.top, made, json);
});

type CsvFlags = Pick<ImportFlags, "json" | "output"> & { readonly events?: number; readonly hours?: number };

export const runImportCsv = exiting(async ({ json, events, hours = 2, output }: CsvFlags, file: string) => {
  const place = await openImport(output);
  const made = await importJobs(place.ports, { list: await readOld(file), cutting: { events, hours }, ...place.order });
  return finish(place.top, [made], json);
});

/** Where the new production will be, and what judges it. */
const openImport = async (output: string | undefined) => {
  const { top, snapshot } = await openWorkPlace();
  const ports: ImportPorts = {
    snapshot,
    bash: systemBash(),
    conventionsAbove: (folder) => conventionsOnDisk(top, folder),
    isThere: (folder) => isThere(join(top, folder)),
  };
  return {
    top,
    ports,
    order: { output: output === undefined ? undefined : inside(top, output), here: inside(top, ".") },
  };
};

const isThere = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (cause: unknown) => {
      if (["ENOENT", "ENOTDIR"].includes(systemCode(cause) ?? "")) return false;
      throw notDone(`${path} cannot be looked at`, cause);
    },
  );

const finish = async (top: string, made: readonly Imported[], json: boolean): Promise<ExitCode> => {
  for (const { folder, files } of made) if (files !== undefined) await writeFolder(join(top, folder), files);
  const problems = made.flatMap((one) => one.problems);
  if (json)
    printJson({ folders: made.flatMap(({ folder, files }) => (files === undefined ? [] : [folder])), problems });
  else {
    reportProblems(problems);
    print(madeText(made));
  }
  return made.every(({ files }) => files !== undefined) ? 0 : 1;
};

const readOld = async (file: string): Promise<OldFile> => ({
  file,
  bytes: await readFile(file).catch((cause: unknown) => {
    throw notDone(`${file} cannot be read`, cause);
  }),
});

const madeText = (made: readonly Imported[]): string => {
  const written = made.flatMap(({ folder, files }) => (files === undefined ? [] : [folder]));
  const counted = `Imported ${written.length} of ${made.length}`;
  if (written.length === 0) return `${counted}.`;
  return [
    `${counted}:`,
    ...written.map((folder) => `  ${folder}`),
    "Replace the marked parts, and what lists have as examples, then run: shrek bump FOLDER",
  ].join("\n");
};
