import { isTrial, releaseOf } from "../../conventions/version-style.ts";
import { keyOf, partsOfKey, type SubmissionEvent, type SubmissionKey, submissionKey } from "../../ledger/event.ts";
import { intentIn } from "../../ledger/intent-in.ts";
import { streamsOf } from "../../ledger/make-intent.ts";
import { type Streams, seedsIn, takeSeeds } from "../../ledger/streams.ts";
import { tagName } from "../../ledger/tag-message.ts";
import type { LastChange } from "../../policy/changes-of-main.ts";
import { Failure, Outage, orFailure, RepositoryOutage } from "../../problems/failure.ts";
import { heldBack, neverReason } from "../../production/held-back.ts";
import { type Production, placesOnMain } from "../../production/production.ts";
import { type ValidProduction } from "../../production/valid-production.ts";
import { decideAll } from "../../submission/decide-all.ts";
import type { Observation } from "../../submission/observation.ts";
import { byParts } from "../../text/by-parts.ts";
import type { Clearance, ClearanceOf } from "../approval/approval.ts";
import { clearances } from "../approval/clearance.ts";
import type { Planning } from "../planned.ts";
import { all, type Reads } from "../reads.ts";
import type { LedgerHead } from "../view.ts";
import { type Brought, prepare } from "./prepare.ts";

/** The first events of a submission, and the commit that brought it to main. None: a run that main held between two passes. */
export type NewSubmission = {
  readonly key: SubmissionKey;
  readonly commit: string;
  /** `undefined`: nobody asked. */
  readonly pullRequest?: number | null;
  readonly events: readonly SubmissionEvent[];
};

/** `unread`: the first commit of main that GitHub could not be asked about, and why. Nothing of it or behind it is entered. */
export type EnteredAll = {
  readonly entries: readonly NewSubmission[];
  readonly unread?: { readonly commit: string; readonly why: RepositoryOutage } | undefined;
};

/**
 * What main holds and the ledger does not know; each takes the seeds left before. `commits`: of main, in their order.
 * `planned`: intended already.
 */
export async function enterAll(
  planning: Planning,
  fresh: readonly ValidProduction[],
  {
    known,
    commits = [],
    planned = [],
  }: {
    readonly known: ReadonlySet<SubmissionKey>;
    readonly commits?: readonly string[];
    readonly planned?: readonly SubmissionEvent[];
  },
): Promise<EnteredAll> {
  if (fresh.length === 0) return { entries: [] };
  const tags = new Set(await planning.git.tagNames());
  const { brought, unread } = await broughtBy(planning, fresh, commits);
  const entered: NewSubmission[] = [];
  const names = fresh.flatMap(({ production }) => streamsOf(production));
  const trialsOf = trialsIn(planning, planning.ledgerHead, known);
  const given = await planning.ledger.seeds(planning.ledgerHead, names);
  let streams: Streams = takeSeeds(given, seedsIn(planned));
  for (const { valid, passport } of brought) {
    const seen = await whatIsSeen(planning, valid, { ...passport, streams, tags, trialsOf });
    const { events } = decideAll({ kind: "none" }, seen, planning.context);
    const key = keyOf(valid.production);
    const { commit, pullRequest } = passport;
    entered.push({ key, commit, pullRequest, events });
    streams = takeSeeds(streams, seedsIn(events));
  }
  return { entries: entered, unread };
}

/** How it came to main, and why it may not be submitted, if so. */
type Passport = Brought & Pick<Clearance, "lacking" | "whose">;
type WithPassport = { readonly valid: ValidProduction; readonly passport: Passport };

/** So many merges are asked about together: a limit of GitHub that ends a pass leaves the others whole. */
const mergesTogether = 4;

