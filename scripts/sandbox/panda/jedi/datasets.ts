import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { copyFile, rename } from "node:fs/promises";
import { join } from "node:path";
import type { State } from "../state.ts";
import type { InputDataset } from "./task-shape.ts";

const folder = (state: State, dataset: string): string =>
  join(state.dir, "datasets", encodeURIComponent(dataset.replace(/\/$/, "")));

export const datasetExists = (state: State, dataset: string): boolean => existsSync(folder(state, dataset));

/** Names in code-unit order. A list `a/,b/` is read in the order given. */
export const datasetFiles = (state: State, dataset: string): readonly string[] =>
  dataset.split(",").flatMap((name) => (datasetExists(state, name) ? readdirSync(folder(state, name)).sort() : []));

export const filePath = (state: State, datasets: string, file: string): string => {
  const names = datasets.split(",");
  const home = names.find((name) => existsSync(join(folder(state, name), file))) ?? names[0] ?? "";
  return join(folder(state, home), file);
};

export const inputFiles = (state: State, input: InputDataset): readonly string[] =>
  takenFiles(input, datasetFiles(state, input.dataset));

/** The files of an input as JEDI takes them: matched, then the first ones skipped. */
export const takenFiles = (input: InputDataset, files: readonly string[]): readonly string[] => {
  const [includes, excludes] = [expressions(input.include), expressions(input.exclude)];
  return files
    .filter((file) => includes.length === 0 || includes.some((include) => include.test(file)))
    .filter((file) => !excludes.some((exclude) => exclude.test(file)))
    .slice(input.skip);
};

/** A list, as JEDI cuts it (RefinerUtils.py:72). */
const expressions = (list = ""): readonly RegExp[] =>
  list
    .split(",")
    .filter((pattern) => pattern !== "")
    .map((pattern) => new RegExp(pattern));

/** Bytes; `undefined`: there is no such file. */
export const fileSize = (state: State, dataset: string, file: string): number | undefined =>
  statSync(filePath(state, dataset, file), { throwIfNoEntry: false })?.size;

/** Whole or not at all: a file under its name is a finished one. */
export const storeFile = async (state: State, dataset: string, name: string, from: string): Promise<void> => {
  mkdirSync(folder(state, dataset), { recursive: true });
  const path = join(folder(state, dataset), name);
  const incoming = join(state.dir, "incoming");
  mkdirSync(incoming, { recursive: true });
  await copyFile(from, join(incoming, name));
  await rename(join(incoming, name), path);
};

export const writeDataset = (state: State, dataset: string, files: Readonly<Record<string, string>>): void => {
  mkdirSync(folder(state, dataset), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder(state, dataset), name), content);
};

export const datasetPaths = (state: State, dataset: string): readonly string[] =>
  datasetFiles(state, dataset).map((file) => filePath(state, dataset, file));
