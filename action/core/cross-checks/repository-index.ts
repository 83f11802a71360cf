import { compareText } from "../problems/problem.ts";
import type { Facts, Neighbour } from "./facts.ts";

/** Everything on one tree, indexed by what other checks look for. */
export type RepositoryIndex = {
  tagged(tag: string): readonly Neighbour[];
  /** A version that is on the tree, and that its own check accepts. */
  accepted(tag: string, version: string): Facts | undefined;
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
  const accepted = all.filter((one) => one.kind === "accepted");
  const byTag = grouped(all, ({ tag }) => (tag === null ? [] : [tag]));
  const byDigest = grouped(accepted, ({ digest }) => [digest]);
  const byOutDS = grouped(accepted, ({ outDS }) => [outDS]);
  const byNeed = grouped(accepted, ({ needs }) => [...new Set(needs.map(({ of }) => of))]);
  const bySuperseded = grouped(accepted, ({ supersedes }) => supersedes);
  return {
    tagged: (tag) => byTag().get(tag) ?? [],
    accepted: (tag, version) =>
      byTag()
        .get(tag)
        ?.flatMap((one) => (one.kind === "accepted" && one.version === version ? one : []))[0],
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
