import { dirname, join } from "node:path/posix";
import { statusIn, validAs, validateOne } from "../../cross-checks/check-sources.ts";
import type { Intent } from "../../ledger/event.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import type { ValidProduction } from "../../production/valid-production.ts";
import { once } from "../../text/once.ts";
import { conventionsName, sharedFolder } from "../../text/source-file.ts";
import { intendedRow, pickRun } from "../../validate/split-runs.ts";
import { all, type Reads } from "../reads.ts";
import { type OfTag, type OnMain, observeMain } from "./on-main.ts";

/** What a head of main holds of a tag, in whatever folder. */
export type FoundOnMain =
  | HeldOrGone
  /**
   * A request that is, or may be, of this tag cannot be accepted: nobody knows what it means. `unreadable`: its folder,
   * where it cannot be read and is not that of the intent.
   */
  | { readonly kind: "refused"; readonly unreadable?: string };

type HeldOrGone =
  | Extract<OfTag, { readonly kind: "gone" }>
  | { readonly kind: "held"; readonly all: readonly ValidProduction[] };

export const ofTag = (found: HeldOrGone): OfTag =>
  found.kind === "held" ? { kind: "held", productions: found.all.map(({ production }) => production) } : found;

type RunInFolder = Pick<Intent, "tag" | "run" | "folder" | "content">;

/** Validated at this head, whatever the intent says. */
export const findOnMain = (reads: Reads, head: string): ((intent: RunInFolder) => Promise<FoundOnMain>) => {
  const requests = () => reads.git.neighbours(head);
  // A request that cannot be read is not an absent one: it is what its folder held before.
  const maybeOf = once(async () => {
    const nameless = [...(await requests())].filter(([, status]) => status.some(({ tag }) => tag === null));
    return await all(nameless.map(async ([folder]) => ({ folder, tags: await lastKnownTags(reads, head, folder) })));
  });
  async function anywhere({ tag, run, content }: RunInFolder): Promise<FoundOnMain> {
    const found = [...(await requests())].flatMap(([folder, status]) =>
      status.some((one) => one.tag === tag) ? [folder] : [],
    );
    const sources = await all(found.map((folder) => reads.git.production(head, folder)));
    const held = sources
      .flatMap((source) => validAs(validateOne(source), tag) ?? [])
      .map((valid) => pickRun(valid, run, intendedRow(content)) ?? valid);
    if (held.length > 0) return { kind: "held", all: held };
    if (found.length > 0) return { kind: "refused" };
    const unreadable = (await maybeOf()).find(({ tags }) => tags === undefined || tags.includes(tag))?.folder;
    return unreadable === undefined ? { kind: "gone" } : { kind: "refused", unreadable };
  }
  return async (intent) => {
    const own = await inFolder(reads, head, intent);
    return own.kind === "gone" ? await anywhere(intent) : own;
  };
};

async function inFolder(
  reads: Reads,
  commit: string,
  { tag, run, folder, content }: RunInFolder,
): Promise<FoundOnMain> {
  if (!(await reads.git.holdsRequest(commit, folder))) return { kind: "gone" };
  const source = await reads.git.production(commit, folder);
  const valid = validAs(validateOne(source), tag);
  if (valid !== undefined) return { kind: "held", all: [pickRun(valid, run, intendedRow(content)) ?? valid] };
  const status = statusIn([source]).get(folder) ?? [];
  return { kind: status.some((one) => one.tag === tag || one.tag === null) ? "refused" : "gone" };
}

/**
 * What one head of main says of an intent. `undefined`: the request that stands there now is refused. Nothing is
 * validated where git has the same names as when it was validated, so this alone permits nothing: an intent says of
 * itself when that was.
 */
export async function onMainNow(
  reads: Reads,
  head: string,
  intent: Intent,
  find = findOnMain(reads, head),
): Promise<OnMain | undefined> {
  if (await isUntouched(reads, head, intent)) return { kind: "on-main" };
  const found = await find(intent);
  return found.kind === "refused" ? undefined : observeMain(intent, ofTag(found));
}

async function isUntouched(reads: Reads, head: string, { folder, validatedAt }: Intent): Promise<boolean> {
  if (validatedAt === head) return true;
  const [then, now] = await all([validatedAt, head].map((commit) => orFailure(() => reads.git.treeIds(commit))));
  if (then === undefined || then instanceof Failure || now === undefined || now instanceof Failure) return false;
  return haveSame(folder, then, now);
}

/** The folder itself, and every set of rules and shared files above it. Conventions at the top share files that have no name here. */
const haveSame = (folder: string, then: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): boolean => {
  const same = (path: string): boolean => then.get(path) === now.get(path);
  const above = placesAbove(folder);
  return (
    same(folder) &&
    above.some((place) => place !== "." && now.has(join(place, conventionsName))) &&
    above.every((place) => same(join(place, conventionsName)) && same(join(place, sharedFolder)))
  );
};

const placesAbove = (folder: string): readonly string[] => {
  const places: string[] = [];
  for (let at = folder; at !== "."; at = dirname(at)) places.push(dirname(at));
  return places;
};

/** The tags of a folder when its request could last be read, up to this commit. `undefined`: it never could. */
export async function lastKnownTags(
  reads: Reads,
  commit: string,
  folder: string,
): Promise<readonly string[] | undefined> {
  let at: string | undefined = commit;
  do {
    const change: string | undefined = (await reads.git.lastChange(at, [folder]))?.commit;
    if (change === undefined) return undefined;
    const request = await reads.git.request(change, folder);
    const status = statusIn([request]).get(folder) ?? [];
    const tags = status.flatMap(({ tag }) => tag ?? []);
    if (tags.length === status.length) return tags;
    at = (await reads.git.merged(change))?.base;
  } while (at !== undefined && (await reads.git.holdsRequest(at, folder)));
  return undefined;
}
