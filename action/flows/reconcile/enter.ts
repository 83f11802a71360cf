import { keyOf, type SubmissionEvent, type SubmissionKey } from "../../core/ledger/event.ts";
import { streamsOf } from "../../core/ledger/make-intent.ts";
import { type Streams, seedsIn, takeSeeds } from "../../core/ledger/streams.ts";
import { tagName } from "../../core/ledger/tag-message.ts";
import type { Clearance } from "../../core/pass/approval/approval.ts";
import { clearances } from "../../core/pass/approval/clearance.ts";
import { type Asking, all, ask } from "../../core/pass/asking.ts";
import type { View } from "../../core/pass/view.ts";
import { Failure, Outage, orFailure } from "../../core/problems/failure.ts";
import { type Accepted } from "../../core/production/accepted.ts";
import { heldBack, neverReason } from "../../core/production/held-back.ts";
import type { Production } from "../../core/production/production.ts";
import { decideAll } from "../../core/submission/decide-all.ts";
import type { Observation } from "../../core/submission/observation.ts";
import { seedsGiven } from "../ledger-access/made-lists.ts";
import { run } from "./gather.ts";
import { momentAt } from "./moment-at.ts";
import type { Pass } from "./pass.ts";
import { type Brought, prepare } from "./prepare.ts";
import { trialsOf } from "./trials-of.ts";

/** The first events of a submission, and the commit that brought it to main. None: a run that main held between two passes. */
export type NewSubmission = {
  readonly key: SubmissionKey;
  readonly commit: string;
  /** `undefined`: nobody asked. */
  readonly pullRequest?: number | null;
  readonly events: readonly SubmissionEvent[];
};

/** What main holds and the ledger does not know; each takes the seeds that the one before left. */
export const enterAll = async (
  pass: Pass,
  view: View,
  mainHead: string,
  fresh: readonly Accepted[],
): Promise<readonly NewSubmission[]> => {
  if (fresh.length === 0) return [];
  const tags = new Set(await pass.tagNames());
  const broughtOf = await broughtBy(pass, view, mainHead, fresh);
  const entered: NewSubmission[] = [];
  let streams: Streams = await seedsGiven(
    { ledger: pass.ports.ledger, head: view.head },
    fresh.flatMap(({ production }) => streamsOf(production)),
  );
  for (const accepted of fresh) {
    const brought = broughtOf(accepted);
    const events = await enter(pass, view, accepted, { ...brought, streams, tags });
    const { commit, pullRequest } = brought;
    entered.push({ key: keyOf(accepted.production), commit, pullRequest, events });
    streams = takeSeeds(streams, seedsIn(events));
  }
  return entered;
};

/** How it came to main, and why it may not be submitted, if so. */
type Passport = Brought & Pick<Clearance, "lacking" | "whose">;

const broughtBy = async (
  pass: Pass,
  { head }: View,
  mainHead: string,
  fresh: readonly Accepted[],
): Promise<(accepted: Accepted) => Passport> => {
  const clearanceOf = clearances(momentAt(pass, head, mainHead), [
    ...new Set(fresh.map(({ production }) => production.folder)),
  ]);
  const passports = await run(
    pass,
    all(
      fresh.map(function* ({ production }): Asking<Passport> {
        const change = yield* ask({ ask: "last-change", commit: mainHead, path: production.folder });
        const { commit, author } = change ?? { commit: mainHead, author: "unknown" };
        const { opener, ...clearance } = yield* clearanceOf(commit, production);
        return { commit, validatedAt: mainHead, requester: opener ?? author, ...clearance };
      }),
    ),
  );
  const known = new Map(fresh.map((accepted, at) => [accepted, passports[at]]));
  return (accepted) => {
    const passport = known.get(accepted);
    if (passport === undefined) throw new Error(`nobody asked how ${accepted.production.folder} came to main`);
    return passport;
  };
};

type EnteredBefore = { readonly streams: Streams; readonly tags: ReadonlySet<string> };

const enter = async (
  pass: Pass,
  view: View,
  accepted: Accepted,
  { tags, ...from }: Passport & EnteredBefore,
): Promise<readonly SubmissionEvent[]> => {
  const { intent } = await prepare(pass, view.head, accepted, {
    ...from,
    supersedes: [
      ...(accepted.production.request.supersedes ?? []),
      ...(await trialsOf(pass.ports.ledger, view.head, accepted.production)),
    ],
  });
  const { submit } = accepted.production.request;
  const seen: Observation =
    submit === "never"
      ? {
          kind: "not-to-submit",
          reason: neverReason,
          held: { content: accepted.content, contentDigest: accepted.production.contentDigest },
        }
      : { kind: "promised", intent };
  const all = [seen, ...(submit === "never" ? [] : await whyNot(pass, tagName(intent), submit, { tags, ...from }))];
  return decideAll({ kind: "none" }, all, pass.context).events;
};

/** What stops a promise at once: its git tag, or that nobody has allowed it. */
const whyNot = async (
  pass: Pass,
  tag: string,
  submit: Parameters<typeof heldBack>[0],
  { tags, lacking, whose = [] }: Pick<Passport, "lacking" | "whose"> & Pick<EnteredBefore, "tags">,
): Promise<readonly Observation[]> => {
  const tagged = tags.has(tag) ? await tagFault(pass, tag) : undefined;
  if (tagged !== undefined) return [{ kind: "tag-conflict", reason: tagged }];
  const reason = lacking ?? heldBack(submit, false);
  return reason === undefined ? [] : [{ kind: "not-allowed", reason, ...(lacking === undefined ? {} : { whose }) }];
};

/** A tag without an entry means that the ledger lost something, or that somebody made the tag: a person looks. */
const tagFault = async ({ ports: { tags } }: Pass, name: string): Promise<string | undefined> => {
  const message = await orFailure(() => tags.message(name));
  if (message instanceof Outage) throw message;
  if (message instanceof Failure) return message.message;
  return message === undefined ? undefined : `the git tag ${name} exists, but the ledger has no entry for it`;
};
