import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { requests } from "../core/validate/fixtures.ts";

/** What a rule says, as facts: which files it reads, what is a job, what it calls and how its files are named. */
export type Rule = {
  /** Its row in the table of the page. */
  readonly row: string;
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  /** The rules of the file that the request says, and how many lines each has without comments. */
  readonly rules: Readonly<Record<string, number>>;
  readonly steps: Readonly<Record<string, RuleStep>>;
  /** What the request does not say. */
  readonly loss?: string;
};

export type RuleStep = {
  /** Lists of the folder, in the place of the catalogue that the rule asks. */
  readonly reads?: readonly string[];
  /** Or the files that another step makes: each is a job. */
  readonly from?: string;
  readonly like?: string;
  /** Or windows of events over all files of a run. */
  readonly windows?: {
    readonly files: string;
    readonly events: number;
    readonly overflow: number;
    readonly after: number;
  };
  /** Files that are equal in these are a job. */
  readonly job?: readonly ("run" | "segment" | "host")[];
  /** A list without files of the same run, say, leaves the job out; else they are read too. */
  readonly needs?: Readonly<Record<string, readonly ("run" | "segment")[]>>;
  /** A segment must be in each host that its run has, and a run must have so many of a kind. */
  readonly each?: "host";
  readonly atLeast?: Readonly<Record<string, number>>;
  /** Or so many jobs, with the files of theirs that other steps made. */
  readonly count?: number;
  readonly given?: readonly string[];
  /** Or a job a row of a table. */
  readonly rows?: string;
  /** Or the files of a dataset, in the order of their names, so many a job; or each in so many parts, a job a part. */
  readonly files?: { readonly list: string; readonly perJob: number; readonly parts?: number };
  /** The program opens the first file only, or none itself. */
  readonly opens?: "first" | "none";
  /** What the rule asks of a machine for a job: MB in all, and cores. */
  readonly hardware?: { readonly memory: number; readonly cores: number };
  readonly calls: readonly string[];
  readonly makes: readonly string[];
  readonly makesBefore?: { readonly run: number; readonly names: readonly string[] };
};

export const realFolder = join(requests, "real");

export const rules = async (): Promise<ReadonlyMap<string, Rule>> => {
  const entries = await readdir(realFolder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const read = async (folder: string) =>
    [folder, JSON.parse(await readFile(join(realFolder, folder, "source.json"), "utf8")) as Rule] as const;
  return new Map(await Promise.all(folders.toSorted().map(read)));
};
