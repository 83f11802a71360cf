import type { Facts, Neighbour } from "./facts.ts";
import type { MaybeLine } from "./index-file.ts";
import { linesByTag, stillHolds, upstreamOf } from "./seen.ts";
import { tagAtVersion } from "./supersedes.ts";

/** What the ledger has. */
export type LedgerHas = {
  recorded(tag: string, version: string): boolean;
  /** Whether it is one submission a run there. */
  growing(tag: string, version: string): boolean;
};

/** `readers`: those that read others, of which only the ledger may have something to say. */
export type Quiet = { readonly folders: ReadonlySet<string>; readonly readers: readonly (MaybeLine & Facts)[] };

/**
 * Folders of which nothing can be said: right by themselves and beside what they read, superseding nothing, unlike
 * everything else, and with their seeds allotted. `others`: what stands there and may not be passed over.
 */
export const quietFolders = (lines: readonly MaybeLine[], others: readonly Neighbour[], has: LedgerHas): Quiet => {
  const all = [...lines, ...others];
  const shared = sharedNames(all);
  const superseded = new Set(all.flatMap((one) => (one.kind === "accepted" ? one.supersedes : [])));
  const lineWith = linesByTag(lines, others);
  const isQuiet = (line: MaybeLine): line is MaybeLine & Facts =>
    line.kind === "accepted" &&
    !isAtFault(line) &&
    (line.needs.length === 0 || readsWell(line, lineWith, superseded, has)) &&
    (line.seeds.length === 0 || has.recorded(line.tag, line.version)) &&
    !shared(line);
  const loud = new Set<string>();
  const readers: (MaybeLine & Facts)[] = [];
  for (const line of lines)
    if (!isQuiet(line)) loud.add(line.path);
    else if (line.needs.length > 0) readers.push(line);
  return {
    folders: new Set(lines.flatMap(({ path }) => (loud.has(path) ? [] : [path]))),
    readers: readers.filter(({ path }) => !loud.has(path)),
  };
};

/** Whether something is or may be wrong with it, whatever stands beside it. */
export const speaksAlone = (line: Neighbour): line is Exclude<Neighbour, Facts> =>
  line.kind === "refused" || isAtFault(line) || line.needs.length > 0;

const isAtFault = ({ right, supersedes }: Facts): boolean => !right || supersedes.length > 0;

/** Whether what was seen of it beside what it reads still holds, and neither tree nor ledger know more of that. */
const readsWell = (
  { needs, seen, grows }: MaybeLine & Facts,
  lineWith: (tag: string) => MaybeLine | undefined,
  superseded: ReadonlySet<string>,
  has: LedgerHas,
): boolean => {
  if (seen?.right !== true || grows === true) return false;
  if (needs.some(({ of, version }) => superseded.has(tagAtVersion(of, version)))) return false;
  const upstream = upstreamOf(needs, lineWith);
  if (upstream === undefined || !stillHolds(seen, upstream)) return false;
  return [...upstream.values()].every((one) => one.grows === true || !has.growing(one.tag, one.version));
};

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
