import type { Facts, Neighbour } from "./facts.ts";

/**
 * Folders of which nothing can be said: right by themselves, reading and superseding nothing, unlike everything else,
 * and with their seeds allotted. `isRecorded` knows what the ledger has.
 */
export const quietFolders = (
  lines: readonly Neighbour[],
  others: readonly Neighbour[],
  isRecorded: (tag: string, version: string) => boolean,
): ReadonlySet<string> => {
  const shared = sharedNames([...lines, ...others]);
  const quiet = new Set<string>();
  const loud = new Set<string>();
  for (const line of lines) {
    const says = speaksAlone(line) || (line.seeds.length > 0 && !isRecorded(line.tag, line.version)) || shared(line);
    (says ? loud : quiet).add(line.path);
  }
  return new Set([...quiet].filter((path) => !loud.has(path)));
};

/** Whether something is or may be wrong with it, whatever stands beside it. */
export const speaksAlone = (line: Neighbour): line is Exclude<Neighbour, Facts> =>
  line.kind === "refused" || !line.right || line.needs.length > 0 || line.supersedes.length > 0;

/** Whether somebody else has its tag, its content or the name of its data, which no two may have in common. */
const sharedNames = (all: readonly Neighbour[]): ((one: Facts) => boolean) => {
  const [tag, content, data] = [once(), once(), once()];
  for (const one of all) {
    if (one.tag !== null) tag.note(one.tag);
    if (one.kind === "refused") continue;
    content.note(one.digest);
    data.note(one.outDS);
  }
  return (one) => tag.again(one.tag) || content.again(one.digest) || data.again(one.outDS);
};

/** A set of each kind of name: joined with its kind, ten thousand names would be thirty thousand new texts. */
const once = (): { note(name: string): void; again(name: string): boolean } => {
  const [seen, twice] = [new Set<string>(), new Set<string>()];
  return {
    note: (name) => {
      if (seen.has(name)) twice.add(name);
      else seen.add(name);
    },
    again: (name) => twice.has(name),
  };
};
