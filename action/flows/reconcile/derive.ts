import type { Intent } from "../../core/ledger/event.ts";
import type { View } from "../../core/pass/view.ts";
import type { SubmitAsked } from "../../core/policy/reviews.ts";
import { Failure } from "../../core/problems/failure.ts";
import { type Accepted } from "../../core/production/accepted.ts";
import { heldBack } from "../../core/production/held-back.ts";
import type { Observation } from "../../core/submission/observation.ts";
import { observeMain } from "../../core/submission/on-main.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { once } from "../../core/text/once.ts";
import { forcePushed, wayToAccept } from "../../core/view/status/main-text.ts";
import type { Clearance } from "./approval.ts";
import { clearances } from "./clearance.ts";
import { deriveTrial, isTrialPromise } from "./derive-trial.ts";
import type { CallAuthorization, OpenIntent } from "./derived.ts";
import { findOnMain, mainAt, ofTag } from "./main-now.ts";
import { verifyOrder } from "./order-fault.ts";
import type { Pass } from "./pass.ts";

export type Deriving = (state: OpenIntent) => Promise<CallAuthorization>;

/**
 * What git and GitHub say of promises at one head of main. A promise names what it is for, and nothing else of it is
 * believed: whoever may write the ledger can forge it (ADR 11). Asked once in a pass for each head and promise.
 */
export const authorizeAt = (
  pass: Pass,
  head: string,
  intents: readonly Intent[],
  foundAs = findOnMain(pass, head, intents),
): Deriving => {
  const mainSays = mainAt(pass, head, intents);
  const clearanceOf = clearances(pass, head, [...new Set(intents.map(({ folder }) => folder))]);
  const derive = async (state: OpenIntent): Promise<CallAuthorization> => {
    const { intent, attempt, past } = state;
    const wordMissing = {
      kind: "not-allowed",
      reason: `attempt ${attempt} lacks the decision of a person: \`/shrek submit\``,
    } as const;
    if (isTrialPromise(state)) return (await isSpent(pass, head, state)) ? wordMissing : deriveTrial(pass, head, state);
    const held = await foundAs(intent);
    if (held.kind === "refused") return { ...held, isNew: (await mainSays(intent))?.kind === "on-main" };
    const seen = observeMain(intent, ofTag(held));
    const all = held.kind === "held" ? held.all : [];
    const accepted = all.find(({ production }) => isMeant(intent, production));
    if (seen.kind !== "on-main") return seen;
    if (accepted === undefined) throw new Error(`main holds ${intent.tag}, and nothing of it was found`);
    const commit = await commitOf(pass, head, intent, accepted);
    const first = await clearanceOf(commit, accepted.production);
    if (
      first.lacking === undefined &&
      heldBack(accepted.production.request.submit, false) === undefined &&
      past.spentCommands === undefined
    )
      return derivedOf({ head, commit }, accepted, first, []);
    const submits = await verifiedSubmits(pass, head, { intent, commit }, past.releases);
    if (isWithoutWord(past, submits)) return wordMissing;
    const clearance = first.lacking === undefined ? first : await clearanceOf(commit, accepted.production, submits);
    return derivedOf({ head, commit }, accepted, clearance, submits);
  };
  // A head of main says nothing of a pull request: a trial is asked about anew before each call.
  const trials: Pass["derived"] = new Map();
  return (state) => {
    const asked = isTrialPromise(state) ? trials : pass.derived;
    const key = derivingKey(head, state);
    const known = asked.get(key) ?? derive(state);
    asked.set(key, known);
    return known;
  };
};

/** At main's head of this moment, asked once for all that are about to be called. A Failure when it was force-pushed meanwhile. */
export const derivingNow = (pass: Pass, { head: { cursor } }: View, intents: readonly Intent[]): Deriving => {
  const { main } = pass.ports;
  const asked = once(async () => {
    const head = await main.head();
    if (cursor !== undefined && (await main.since(cursor, head)) === "rewritten")
      throw new Failure(`${forcePushed(cursor)}.`, { wayOut: wayToAccept });
    return authorizeAt(pass, head, intents);
  });
  return async (state) => (await asked())(state);
};