async function broughtBy(planning: Planning, fresh: readonly ValidProduction[], commits: readonly string[]) {
  const { mainHead } = planning;
  const folders = [...new Set(fresh.map(({ production }) => production.folder))];
  const clearanceOf = clearances(planning, folders);
  const changes = await all(
    fresh.map(async (valid): Promise<LastChange & { readonly valid: ValidProduction }> => {
      const paths = placesOnMain(valid.production);
      const change = await planning.git.lastChange(mainHead, paths);
      return { valid, ...(change ?? { commit: mainHead, author: "unknown" }) };
    }),
  );
  const merges = [...Map.groupBy(changes, ({ commit }) => commit)].toSorted(
    ([one], [other]) => commits.indexOf(one) - commits.indexOf(other),
  );
  const brought = new Map<ValidProduction, WithPassport>();
  for (const part of byParts(merges, mergesTogether)) {
    const asked = await all(part.map(([, ofMerge]) => orFailure(() => passportsOf(clearanceOf, mainHead, ofMerge))));
    for (const [at, passports] of asked.entries()) {
      if (passports instanceof RepositoryOutage)
        return { brought: inOrder(fresh, brought), unread: { commit: part[at]?.[0] ?? mainHead, why: passports } };
      if (passports instanceof Failure) throw passports;
      for (const one of passports) brought.set(one.valid, one);
    }
  }
  return { brought: inOrder(fresh, brought), unread: undefined };
}

const passportsOf = (
  clearanceOf: ClearanceOf,
  validatedAt: string,
  ofMerge: readonly (LastChange & { readonly valid: ValidProduction })[],
): Promise<readonly WithPassport[]> =>
  all(
    ofMerge.map(async ({ valid, commit, author }): Promise<WithPassport> => {
      const { opener, ...clearance } = await clearanceOf(commit, valid.production);
      return { valid, passport: { commit, validatedAt, requester: opener ?? author, ...clearance } };
    }),
  );

const inOrder = (
  fresh: readonly ValidProduction[],
  brought: ReadonlyMap<ValidProduction, WithPassport>,
): readonly WithPassport[] => fresh.flatMap((valid) => brought.get(valid) ?? []);

type EnteredBefore = {
  readonly streams: Streams;
  readonly tags: ReadonlySet<string>;
  readonly trialsOf: ReturnType<typeof trialsIn>;
};

async function whatIsSeen(
  planning: Planning,
  valid: ValidProduction,
  { tags, trialsOf, ...from }: Passport & EnteredBefore,
): Promise<readonly Observation[]> {
  const { production, content } = valid;
  const { submit, supersedes = [] } = production.request;
  const { contentDigest } = production;
  if (submit === "never") return [{ kind: "not-to-submit", reason: neverReason, held: { content, contentDigest } }];
  const { intent } = await prepare(planning, valid, {
    ...from,
    supersedes: [...supersedes, ...(await trialsOf(production))],
  });
  const seen: Observation = { kind: "new-intent", intent };
  const tagged = tags.has(tagName(intent)) ? await tagFault(planning, tagName(intent)) : undefined;
  if (tagged !== undefined) return [seen, { kind: "tag-conflict", reason: tagged }];
  const { lacking, whose = [] } = from;
  const reason = lacking ?? heldBack(submit, false);
  if (reason === undefined) return [seen];
  return [seen, { kind: "not-allowed", reason, whose }];
}

/** A tag without an entry means that the ledger lost something, or that somebody made the tag: a person looks. */
async function tagFault(reads: Reads, name: string): Promise<string | undefined> {
  const message = await orFailure(() => reads.git.tagMessage(name));
  if (message instanceof Outage) throw message;
  if (message instanceof Failure) return message.message;
  return message === undefined ? undefined : `the git tag ${name} exists, but the ledger has no entry for it`;
}

/** Versions under which the content of a production was tried before its merge: its success is their end. */
export const trialsIn = (
  reads: Reads,
  ledger: LedgerHead,
  known: Iterable<SubmissionKey>,
): ((production: Production) => Promise<readonly string[]>) => {
  const trials = Map.groupBy(
    [...known].filter((key) => isTrial(partsOfKey(key).version)),
    (key) => {
      const { tag, version, run } = partsOfKey(key);
      return submissionKey(tag, releaseOf(version), run);
    },
  );
  return async (production) => {
    const tried = trials.get(keyOf(production));
    if (tried === undefined) return [];
    const read = await reads.ledger.events(ledger, tried);
    return tried
      .filter((key) => intentIn(read.get(key) ?? [])?.trial?.of === production.contentDigest)
      .map((key) => partsOfKey(key).version);
  };
};
