import { Failure } from "../../core/problems/failure.ts";
import { sharedFolder } from "../../core/text/source-file.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Tags } from "../../ports/tags.ts";
import { type NewObjects, newObjects } from "./new-objects.ts";
import { readObjects } from "./objects.ts";
import type { GitRefs } from "./refs.ts";
import { type TreeRow, treeHere, treeOf, treeRow } from "./tree-rows.ts";

/** What a tag keeps: this folder, as this commit of main holds it. */
type ProductionAt = { readonly commit: string; readonly folder: string };

/**
 * A commit without history that holds a production's folder at its path, the conventions and shared files above it, and
 * nothing else. A tag of main's own commit would be refused: GitHub lets no App tag workflow files that are at the tip
 * of no branch, and a workflow file may change while a production waits (ADR 14).
 */
const productionCommit = async (
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

/** Annotated tags under `refs/tags/`. Made with plumbing: no user name and no signing key is asked for. */
export const gitTags = (dir: string, refs: GitRefs, clock: Clock): Tags => ({
  message: async (name) => {
    const oid = await refs.read(`refs/tags/${name}`);
    if (oid === undefined) return undefined;
    const message = messageIn((await readObjects(dir, [oid]))[0]);
    if (message === undefined)
      throw new Failure(`The tag ${name} is not an annotated tag.`, {
        wayOut: "It was created by hand; check it before anything is submitted.",
      });
    return message;
  },
  names: async () => [...(await refs.under(prefix)).keys()].map(tagOfRef),
  list: async () => {
    const listed = await refs.under(prefix);
    return {
      names: new Set([...listed.keys()].map(tagOfRef)),
      messages: (names) => messagesOf(dir, refs, listed, names),
    };
  },
  create: async (name, production, message) => {
    // Two processes must not make the same tag object, or both would have created it (SAFETY S9).
    const nonce = Buffer.from(clock.random(16)).toString("hex");
    const seconds = Math.floor(clock.now().getTime() / 1000);
    const made = await newObjects(dir, refs.keptWhen, production.commit);
    const commit = await productionCommit(dir, made, production, { name, seconds });
    const body = `object ${commit}\ntype commit\ntag ${name}\ntagger shrek <${nonce}@localhost> ${seconds} +0000\n\n${message}`;
    const oid = made.add("tag", Buffer.from(body));
    await made.keep(oid);
    return (await refs.swap(`refs/tags/${name}`, undefined, oid)) === "swapped" ? "created" : "exists";
  },
});

const messagesOf = async (
  dir: string,
  refs: GitRefs,
  listed: ReadonlyMap<string, string>,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const tags = names.flatMap((name) => {
    const oid = listed.get(`refs/tags/${name}`);
    return oid === undefined ? [] : [{ name, oid }];
  });
  const oids = tags.map(({ oid }) => oid);
  const known = await readObjects(dir, oids);
  const lacking = tags.filter((_, index) => known[index] === undefined);
  if (lacking.length > 0) await refs.fetchRefs(lacking.map(({ name }) => `refs/tags/${name}`));
  const found = lacking.length > 0 ? await readObjects(dir, oids) : known;
  return new Map(tags.map(({ name }, index) => [name, messageIn(found[index]) ?? ""]));
};

const prefix = "refs/tags/production/";
const tagOfRef = (ref: string): string => ref.slice("refs/tags/".length);

/** `undefined`: no annotated tag. */
const messageIn = (object: Buffer | undefined): string | undefined => {
  const text = object?.toString("utf8") ?? "";
  return /^object [0-9a-f]+\ntype \w+\ntag /.test(text) ? text.slice(text.indexOf("\n\n") + 2) : undefined;
};