/** What was found out when main was read holds at that head for the whole pass. */
export const noteAuthorization = (pass: Pass, accepted: Accepted, intent: Intent, clearance: Clearance): void => {
  const derived = derivedOf({ head: intent.validatedAt, commit: intent.commit }, accepted, clearance, []);
  const fresh = { intent, attempt: 1, past: { releases: [], spentCommands: undefined } };
  pass.derived.set(derivingKey(intent.validatedAt, fresh), Promise.resolve(derived));
};

/** Behind a refusal each attempt needs a word that no earlier one used. */
const isWithoutWord = ({ spentCommands }: OpenIntent["past"], submits: readonly VerifiedSubmit[]): boolean =>
  spentCommands !== undefined && !submits.some(({ id }) => !spentCommands.includes(id));

const isSpent = async (pass: Pass, head: string, { intent, past }: OpenIntent): Promise<boolean> =>
  past.spentCommands !== undefined &&
  isWithoutWord(past, await verifiedSubmits(pass, head, { intent, commit: intent.commit }, past.releases));

type VerifiedSubmit = SubmitAsked & { readonly id: string };

/** Of what was said for its submission, what stands on GitHub today, and was said when main held it; dated as GitHub dates it. */
const verifiedSubmits = async (
  pass: Pass,
  head: string,
  { intent, commit }: { readonly intent: Intent; readonly commit: string },
  releases: OpenIntent["past"]["releases"],
): Promise<readonly VerifiedSubmit[]> => {
  if (releases.length === 0) return [];
  const merged = (await pass.ports.people?.pullRequestOf(commit))?.mergedOn;
  const { contentDigest } = intent;
  const asked = releases.map(async (release) => {
    const { by: login, id } = release;
    const { at } = await verifyOrder(pass, head, { intent, merged }, release);
    return at === undefined ? [] : [{ id, login, contentDigest, at }];
  });
  return (await Promise.all(asked)).flat();
};

const isMeant = ({ version, run, contentDigest }: Intent, production: Accepted["production"]): boolean =>
  production.version === version && production.run === run && production.contentDigest === contentDigest;

/** The commit of a promise is checked like any other; where the folder has moved since, the one that moved it counts. */
const commitOf = async ({ ports: { main } }: Pass, head: string, intent: Intent, { production }: Accepted) => {
  const { folder } = production;
  if (folder === intent.folder && (await main.since(intent.commit, head)) !== "rewritten") return intent.commit;
  return (await main.lastChanges(head, [folder])).get(folder)?.commit ?? head;
};

const derivedOf = (
  { head, commit }: { readonly head: string; readonly commit: string },
  accepted: Accepted,
  { lacking, whose = [], pullRequest, approval }: Clearance,
  submits: readonly SubmitAsked[],
): CallAuthorization => {
  const reason = lacking ?? heldBack(accepted.production.request.submit, submits.length > 0);
  return reason === undefined
    ? { ...accepted, kind: "may-call", head, commit, pullRequest, approval }
    : { kind: "not-allowed", reason, ...(lacking === undefined || whose.length === 0 ? {} : { whose }) };
};

const derivingKey = (
  head: string,
  {
    intent,
    attempt,
    past,
  }: Pick<OpenIntent, "intent" | "attempt"> & {
    readonly past: Pick<OpenIntent["past"], "releases" | "spentCommands">;
  },
): string => {
  const { tag, version, run, folder, commit, contentDigest, trial } = intent;
  return JSON.stringify([
    head,
    tag,
    version,
    run,
    folder,
    commit,
    contentDigest,
    trial ?? null,
    attempt,
    past.releases,
    past.spentCommands,
  ]);
};
