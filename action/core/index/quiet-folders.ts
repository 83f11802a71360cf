import type { Standing } from "./facts.ts";

/**
 * Folders of which nothing can be said: right by themselves, reading and superseding nothing, unlike everything else,
 * and with their seeds allotted. `isRecorded` knows what the ledger has.
 */
export const quietFolders = (
  lines: readonly Standing[],
  others: readonly Standing[],
  isRecorded: (tag: string, version: string) => boolean,
): ReadonlySet<string> => {
  const seen = new Map<string, number>();
  for (const one of [...lines, ...others]) for (const name of namesOf(one)) seen.set(name, (seen.get(name) ?? 0) + 1);
  const quiet = new Set<string>();
  const loud = new Set<string>();
  for (const line of lines) {
    const says =
      line.kind === "refused" ||
      !line.right ||
      line.needs.length > 0 ||
      line.supersedes.length > 0 ||
      (line.seeds.length > 0 && !isRecorded(line.tag, line.version)) ||
      namesOf(line).some((name) => seen.get(name) !== 1);
    (says ? loud : quiet).add(line.path);
  }
  return new Set([...quiet].filter((path) => !loud.has(path)));
};

/** What no two may have in common. */
const namesOf = (one: Standing): readonly string[] => {
  const tag = one.tag === null ? [] : [`tag ${one.tag}`];
  return one.kind === "refused" ? tag : [...tag, `content ${one.digest}`, `data ${one.outDS}`];
};
