import { readdir, readFile } from "node:fs/promises";
import { workTree } from "../../../action/adapters/git/work-tree.ts";
import { systemBash } from "../../../action/adapters/system/system-bash.ts";
import { type Validated } from "../../../action/core/cross-checks/check-sources.ts";
import type { Neighbour } from "../../../action/core/cross-checks/facts.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import type { ProductionSource } from "../../../action/core/text/source-file.ts";
import { lintPayloads } from "../../../action/flows/validation/lint-payloads.ts";
import { type ValidationOptions, validateSources } from "../../../action/flows/validation/validate-sources.ts";
import { noForeign } from "../../../scripts/no-foreign.ts";

export const requests = new URL("../../requests/", import.meta.url).pathname;

export const foldersOf = async (kind: "good" | "bad"): Promise<readonly string[]> =>
  (await readdir(`${requests}${kind}`)).toSorted().map((name) => `${kind}/${name}`);

/** Judged as `shrek check` judges them: from the disk, with bash, without a ledger. */
export const judgeFolder = async (folder: string, top = requests): Promise<readonly Validated[]> => {
  const tree = workTree(top, noForeign);
  const productions = await tree.productions(folder);
  const sources = await Promise.all(productions.map((path) => tree.production(path)));
  const judging = { ...inFull, lint: lintPayloads };
  // A folder of several requests is a whole tree; one alone may read data of productions that stand elsewhere.
  const onTree = async (): Promise<readonly Neighbour[]> => [];
  return validateSources(sources.length > 1 ? { ...judging, onTree } : judging, sources.map(withoutExpectation));
};

/** With bash and without a ledger. */
export const inFull: ValidationOptions = { bash: systemBash(), history: Promise.resolve(undefined) };

/** What a test lays beside a request is no part of it. */
const withoutExpectation = (source: ProductionSource): ProductionSource => ({
  ...source,
  entries: source.entries.filter(({ path }) => path !== "problems.txt"),
});

/** A problem as `problems.txt` writes it; files are named from the request's own folder. */
export type Told = { readonly place: string; readonly text: string };

export const toldOf = (folder: string, { file, line, col, code, severity, message, hint }: Problem): Told => ({
  place: `${file.replace(`${folder}/`, "")}:${line}:${col} ${code}${severity === "error" ? "" : ` (${severity})`}`,
  text: hint === undefined ? message : `${message}\nhint: ${hint}`,
});

export const expectedIn = async (folder: string): Promise<readonly Told[]> => {
  const blocks = (await readFile(`${requests}${folder}/problems.txt`, "utf8")).trimEnd().split("\n\n");
  return blocks.map((block) => {
    const [place = "", ...text] = block.split("\n");
    return { place, text: text.join("\n") };
  });
};
