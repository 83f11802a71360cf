import { compareText } from "../problem.ts";
import type { Facts, Standing } from "./facts.ts";
import type { Index } from "./index-file.ts";
import { eachLine, searchLines, tagOfLine } from "./search-lines.ts";

/** Everything that stands on one tree, by what somebody may look for. */
export type Beside = {
  tagged(tag: string): readonly Standing[];
  withDigest(digest: string): readonly Facts[];
  withOutDS(outDS: string): readonly Facts[];
  usingStream(stream: string): readonly Facts[];
  /** Of `TAG@VERSION`: what takes its place. */
  superseding(name: string): readonly Facts[];
  tags(): readonly string[];
};

/** Lines of the index, without the folders in which something else stands now, and what stands there. */
export type OnTree = {
  readonly index: { readonly lines: Index["lines"]; readonly gone: ReadonlySet<string> } | undefined;
  readonly fresh: readonly Standing[];
};

export const besideOf = ({ index, fresh }: OnTree): Beside => {
  const search = index === undefined ? () => [] : searchLines(index.lines);
  const isGone = (path: string): boolean => index?.gone.has(path) ?? false;
  const find = (text: string, fits: (one: Standing) => boolean): readonly Standing[] =>
    [...search(text).filter((line) => !isGone(line.path) && fits(line)), ...fresh.filter(fits)].toSorted(byPlace);
  const accepted = (text: string, fits: (one: Facts) => boolean): readonly Facts[] =>
    find(text, (one) => one.kind === "accepted" && fits(one)).filter((one) => one.kind === "accepted");
  const pair = (key: string, value: string): string => `"${key}":${JSON.stringify(value)}`;
  return {
    tagged: (tag) => find(pair("tag", tag), (one) => one.tag === tag),
    withDigest: (digest) => accepted(pair("digest", digest), (one) => one.digest === digest),
    withOutDS: (outDS) => accepted(pair("outDS", outDS), (one) => one.outDS === outDS),
    usingStream: (stream) =>
      accepted(pair("stream", stream), ({ seeds }) => seeds.some((seed) => seed.stream === stream)),
    superseding: (name) => accepted(JSON.stringify(name), ({ supersedes }) => supersedes.includes(name)),
    tags: () => {
      const kept = index === undefined ? [] : eachLine(index.lines).filter(({ path }) => !isGone(path));
      const names = [...kept.flatMap(({ text }) => tagOfLine(text) ?? []), ...fresh.flatMap(({ tag }) => tag ?? [])];
      return [...new Set(names)].toSorted(compareText);
    },
  };
};

/** Whether a line was read or made anew must not show in what is told. */
const byPlace = (a: Standing, b: Standing): number =>
  compareText(a.path, b.path) || compareText(a.tag ?? "", b.tag ?? "");
