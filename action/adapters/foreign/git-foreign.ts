import { fitsGlob } from "../../core/judge/glob.ts";
import { compareText } from "../../core/problems/problem.ts";
import { type FolderEntry, type ForeignTree, largestFile } from "../../core/text/source-file.ts";
import type { Foreign } from "../../ports/foreign.ts";
import { discardStore, type ForeignStore, openStore, succeeded } from "./foreign-store.ts";
import { whyNot } from "./foreign-words.ts";
import type { GitLimits, Guarded } from "./git-guarded.ts";
import { isObject, type Leaf, walkCommit } from "./verified-tree.ts";

type ForeignAnswer =
  | { readonly kind: "fetched"; readonly entries: readonly FolderEntry[] }
  | { readonly kind: "refused" | "unreachable"; readonly message: string };

/** Longer or more is no set of macros: the sandbox that they go into takes 10 MiB. */
export const foreignLimits: GitLimits = { milliseconds: 60_000, bytes: 256 * 1024 * 1024 };

/**
 * Files of other people's repositories, kept below `cache`, one bare repository for each address. What is here is
 * read without the network. Nothing of it is checked out or executed (docs/adr/0016).
 */
export const gitForeign = (cache: string, limits: GitLimits = foreignLimits): Foreign => {
  const turns = new Map<string, Promise<unknown>>();
  return {
    tree: async (git, commit, globs) => {
      // One after the other for one address: the second often finds what the first has brought.
      const before = turns.get(git) ?? Promise.resolve();
      const answer = before.then(() => lookUp(cache, git, commit, globs, limits));
      turns.set(
        git,
        answer.catch(() => undefined),
      );
      return { git, commit, ...(await answer) } as ForeignTree;
    },
  };
};

const lookUp = async (
  cache: string,
  git: string,
  commit: string,
  globs: readonly string[],
  limits: GitLimits,
): Promise<ForeignAnswer> => {
  if (!isPublicAddress(git) || !/^[0-9a-f]{40}$/.test(commit))
    return { kind: "refused", message: `${git} at ${commit} is not an https address with a full commit.` };
  for (const _ of ["first", "after damage"]) {
    const store = await openStore(cache, git, limits);
    const answer = await readFrom(store, { git, commit, globs, limits });
    if (answer.kind !== "damaged") return answer;
    await discardStore(store);
  }
  return {
    kind: "unreachable",
    message: `The local copy of ${git} is damaged, also after a new fetch.`,
  };
};

/** The core has asked for this already; a second look costs nothing. */
const isPublicAddress = (git: string): boolean => {
  if (!URL.canParse(git)) return false;
  const { protocol, username, password } = new URL(git);
  return protocol === "https:" && username === "" && password === "";
};

type WantedFiles = {
  readonly git: string;
  readonly commit: string;
  readonly globs: readonly string[];
  readonly limits: GitLimits;
};
type Damaged = { readonly kind: "damaged" };

const readFrom = async (store: ForeignStore, wanted: WantedFiles): Promise<ForeignAnswer | Damaged> => {
  const { git, commit, globs } = wanted;
  if (!(await store.isProven(commit))) {
    const proof = await store.prove(commit);
    if (proof.kind === "elsewhere")
      return { kind: "refused", message: `${git} has no commit ${commit} on any of its branches and tags.` };
    if (proof.kind !== "proven") return whyNot(wanted, proof);
  }
  const tree = await wholeTree(store, wanted);
  if (tree.kind !== "whole") return tree;
  return readLeaves(
    store,
    wanted,
    tree.leaves.filter(({ path }) => globs.some((glob) => fitsGlob(path, glob))),
  );
};

/** Folders come in one transfer, as many levels as there are; asked again only for what a damaged copy lacks. */
const wholeTree = async (
  store: ForeignStore,
  wanted: WantedFiles,
): Promise<{ readonly kind: "whole"; readonly leaves: readonly Leaf[] } | ForeignAnswer | Damaged> => {
  for (let transfers = 0; ; transfers++) {
    const walk = await walkCommit(store.read, wanted.commit);
    switch (walk.kind) {
      case "whole":
      case "damaged":
        return walk;
      case "hostile":
        return { kind: "refused", message: `${wanted.git} at ${wanted.commit} holds ${walk.name}.` };
      case "missing": {
        if (transfers === 3) return { kind: "damaged" };
        const brought = await store.bring(walk.oids);
        if (!succeeded(brought)) return whyNot(wanted, brought);
      }
    }
  }
};

const isPlain = ({ mode }: Leaf): boolean => mode.startsWith("100");

const readLeaves = async (
  store: ForeignStore,
  wanted: WantedFiles,
  leaves: readonly Leaf[],
): Promise<ForeignAnswer | Damaged> => {
  const oids = [...new Set(leaves.filter(isPlain).map(({ oid }) => oid))];
  const sizes = await sizesOf(store, wanted, oids);
  if (sizes.kind !== "sizes") return sizes;
  const small = oids.filter((oid) => (sizes.of.get(oid) ?? 0) <= largestFile);
  if (small.reduce((sum, oid) => sum + (sizes.of.get(oid) ?? 0), 0) > wanted.limits.bytes)
    return whyNot(wanted, { kind: "too-large" });
  const contents = await store.read(small);
  if (contents === undefined) return { kind: "damaged" };
  const bytesOf = new Map(small.map((oid, index) => [oid, contents[index] ?? Buffer.alloc(0)]));
  if (small.some((oid) => !isObject("blob", bytesOf.get(oid) ?? Buffer.alloc(0), oid))) return { kind: "damaged" };
  const entries = leaves.map((leaf): FolderEntry => {
    if (leaf.mode === "120000") return { kind: "link", path: leaf.path };
    if (leaf.mode === "160000") return { kind: "submodule", path: leaf.path };
    const bytes = bytesOf.get(leaf.oid);
    if (bytes === undefined) return { kind: "too-large", path: leaf.path, size: sizes.of.get(leaf.oid) ?? 0 };
    if (isPointer(bytes)) return { kind: "special", path: leaf.path };
    return { kind: "file", path: leaf.path, mode: leaf.mode === "100755" ? "100755" : "100644", bytes };
  });
  return { kind: "fetched", entries: entries.toSorted((a, b) => compareText(a.path, b.path)) };
};

/** What stands in the place of a file that Git LFS keeps elsewhere: a payload would read it for the data. */
const isPointer = (bytes: Buffer): boolean =>
  bytes.length < 1024 && bytes.toString("latin1").startsWith("version https://git-lfs.github.com/spec/");

type Sizes = { readonly kind: "sizes"; readonly of: ReadonlyMap<string, number> };

/** Sizes are known of what is here; what is not here is brought first. */
const sizesOf = async (
  store: ForeignStore,
  wanted: WantedFiles,
  oids: readonly string[],
): Promise<Sizes | ForeignAnswer | Damaged> => {
  for (let transfers = 0; ; transfers++) {
    const of = await store.sizes(oids);
    if (of === undefined) return { kind: "damaged" };
    const missing = oids.filter((oid) => !of.has(oid));
    if (missing.length === 0) return { kind: "sizes", of };
    if (transfers === 2) return { kind: "damaged" };
    const brought: Guarded = await store.bring(missing);
    if (!succeeded(brought)) return whyNot(wanted, brought);
  }
};
