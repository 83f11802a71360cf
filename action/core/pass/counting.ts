import { validAs, validateOne } from "../cross-checks/check-sources.ts";
import { type RepositoryIndex, repositoryIndexOf } from "../cross-checks/context.ts";
import { unseenBehind, withCounts } from "../cross-checks/counts.ts";
import {
  type Facts,
  isCountedByOthers,
  type Neighbour,
  productionFacts,
  type StepCounts,
} from "../cross-checks/facts.ts";
import { tagAtVersion } from "../cross-checks/supersedes.ts";
import { type Intent, partsOfKey } from "../ledger/event.ts";
import { intentIn } from "../ledger/intent-in.ts";
import { orFailure } from "../problems/failure.ts";
import type { CountedProduction, Production } from "../production/production.ts";
import { all, type Moment, type Reads } from "./reads.ts";

/** Where no approval hangs on it, a forecast believes the ledger about where main stood. */
export type CountedAt = Reads & Pick<Moment, "mainHead" | "ledgerHead"> & Partial<Pick<Moment, "approvals">>;

/**
 * With what other productions make of what it reads, as the check counts it: from main, and where a version stands there
 * no more from the commit of main at which it was intended. The ledger says which commit that was, and no number: a
 * forged one would lower the cost by which people must approve (SAFETY trust).
 */
export async function countOnMain(at: CountedAt, production: Production): Promise<CountedProduction> {
  // Facts have the counts of all runs, and each of thousands asks.
  if (!isCountedByOthers(production)) return { ...production, isCounted: true };
  const facts = productionFacts(production);
  const index = indexOf(await at.git.neighbours(at.mainHead));
  const before = new Map<string, Facts | undefined>();
  const runs = new Set(facts.runs?.keys());
  const find = (tag: string, version: string): Facts | undefined =>
    index.valid(tag, version) ?? before.get(tagAtVersion(tag, version));
  for (;;) {
    const unseen = unseenBehind([facts], find).filter((one) => !before.has(tagAtVersion(one.tag, one.version)));
    if (unseen.length === 0) return withCounts({ production, facts }, find);
    for (const one of unseen) before.set(tagAtVersion(one.tag, one.version), await mainWhenIntended(at, one, runs));
  }
}

/** One index for all productions of a head. */
const indexOf = (neighbours: ReadonlyMap<string, readonly Neighbour[]>): RepositoryIndex => {
  const known = indices.get(neighbours) ?? repositoryIndexOf([...neighbours.values()].flat());
  indices.set(neighbours, known);
  return known;
};
const indices = new WeakMap<ReadonlyMap<string, readonly Neighbour[]>, RepositoryIndex>();

/** What main held of a version when it was intended, or its runs were. */
async function mainWhenIntended(
  at: CountedAt,
  { tag, version }: Pick<Facts, "tag" | "version">,
  runs: ReadonlySet<number>,
): Promise<Facts | undefined> {
  const keys = (await at.ledger.submissions(at.ledgerHead, tag)).filter((key) => {
    const of = partsOfKey(key);
    return of.version === version && (of.run === undefined || runs.has(of.run));
  });
  const read = await at.ledger.events(at.ledgerHead, keys);
  const places = new Map<string, Pick<Intent, "validatedAt" | "folder">>();
  for (const lines of read.values()) {
    const intent = intentIn(lines);
    if (intent !== undefined && intent.trial === undefined)
      places.set(`${intent.validatedAt} ${intent.folder}`, intent);
  }
  const held = await all([...places.values()].map((place) => heldBy(at, place, { tag, version })));
  const [first, ...others] = held.flatMap((one) => one ?? []);
  if (first?.runs === undefined) return first;
  const counts: readonly (readonly [number, StepCounts])[] = [first, ...others].flatMap((one) => [...(one.runs ?? [])]);
  return { ...first, runs: new Map(counts) };
}

async function heldBy(
  at: CountedAt,
  { validatedAt, folder }: Pick<Intent, "validatedAt" | "folder">,
  { tag, version }: Pick<Facts, "tag" | "version">,
): Promise<Facts | undefined> {
  const isForecast = at.approvals === "assumed";
  if (!isForecast && !(await wasMain(at, at.mainHead, validatedAt))) return undefined;
  const holds = () => at.git.holdsRequest(validatedAt, folder);
  // A forged or lost commit that the ledger names may fail no check of a pull request.
  if ((isForecast ? await orFailure(() => holds()) : await holds()) !== true) return undefined;
  const valid = validAs(validateOne(await at.git.production(validatedAt, folder)), tag);
  return valid?.production.version === version ? productionFacts(valid.production) : undefined;
}

/** Main stood there: a commit of a branch that was merged later is in its history, and nobody approved it alone. */
async function wasMain(reads: Reads, mainHead: string, commit: string): Promise<boolean> {
  if (commit === mainHead) return true;
  const after = await reads.git.since(commit, mainHead);
  if (after === "rewritten") return false;
  const [next] = after;
  return next !== undefined && (await reads.git.merged(next))?.base === commit;
}
