import { fitsGlob } from "../../core/files/glob.ts";
import { compareText, quotable } from "../../core/problems/problem.ts";
import { type GitAddress, gitAddress, isAllowed } from "../../core/request/git-address.ts";
import { isLfsPointer } from "../../core/text/lfs-pointer.ts";
import { type FolderEntry, largestFile } from "../../core/text/source-file.ts";
import type { Foreign, HostsInForce } from "../../ports/foreign.ts";
import { discardStore, type ForeignStore, openStore, type Transferred } from "./foreign-store.ts";
import { type NotFetched, notFetched, whyNot } from "./foreign-text.ts";
import { type GitLimits, succeeded } from "./git-guarded.ts";
import { findRoute, type Resolve, systemResolve } from "./route.ts";
import { isObject, type Leaf, walkCommit } from "./verified-tree.ts";

type Fetched = { readonly kind: "fetched"; readonly entries: readonly FolderEntry[] };
type ForeignAnswer = Fetched | NotFetched;

/** Longer or more is no set of macros: the sandbox that they go into takes 10 MiB. */
export const foreignLimits: GitLimits = { milliseconds: 60_000, bytes: 256 * 1024 * 1024 };

export type ForeignSetup = {
  readonly cache: string;
  readonly hosts: HostsInForce;
  /** Why something could not be fetched, where only who runs this program reads it. */
  readonly tell?: (detail: string) => void;
  readonly limits?: GitLimits;
  readonly resolve?: Resolve;
};

/** Files of other repositories, a bare one for each address below `cache`; nothing is checked out or run (ADR 19). */
export const gitForeign = (setup: ForeignSetup): Foreign => {
  const turns = new Map<string, Promise<unknown>>();
  return {
    tree: async (folder, { git, commit, globs }) => {
      const hosts = await setup.hosts(folder);
      const address = gitAddress(git);
      if (address === undefined || !/^[0-9a-f]{40}$/.test(commit))
        return {
          git,
          commit,
          kind: "refused",
          message: `${git} at ${commit} is not an https address with a full commit.`,
        };
      if (!isAllowed(git, hosts)) return { git, commit, kind: "not-in-force" };
      // One after the other for one address: the second often finds what the first has brought.
      const before = turns.get(address.url) ?? Promise.resolve();
      const asked = before.then(() => lookUp(setup, hosts, { address, commit, globs }));
      turns.set(
        address.url,
        asked.catch(() => undefined),
      );
      const answer = await asked;
      if (answer.kind === "fetched") return { git, commit, ...answer };
      if (answer.detail !== undefined) setup.tell?.(quotable(answer.detail));
      return { git, commit, kind: answer.kind, message: answer.message };
    },
  };
};

const lookUp = async (
  { cache, limits = foreignLimits, resolve = systemResolve }: ForeignSetup,
  hosts: readonly string[],
  files: Omit<WantedFiles, "limits">,
): Promise<ForeignAnswer> => {
  const { address } = files;
  for (const _ of ["first", "after damage"]) {
    const store = await openStore(cache, address.url, limits, () => findRoute(address, hosts, resolve));
    const answer = await readFrom(store, { ...files, limits });
    if (answer.kind !== "damaged") return answer;
    await discardStore(store);
  }
  return notFetched(address, `The local copy of ${address.url} is damaged, also after a new fetch.`);
};

/** Whether the history of a commit holds another one. What goes wrong is an answer. */
export const compareCommits = async (
  { cache, hosts, limits = foreignLimits, resolve = systemResolve, tell }: ForeignSetup,
  folder: string,
  { git, older, newer }: { readonly git: string; readonly older: string; readonly newer: string },
): Promise<"after" | "aside" | NotFetched> => {
  const address = gitAddress(git);
  const allowed = await hosts(folder);
  if (address === undefined || !isAllowed(git, allowed)) return "aside";
  const store = await openStore(cache, address.url, limits, () => findRoute(address, allowed, resolve));
  const proof = (await store.isProven(newer)) ? { kind: "proven" as const } : await store.prove(newer);
  if (proof.kind === "proven") return (await store.holds(newer, older)) ? "after" : "aside";
  // It was there a moment ago.
  if (proof.kind === "elsewhere") return "aside";
  const no = fetchRefused({ address, limits }, proof);
  if (no.detail !== undefined) tell?.(quotable(no.detail));
  return no;
};

type WantedFiles = {
  readonly address: GitAddress;
  readonly commit: string;
  readonly globs: readonly string[];
  readonly limits: GitLimits;
};
type Damaged = { readonly kind: "damaged" };

const readFrom = async (store: ForeignStore, wanted: WantedFiles): Promise<ForeignAnswer | Damaged> => {
  const { address, commit, globs } = wanted;
  if (!(await store.isProven(commit))) {
    const proof = await store.prove(commit);
    if (proof.kind === "elsewhere")
      return { kind: "refused", message: `${address.url} has no commit ${commit} on any of its branches and tags.` };
    if (proof.kind !== "proven") return fetchRefused(wanted, proof);
  }
  const tree = await wholeTree(store, wanted);
  if (tree.kind !== "whole") return tree;
  return readLeaves(
    store,
    wanted,
    tree.leaves.filter(({ path }) => globs.some((glob) => fitsGlob(path, glob))),
  );
};

const fetchRefused = (
  { address, limits }: Pick<WantedFiles, "address" | "limits">,
  outcome: Transferred,
): NotFetched => (outcome.kind === "closed" ? notFetched(address, outcome.detail) : whyNot(address, limits, outcome));

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
        return { kind: "refused", message: `${wanted.address.url} at ${wanted.commit} holds ${walk.name}.` };
      case "missing": {
        if (transfers === 3) return { kind: "damaged" };
        const fetched = await store.fetchObjects(walk.oids);
        if (!succeeded(fetched)) return fetchRefused(wanted, fetched);
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
    return fetchRefused(wanted, { kind: "too-large" });
  const contents = await store.read(small);
  if (contents === undefined) return { kind: "damaged" };
  const bytesOf = new Map(small.map((oid, index) => [oid, contents[index] ?? Buffer.alloc(0)]));
  if (small.some((oid) => !isObject("blob", bytesOf.get(oid) ?? Buffer.alloc(0), oid))) return { kind: "damaged" };
  const entries = leaves.map((leaf): FolderEntry => {
    if (leaf.mode === "120000") return { kind: "link", path: leaf.path };
    if (leaf.mode === "160000") return { kind: "submodule", path: leaf.path };
    const bytes = bytesOf.get(leaf.oid);
    if (bytes === undefined) return { kind: "too-large", path: leaf.path, size: sizes.of.get(leaf.oid) ?? 0 };
    if (isLfsPointer(bytes)) return { kind: "special", path: leaf.path };
    return { kind: "file", path: leaf.path, mode: leaf.mode === "100755" ? "100755" : "100644", bytes };
  });
  return { kind: "fetched", entries: entries.toSorted((a, b) => compareText(a.path, b.path)) };
};

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
    const fetched: Transferred = await store.fetchObjects(missing);
    if (!succeeded(fetched)) return fetchRefused(wanted, fetched);
  }
};
