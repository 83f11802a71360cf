import { dirname, join } from "node:path/posix";
import { statusIn, validAs, validateOne } from "../../cross-checks/check-sources.ts";
import type { Intent } from "../../ledger/event.ts";
import { Failure } from "../../problems/failure.ts";
import type { ValidProduction } from "../../production/valid-production.ts";
import { conventionsName, sharedFolder } from "../../text/source-file.ts";
import { intendedRow, pickRun } from "../../validate/split-runs.ts";
import { type Asking, all, ask, orFailed } from "../asking.ts";
import { shared } from "../shared.ts";
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
export const findOnMain = (head: string): ((intent: RunInFolder) => Asking<FoundOnMain>) => {
  const requests = () => ask({ ask: "neighbours", at: head });
  // A request that cannot be read is not an absent one: it is what its folder held before.
  const maybeOf = shared(function* () {
    const nameless = [...(yield* requests())].filter(([, status]) => status.some(({ tag }) => tag === null));
    return yield* all(
      nameless.map(function* ([folder]) {
        return { folder, tags: yield* lastKnownTags(head, folder) };
      }),
    );
  });
  function* anywhere({ tag, run, content }: RunInFolder): Asking<FoundOnMain> {
    const found = [...(yield* requests())].flatMap(([folder, status]) =>
      status.some((one) => one.tag === tag) ? [folder] : [],
    );
    const sources = yield* all(found.map((folder) => ask({ ask: "production", at: head, folder })));
    const held = sources
      .flatMap((source) => validAs(validateOne(source), tag) ?? [])
      .map((valid) => pickRun(valid, run, intendedRow(content)) ?? valid);
    if (held.length > 0) return { kind: "held", all: held };
    if (found.length > 0) return { kind: "refused" };
    const unreadable = (yield* maybeOf()).find(({ tags }) => tags === undefined || tags.includes(tag))?.folder;
    return unreadable === undefined ? { kind: "gone" } : { kind: "refused", unreadable };
  }
  return function* (intent) {
    const own = yield* inFolder(head, intent);
    return own.kind === "gone" ? yield* anywhere(intent) : own;
  };
};

function* inFolder(commit: string, { tag, run, folder, content }: RunInFolder): Asking<FoundOnMain> {
  if (!(yield* ask({ ask: "holds-request", at: commit, folder }))) return { kind: "gone" };
  const source = yield* ask({ ask: "production", at: commit, folder });
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
export function* onMainNow(head: string, intent: Intent, find = findOnMain(head)): Asking<OnMain | undefined> {
  if (yield* isUntouched(head, intent)) return { kind: "on-main" };
  const found = yield* find(intent);
  return found.kind === "refused" ? undefined : observeMain(intent, ofTag(found));
}

function* isUntouched(head: string, { folder, validatedAt }: Intent): Asking<boolean> {
  if (validatedAt === head) return true;
  const [then, now] = yield* all([validatedAt, head].map((commit) => orFailed(ask({ ask: "tree-ids", at: commit }))));
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
export function* lastKnownTags(commit: string, folder: string): Asking<readonly string[] | undefined> {
  let at: string | undefined = commit;
  do {
    const change: string | undefined = (yield* ask({ ask: "last-change", commit: at, paths: [folder] }))?.commit;
    if (change === undefined) return undefined;
    const request = yield* ask({ ask: "request", at: change, folder });
    const status = statusIn([request]).get(folder) ?? [];
    const tags = status.flatMap(({ tag }) => tag ?? []);
    if (tags.length === status.length) return tags;
    at = (yield* ask({ ask: "merged", commit: change }))?.base;
  } while (at !== undefined && (yield* ask({ ask: "holds-request", at: at, folder })));
  return undefined;
}
