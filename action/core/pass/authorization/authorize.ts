import type { Intent } from "../../ledger/event.ts";
import { Failure } from "../../problems/failure.ts";
import { heldBack } from "../../production/held-back.ts";
import { placesOnMain } from "../../production/production.ts";
import { type ValidProduction } from "../../production/valid-production.ts";
import { once } from "../../text/once.ts";
import type { Clearance } from "../approval/approval.ts";
import { clearances } from "../approval/clearance.ts";
import { forcePushed, wayToAccept } from "../main-text.ts";
import { type FreshReads, type Moment, momentOf, type Reads, type Situation } from "../reads.ts";
import type { Authorization, OpenIntent } from "./authorization.ts";
import { authorizeTrial, isOfTrial } from "./authorize-trial.ts";
import { badDataRead } from "./bad-data.ts";
import { observeMain } from "./on-main.ts";
import { findOnMain, ofTag, onMainNow } from "./productions-on-main.ts";
import { submitsOnGitHub } from "./submits-on-github.ts";

export type Authorize = (state: OpenIntent) => Promise<Authorization>;

/** What git and GitHub say of intents at one head of main. Of an intent only what it is for is believed (ADR 11). */
export const authorizeAt = (
  moment: Moment,
  intents: readonly Intent[],
  find = findOnMain(moment, moment.mainHead),
): Authorize => {
  const { mainHead: head } = moment;
  const clearanceOf = clearances(moment, [...new Set(intents.map(({ folder }) => folder))]);
  return async (state) => {
    const { intent, past } = state;
    // A head of main says nothing of a pull request.
    if (isOfTrial(state)) return await authorizeTrial({ ...moment, github: moment.githubNow }, state);
    const found = await find(intent);
    if (found.kind === "refused")
      return { ...found, isNew: (await onMainNow(moment, head, intent, find))?.kind === "on-main" };
    const seen = observeMain(intent, ofTag(found));
    if (seen.kind !== "on-main") return seen;
    const valid = (found.kind === "held" ? found.all : []).find(({ production }) => isMeant(intent, production));
    if (valid === undefined) throw new Error(`main holds ${intent.tag}, and nothing of it was found`);
    const { production } = valid;
    const bad = await badDataRead(moment, production);
    if (bad !== undefined) return { kind: "not-allowed", ...bad };
    const commit = await commitOf(moment, head, intent, valid);
    const first = await clearanceOf(commit, production);
    const submits = first.lacking === undefined ? [] : await submitsOnGitHub(moment, { intent, commit }, past.releases);
    const clearance = submits.length === 0 ? first : await clearanceOf(commit, production, submits);
    return authorizationOf({ head, commit }, valid, clearance, past.releases.length > 0);
  };
};

/** At main's head of this moment, asked once for all that are about to be called. A Failure when it was force-pushed meanwhile. */
export const authorizeNow = (situation: Situation & FreshReads, intents: readonly Intent[]): Authorize => {
  const { cursor } = situation.ledgerHead;
  const atHead = once(async (): Promise<Authorize> => {
    const mainHead = await situation.git.mainHead();
    if (cursor !== undefined && (await situation.git.since(cursor, mainHead)) === "rewritten")
      throw new Failure(`${forcePushed(cursor)}.`, { wayOut: wayToAccept });
    return authorizeAt(momentOf(situation, mainHead), intents);
  });
  return async (state) => (await atHead())(state);
};

const isMeant = ({ version, run, contentDigest }: Intent, production: ValidProduction["production"]): boolean =>
  production.version === version && production.run === run && production.contentDigest === contentDigest;

/** The commit of an intent is checked like any other; where the folder has moved since, the one that moved it counts. */
async function commitOf(reads: Reads, head: string, intent: Intent, { production }: ValidProduction): Promise<string> {
  const { commit } = intent;
  if (production.folder === intent.folder && (await reads.git.since(commit, head)) !== "rewritten") return commit;
  return (await reads.git.lastChange(head, placesOnMain(production)))?.commit ?? head;
}

const authorizationOf = (
  { head, commit }: { readonly head: string; readonly commit: string },
  valid: ValidProduction,
  { lacking, whose = [], pullRequest, approval }: Clearance,
  isReleased: boolean,
): Authorization => {
  const reason = lacking ?? heldBack(valid.production.request.submit, isReleased);
  return reason === undefined
    ? { ...valid, kind: "may-call", head, commit, pullRequest, approval }
    : { kind: "not-allowed", reason, ...(lacking === undefined || whose.length === 0 ? {} : { whose }) };
};
