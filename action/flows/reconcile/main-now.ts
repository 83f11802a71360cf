import { posix } from "node:path";
import { acceptedAs, statusIn, validateOne } from "../../core/cross-checks/check-sources.ts";
import type { Intent } from "../../core/ledger/event.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { type Accepted } from "../../core/production/accepted.ts";
import { type OfTag, type OnMain, observeMain } from "../../core/submission/on-main.ts";
import { once, onceEach } from "../../core/text/once.ts";
import { conventionsName, productionsFolder, sharedFolder } from "../../core/text/source-file.ts";
import { pickRun } from "../../core/validate/split-runs.ts";
import { openByFolder } from "../validation/on-tree.ts";
import { lastKnownTags } from "./last-known-tags.ts";
import type { Pass } from "./pass.ts";
import { sourcesAt } from "./sources.ts";

/** What one head of main says of promises. `undefined`: the request that stands there now is refused. */
export type MainNow = (intent: Intent) => Promise<OnMain | undefined>;

/** Nothing is judged where git has the same names as when it was judged, so this alone permits nothing: a promise says of itself when that was. */
export const mainAt = (pass: Pass, head: string, intents: readonly Intent[]): MainNow => {
  const { main } = pass.ports;
  const foundAs = findOnMain(pass, head, intents);
  const namesAt = onceEach((commit) => orFailure(() => main.at(commit).ids.all()));
  const isUntouched = async ({ folder, validatedAt }: Intent): Promise<boolean> => {
    if (validatedAt === head) return true;
    const [then, now] = await Promise.all([namesAt(validatedAt), namesAt(head)]);
    return !(then instanceof Failure) && !(now instanceof Failure) && haveSame(folder, then, now);
  };
  return async (intent) => {
    if (await isUntouched(intent)) return { kind: "on-main" };
    const held = await foundAs(intent);
    return held.kind === "refused" ? undefined : observeMain(intent, ofTag(held));
  };
};

/** What a head of main holds of a tag, in whatever folder. */
export type FoundOnMain =
  | Known
  /**
   * A request that is, or may be, of this tag cannot be accepted: nobody knows what it means. `unreadable`: its folder,
   * where it cannot be read and is not that of the promise.
   */
  | { readonly kind: "refused"; readonly unreadable?: string };

type Known = Extract<OfTag, { readonly kind: "gone" }> | { readonly kind: "held"; readonly all: readonly Accepted[] };

export const ofTag = (held: Known): OfTag =>
  held.kind === "held" ? { kind: "held", productions: held.all.map(({ production }) => production) } : held;

/** Judged at this head, whatever the promise says. */
export const findOnMain = (
  pass: Pass,
  head: string,
  intents: readonly Intent[],
): ((intent: Intent) => Promise<FoundOnMain>) => {
  const { main } = pass.ports;
  const snapshot = main.at(head);
  const placed = once(async () => {
    const folders = await snapshot.holding([...new Set(intents.map(({ folder }) => folder))]);
    return { folders: new Set(folders), source: sourcesAt(pass, head, folders) };
  });
  const judged = onceEach(async (folder) => {
    const source = await (await placed()).source(folder);
    return { judgements: validateOne(source), standing: statusIn([source]).get(folder) ?? [] };
  });
  const elsewhere = once(() => openByFolder(snapshot, productionsFolder));
  // A request that cannot be read is not an absent one: it is what its folder held before.
  const maybeOf = once(async () => {
    const nameless = [...(await elsewhere())].filter(([, standing]) => standing.some(({ tag }) => tag === null));
    return Promise.all(nameless.map(async ([folder]) => ({ folder, tags: await lastKnownTags(pass, head, folder) })));
  });
  const inFolder = async ({ tag, run, folder }: RunInFolder): Promise<FoundOnMain> => {
    if (!(await placed()).folders.has(folder)) return { kind: "gone" };
    const { judgements, standing } = await judged(folder);
    const accepted = acceptedAs(judgements, tag);
    if (accepted !== undefined) return { kind: "held", all: [pickRun(accepted, run) ?? accepted] };
    const refused = standing.some((one) => one.tag === tag || one.tag === null);
    return { kind: refused ? "refused" : "gone" };
  };
  const anywhere = async ({ tag, run }: RunInFolder): Promise<FoundOnMain> => {
    const found = [...(await elsewhere())].flatMap(([folder, standing]) =>
      standing.some((one) => one.tag === tag) ? [folder] : [],
    );
    const judgements = await Promise.all(found.map(async (folder) => validateOne(await snapshot.production(folder))));
    const all = judgements
      .flatMap((one) => acceptedAs(one, tag) ?? [])
      .map((accepted) => pickRun(accepted, run) ?? accepted);
    if (all.length > 0) return { kind: "held", all };
    if (found.length > 0) return { kind: "refused" };
    const unreadable = (await maybeOf()).find(({ tags }) => tags === undefined || tags.includes(tag))?.folder;
    return unreadable === undefined ? { kind: "gone" } : { kind: "refused", unreadable };
  };
  return async (intent) => {
    const own = await inFolder(intent);
    return own.kind === "gone" ? anywhere(intent) : own;
  };
};

type RunInFolder = Pick<Intent, "tag" | "run" | "folder">;

/** The folder itself, and every set of rules and shared files above it. Conventions at the top share files that have no name here. */
const haveSame = (folder: string, then: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): boolean => {
  const same = (path: string): boolean => then.get(path) === now.get(path);
  const above = placesAbove(folder);
  return (
    same(folder) &&
    above.some((place) => place !== "." && now.has(posix.join(place, conventionsName))) &&
    above.every((place) => same(posix.join(place, conventionsName)) && same(posix.join(place, sharedFolder)))
  );
};

const placesAbove = (folder: string): readonly string[] => {
  const places: string[] = [];
  for (let at = folder; at !== "."; at = posix.dirname(at)) places.push(posix.dirname(at));
  return places;
};
