import { Failure } from "../../core/problems/failure.ts";
import { sharedFolder } from "../../core/text/source-file.ts";
import type { NewObjects } from "./new-objects.ts";
import { type TreeRow, treeHere, treeOf, treeRow } from "./tree-rows.ts";

/** What a tag keeps: this folder, as this commit of main holds it. */
export type ProductionAt = { readonly commit: string; readonly folder: string };

/**
 * A commit without history that holds a production's folder at its path, the conventions and shared files above it, and
 * nothing else. A tag of main's own commit would be refused: GitHub lets no App tag workflow files that are at the tip
 * of no branch, and a workflow file may change while a production waits (ADR 14).
 */
export const productionCommit = async (
  dir: string,
  made: NewObjects,
  { commit, folder }: ProductionAt,
  { name, seconds }: { readonly name: string; readonly seconds: number },
): Promise<string> => {
  const tree = await treeTowards(dir, made, `${commit}^{tree}`, folder === "." ? [] : folder.split("/"));
  const by = `shrek <shrek@localhost> ${seconds} +0000`;
  const message = `${name}\n\n${folder} and the conventions above it, as ${commit} of main has them.\n`;
  return made.add("commit", Buffer.from(`tree ${tree}\nauthor ${by}\ncommitter ${by}\n\n${message}`));
};

/** A tree with what leads to the folder, and what holds for it. */
const treeTowards = async (
  dir: string,
  made: NewObjects,
  tree: string,
  [next, ...rest]: readonly string[],
): Promise<string> => {
  const add = (rows: readonly TreeRow[]): string => made.add("tree", treeOf(rows));
  const rows = await treeHere(dir, tree);
  if (next === undefined) return add(rows.filter(({ name }) => name !== ".github"));
  const kept = rows.filter(({ name }) => [next, "conventions.yaml", sharedFolder].includes(name));
  const whole = kept.find(({ name }) => name === next);
  if (whole === undefined) throw new Failure(`${next} is not in the tree ${tree}.`, { wayOut: "Try again." });
  if (rest.length === 0) return add(kept);
  const below = await treeTowards(dir, made, whole.oid, rest);
  return add(kept.map((row) => (row === whole ? treeRow(row.mode, row.name, below) : row)));
};
