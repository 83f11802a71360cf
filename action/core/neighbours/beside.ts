import { compareText } from "../problems/problem.ts";
import type { Facts, Neighbour } from "./facts.ts";
import type { Index } from "./index-file.ts";
import { allLines, eachLine, searchLines, tagOfLine } from "./search-lines.ts";

/** Everything that stands on one tree, by what somebody may look for. */
export type Beside = {
  tagged(tag: string): readonly Neighbour[];
  withDigest(digest: string): readonly Facts[];
  withOutDS(outDS: string): readonly Facts[];
  /** Of `TAG@VERSION`: what takes its place. */
  superseding(name: string): readonly Facts[];
  /** Who reads data of this tag. */
  reading(tag: string): readonly Facts[];
  tags(): readonly string[];
};

/** Lines of the index, without the folders in which something else stands now, and what stands there. */
export type OnTree = {
  readonly index: { readonly lines: Index["lines"]; readonly gone: ReadonlySet<string> } | undefined;
  readonly fresh: readonly Neighbour[];
};

/** Who has many questions is faster with every line parsed than with as many searches. */
export const parsedWhole = ({ index, fresh }: OnTree): OnTree =>
  index === undefined
    ? { index, fresh }
    : {
        index: undefined,
        fresh: [...allLines(index.lines).filter(({ path }) => !index.gone.has(path)), ...fresh],
      };

export const besideOf = ({ index, fresh }: OnTree): Beside => {
  const search = index === undefined ? () => [] : searchLines(index.lines);
  const isGone = (path: string): boolean => index?.gone.has(path) ?? false;
  const accepted = fresh.filter((one) => one.kind === "accepted");
  const byTag = grouped(fresh, ({ tag }) => (tag === null ? [] : [tag]));
  const byDigest = grouped(accepted, ({ digest }) => [digest]);
  const byOutDS = grouped(accepted, ({ outDS }) => [outDS]);
  const byNeed = grouped(accepted, ({ needs }) => [...new Set(needs.map(({ of }) => of))]);
  const bySuperseded = grouped(accepted, ({ supersedes }) => supersedes);
  const lines = (text: string): readonly Neighbour[] => search(text).filter(({ path }) => !isGone(path));
  const facts = (text: string, fits: (one: Facts) => boolean): readonly Facts[] =>
    lines(text).filter((one) => one.kind === "accepted" && fits(one)) as readonly Facts[];
  const pair = (key: string, value: string): string => `"${key}":${JSON.stringify(value)}`;
  return {
    tagged: (tag) => sorted(lines(pair("tag", tag)), byTag().get(tag)),
    withDigest: (digest) =>
      sorted(
        facts(pair("digest", digest), (one) => one.digest === digest),
        byDigest().get(digest),
      ),
    withOutDS: (outDS) =>
      sorted(
        facts(pair("outDS", outDS), (one) => one.outDS === outDS),
        byOutDS().get(outDS),
      ),
    superseding: (name) =>
      sorted(
        facts(JSON.stringify(name), ({ supersedes }) => supersedes.includes(name)),
        bySuperseded().get(name),
      ),
    reading: (tag) =>
      sorted(
        facts(pair("of", tag), ({ needs }) => needs.some(({ of }) => of === tag)),
        byNeed().get(tag),
      ),
    tags: () => {
      const kept = index === undefined ? [] : eachLine(index.lines).filter(({ path }) => !isGone(path));
      const names = [...kept.flatMap(({ text }) => tagOfLine(text) ?? []), ...byTag().keys()];
      return [...new Set(names)].toSorted(compareText);
    },
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

/** Whether a line was read or made anew must not show in what is told. */
const sorted = <T extends Neighbour>(lines: readonly T[], fresh: readonly T[] = []): readonly T[] =>
  lines.length + fresh.length < 2
    ? [...lines, ...fresh]
    : [...lines, ...fresh].toSorted((a, b) => compareText(a.path, b.path) || compareText(a.tag ?? "", b.tag ?? ""));
