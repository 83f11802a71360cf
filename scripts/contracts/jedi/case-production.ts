import { join } from "node:path";
import { workTree } from "../../../action/adapters/git/work-tree.ts";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import { validateOne } from "../../../action/core/cross-checks/check-sources.ts";
import { formatProblem } from "../../../action/core/problems/problem.ts";
import type { Production } from "../../../action/core/production/production.ts";
import type { ExternalInput } from "../../../action/core/request/request.ts";
import type { FolderEntry } from "../../../action/core/text/source-file.ts";
import { withRun } from "../../../action/core/validate/runs/filled-names.ts";
import { type Validation, validateProduction } from "../../../action/core/validate/validate-production.ts";
import { noForeign } from "../../no-foreign.ts";
import { wantedConventions, wantedRequest } from "../requests/compared-workflow.ts";
import { type JediCase, numbered } from "./cases.ts";

/** A case as the judge accepts it, and the files that lie outside, by dataset. */
export type Examined = {
  readonly one: JediCase;
  readonly production: Production;
  readonly datasets: Readonly<Record<string, readonly string[]>>;
};

/** One name for all: each case has a PanDA of its own. */
const name = "jedi";
const outsideName = (input: string): string => `user.other.${input}.v1_000_make_${input}.root/`;
const utf8 = new TextEncoder();

export const examinedCase = (one: JediCase): Examined => {
  const outside = Object.entries(one.outside ?? {});
  const inputs = Object.fromEntries(
    outside.map(([input, files]) => [
      input,
      {
        dataset: outsideName(input),
        files: one.fitting ?? files.length,
        ...(one.names?.[input] === undefined ? {} : { names: one.names[input] }),
      },
    ]),
  );
  const request = JSON.stringify(wantedRequest({ name, steps: one.steps, inputs })); // JSON is YAML
  const files = Object.entries(one.files ?? {}).map(
    ([path, text]): FolderEntry => ({ kind: "file", path, mode: "100644", bytes: utf8.encode(text) }),
  );
  return {
    one,
    production: validated(one.name, utf8.encode(request), files, utf8.encode(JSON.stringify(wantedConventions))),
    datasets: Object.fromEntries(outside.map(([input, files]) => [outsideName(input), files])),
  };
};

const root = join(import.meta.dirname, "..", "..", "..");
/** A production of this repository; datasets from outside have as many files as it expects. */
export const examinedProduction = async (folder: string): Promise<Examined> => {
  const [found] = validateOne(await workTree(root, noForeign).production(`productions/${folder}`));
  const production = validOf(folder, found);
  const { request: whole, row: run } = production;
  const grouped = Object.values(whole.steps).flatMap(({ in: inputs = [] }) =>
    inputs.flatMap(({ group, filesPerJob }) =>
      group === undefined || typeof filesPerJob !== "number" ? [] : filesPerJob,
    ),
  );
  const expected = Object.values((run === undefined ? whole : withRun(whole, run)).inputs ?? {}).flatMap((input) =>
    "dataset" in input && typeof input.dataset === "string" ? [[input.dataset, filesOf(input, grouped)] as const] : [],
  );
  return { one: { name: folder, steps: {} }, production, datasets: Object.fromEntries(expected) };
};

/** Named as the input says, so many of each group. */
const filesOf = ({ names, files: count }: ExternalInput, [perGroup = 1]: readonly number[]): readonly string[] => {
  const files = Number(count ?? 0);
  if (names === undefined) return numbered("file", files);
  return Array.from({ length: files }, (_, index) =>
    names
      .replace("{segment}", String(Math.floor(index / perGroup)).padStart(5, "0"))
      .replace(/\{\w+\}/, `seb${index % perGroup}`),
  );
};

const validated = (
  folder: string,
  bytes: Uint8Array,
  entries: readonly FolderEntry[],
  conventions: Uint8Array,
): Production => {
  const file = "production.yaml";
  const source = {
    folder: `productions/${folder}`,
    file,
    bytes,
    entries,
    conventions: undefined,
    shared: [],
    foreign: [],
  };
  const [found] = validateProduction(source, readConventions("conventions.yaml", conventions));
  return validOf(folder, found);
};

const validOf = (folder: string, found: Validation | undefined): Production => {
  if (found?.valid === undefined)
    throw new Error(`${folder} is refused:\n${found?.problems.map(formatProblem).join("\n") ?? ""}`);
  return found.valid.production;
};
