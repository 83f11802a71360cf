import { Failure } from "../../core/problems/failure.ts";
import { sharedFolder } from "../../core/text/source-file.ts";
import { writeObject } from "./loose.ts";
import { readObjects } from "./objects.ts";

/** What a tag keeps: this folder, as this commit of main holds it. */
export type ProductionAt = { readonly commit: string; readonly folder: string };

/**
 * A commit without history that holds a production's folder at its path, the conventions and shared files above it, and
 * nothing else. A tag of main's own commit would be refused: GitHub lets no App tag workflow files that are at the tip
 * of no branch, and a workflow file may change while a production waits (ADR 14).
 */
export const productionCommit = async (
  dir: string,
  { commit, folder }: ProductionAt,
  { name, seconds, unique }: { readonly name: string; readonly seconds: number; readonly unique: string },
): Promise<string> => {
  const tree = await treeTowards(dir, `${commit}^{tree}`, folder === "." ? [] : folder.split("/"), unique);
  const by = `shrek <shrek@localhost> ${seconds} +0000`;
  const message = `${name}\n\n${folder} and the conventions above it, as ${commit} of main has them.\n`;
  return writeObject(dir, "commit", Buffer.from(`tree ${tree}\nauthor ${by}\ncommitter ${by}\n\n${message}`), unique);
};

type TreeRow = { readonly name: string; readonly oid: string; readonly bytes: Buffer };

/** A tree with what leads to the folder, and what holds for it. */
const treeTowards = async (
  dir: string,
  tree: string,
  [next, ...rest]: readonly string[],
  unique: string,
): Promise<string> => {
  const [bytes] = await readObjects(dir, [tree]);
  if (bytes === undefined)
    throw new Failure(`This clone has no tree ${tree}.`, { wayOut: "Fetch main with all of its files." });
  const rows = rowsIn(bytes, tree);
  if (next === undefined)
    return write(
      dir,
      rows.filter(({ name }) => name !== ".github"),
      unique,
    );
  const kept = rows.filter(({ name }) => [next, "conventions.yaml", sharedFolder].includes(name));
  const whole = kept.find(({ name }) => name === next);
  if (whole === undefined) throw new Failure(`${next} is not in the tree ${tree}.`, { wayOut: "Try again." });
  if (rest.length === 0) return write(dir, kept, unique);
  const below = await treeTowards(dir, whole.oid, rest, unique);
  return write(
    dir,
    kept.map((row) => (row === whole ? withOid(row, below) : row)),
    unique,
  );
};

const write = (dir: string, rows: readonly TreeRow[], unique: string): Promise<string> =>
  writeObject(dir, "tree", Buffer.concat(rows.map(({ bytes }) => bytes)), unique);

const withOid = (row: TreeRow, oid: string): TreeRow => {
  const id = Buffer.from(oid, "hex");
  return { ...row, oid, bytes: Buffer.concat([row.bytes.subarray(0, row.bytes.length - id.length), id]) };
};

/** `<mode> <name>\0<id>`, again and again, in git's order. */
const rowsIn = (bytes: Buffer, tree: string): readonly TreeRow[] => {
  const length = tree.length >= 64 ? 32 : 20;
  const rows: TreeRow[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    const next = end + 1 + length;
    const name = bytes.toString("utf8", bytes.indexOf(0x20, at) + 1, end);
    rows.push({ name, oid: bytes.toString("hex", end + 1, next), bytes: bytes.subarray(at, next) });
    at = next;
  }
  return rows;
};
