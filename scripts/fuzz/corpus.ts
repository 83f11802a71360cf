import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { workTree } from "../../action/adapters/git/work-tree.ts";
import { type ProductionSource, textFile } from "../../action/core/text/source-file.ts";
import type { Foreign } from "../../action/ports/foreign.ts";

export type Corpus = {
  readonly sources: readonly ProductionSource[];
  /** Those that are good, as values. */
  readonly values: readonly unknown[];
};

const root = new URL("../../", import.meta.url).pathname;

/** Every commit holds these; nobody is asked. */
const everywhere: Foreign = {
  tree: async (_, { git, commit }) => ({
    git,
    commit,
    kind: "fetched",
    entries: ["pass2/rundir/a.C", "rundir/b.C"].map((path) => ({ kind: "file", ...textFile(path, path) })),
  }),
};

/** All that the tests and the shipped productions know of right and wrong. */
export const readCorpus = async (): Promise<Corpus> => {
  const [good, bad, shipped] = await Promise.all([
    readAll(join(root, "test/requests"), "good"),
    readAll(join(root, "test/requests"), "bad"),
    readAll(root, "productions"),
  ]);
  const values = [...good, ...shipped].map(({ bytes }) => load(new TextDecoder().decode(bytes)) as unknown);
  // What is good breaks in more ways than what is broken. A finding is made smaller towards the first.
  const sources = [...good, ...good, ...good, ...shipped, ...bad].toSorted((a, b) => a.bytes.length - b.bytes.length);
  return { sources, values };
};

const readAll = async (top: string, below: string): Promise<readonly ProductionSource[]> => {
  const tree = workTree(top, everywhere);
  const found = await tree.all(await tree.productions(below));
  if (found.length === 0)
    throw new Error(`no productions below ${join(top, below)}: ${(await readdir(top)).join(", ")}`);
  return found;
};
