import type { MadeData } from "../ledger/declared-read.ts";
import { compareText } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import type { Facts, Neighbour } from "./facts.ts";
import { tagAtVersion } from "./supersedes.ts";

/** Everything on one tree, indexed by what other checks look for. */
export type RepositoryIndex = {
  tagged(tag: string): readonly Neighbour[];
  /** A version that is on the tree, and that its own check accepts. */
  valid(tag: string, version: string): Facts | undefined;
  withDigest(digest: string): readonly Facts[];
  withOutDS(outDS: string): readonly Facts[];
  /** Of `TAG@VERSION`: what replaces it. */
  superseding(name: string): readonly Facts[];
  /** The productions that read data of this tag. */
  reading(tag: string): readonly Facts[];
  tags(): readonly string[];
};

export const repositoryIndexOf = (neighbours: readonly Neighbour[]): RepositoryIndex => {
  const all = neighbours.toSorted((a, b) => compareText(a.path, b.path) || compareText(a.tag ?? "", b.tag ?? ""));
  const valid = all.filter((one) => one.kind === "valid");
  const byTag = grouped(all, ({ tag }) => (tag === null ? [] : [tag]));
  const byDigest = grouped(valid, ({ digest }) => [digest]);
  const byOutDS = grouped(valid, ({ outDS }) => [outDS]);
  const byNeed = grouped(valid, ({ needs }) => [...new Set(needs.map(({ of }) => of))]);
  const bySuperseded = grouped(valid, ({ supersedes }) => supersedes);
  return {
    tagged: (tag) => byTag().get(tag) ?? [],
    valid: (tag, version) =>
      byTag()
        .get(tag)
        ?.flatMap((one) => (one.kind === "valid" && one.version === version ? one : []))[0],
    withDigest: (digest) => byDigest().get(digest) ?? [],
    withOutDS: (outDS) => byOutDS().get(outDS) ?? [],
    superseding: (name) => bySuperseded().get(name) ?? [],
    reading: (tag) => byNeed().get(tag) ?? [],
    tags: () => [...byTag().keys()].toSorted(compareText),
  };
};

/** Made when it is first asked for: most runs look for a few of these. */
const grouped = <T>(
  all: readonly T[],
  keysOf: (one: T) => readonly string[],
): (() => ReadonlyMap<string, readonly T[]>) => {
  let groups: Map<string, T[]> | undefined;
  return () => {
    if (groups !== undefined) return groups;
    groups = new Map();
    for (const one of all)
      for (const key of keysOf(one)) {
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [one]);
        else group.push(one);
      }
    return groups;
  };
};

/** A production that is validated, and its facts for others. */
export type CheckSubject = { readonly production: Production; readonly facts: Facts };

/** What the ledger says of the tags that somebody names. */
export type Ledgered = {
  /** By tag and version; with facts where an intent gives them. */
  readonly versions: ReadonlyMap<string, ReadonlyMap<string, Facts | undefined>>;
  /** By TAG@VERSION, of what those descend from in turn and is on no tree. */
  readonly behind: ReadonlyMap<string, Facts>;
  /** By tag, of those that exist twice: the folders in which it was intended. */
  readonly homes: ReadonlyMap<string, ReadonlySet<string>>;
  /** By TAG@VERSION, of those that somebody names: why new productions do not read it. */
  readonly unread: ReadonlyMap<string, string>;
  /** By the name under which it is read: the trial that made it, whose data nobody may read. */
  readonly trialData: ReadonlyMap<string, string>;
  /** By TAG@VERSION, of productions with one submission for each run: the runs that have an entry. */
  readonly growing: ReadonlyMap<string, ReadonlySet<number>>;
  /** Every tag, when an unknown one was named. */
  readonly tags: readonly string[];
  /** By content: versions of other tags that have it, and whose data may exist. */
  readonly madeBefore: ReadonlyMap<string, readonly MadeBefore[]>;
  /** Of submissions whose data one reads, those on which somebody said a word, or that ended without their validation. */
  readonly declared: readonly DeclaredData[];
  readonly seeds: ReadonlyMap<string, number>;
};

/** `nearest`: the version of its tag that is done and not bad. `hasEnded`: it will not validate its data by itself. */
export type DeclaredData = MadeData & { readonly nearest: string | undefined; readonly hasEnded: boolean };

/** `elsewhere`: the ledger has it without having submitted it. */
export type MadeBefore = { readonly tag: string; readonly version: string; readonly made: "here" | "elsewhere" };

/** Everything that a production is compared with. Without a ledger, only the same tree is known. */
export type CheckContext = {
  readonly index: RepositoryIndex;
  readonly ledger: Ledgered | undefined;
  /** Nobody looked at the rest of the tree: what is not found may be there. */
  readonly alone: boolean;
};

/** What a name of a production and a version leads to. */
type NeededFound =
  | { readonly kind: "facts"; readonly facts: Facts }
  /** It exists, and no more of it can be read: its own check refuses it, or it was never intended. */
  | { readonly kind: "known" }
  | { readonly kind: "no-version"; readonly versions: readonly string[] }
  | { readonly kind: "no-tag" };

/** The facts of a version, where they can be read. */
export const findFacts =
  (around: CheckContext) =>
  (tag: string, version: string): Facts | undefined => {
    const found = findVersion(around, tag, version);
    return found.kind === "facts" ? found.facts : undefined;
  };

export const findVersion = ({ index, ledger, alone }: CheckContext, tag: string, version: string): NeededFound => {
  const neighbours = index.tagged(tag);
  const exact = neighbours.find((one) => one.version === version);
  if (exact?.kind === "valid") return { kind: "facts", facts: exact };
  const recorded = ledger?.versions.get(tag);
  const facts = recorded?.get(version) ?? ledger?.behind.get(tagAtVersion(tag, version));
  if (facts !== undefined) return { kind: "facts", facts };
  if (exact !== undefined || recorded?.has(version) === true) return { kind: "known" };
  if (alone) return { kind: "known" };
  const versions = [...new Set([...(recorded?.keys() ?? []), ...neighbours.flatMap((one) => one.version ?? [])])];
  return versions.length === 0 ? { kind: "no-tag" } : { kind: "no-version", versions };
};
