import { isTrial } from "../../conventions/version-style.ts";
import type { Releases } from "../../ledger/main-event.ts";
import { mayAnyoneWrite, type Rules, readRules, rulePlaces } from "../../policy/rules.ts";
import { type Production, trialNamesRead } from "../../production/production.ts";
import { onceEach } from "../../text/once.ts";
import type { Moment } from "../reads.ts";
import { approvals, type ClearanceOf } from "./approval.ts";
import { approvedRules } from "./approved-rules.ts";

/**
 * Approvals, and what the record is worth: a release is only submitted where a GitHub App alone writes the ledger, or
 * where the approved conventions furthest up say that every collaborator may.
 */
export const clearances = (moment: Moment, folders: readonly string[]): ClearanceOf => {
  const approvalOf = approvals(moment, folders);
  const mayAllWrite = onceEach(async (folder: string): Promise<boolean> => {
    if (releasesIn(moment) === "submitted") return true;
    return mayAnyoneWrite(await rulesOf(moment, folder), folder);
  });
  return async (commit, production, submits) => {
    const clearance = await approvalOf(commit, production, submits);
    const unread = await trialRead(moment, production);
    if (unread !== undefined) return { ...clearance, lacking: `it reads data of a trial: ${unread}` };
    if (clearance.lacking !== undefined || isTrial(production.version)) return clearance;
    if (await mayAllWrite(production.folder)) return clearance;
    return { ...clearance, lacking: withoutApp };
  };
};

/** A forecast takes it that people approved the rules that stand there. */
async function rulesOf(moment: Moment, folder: string): Promise<Rules> {
  const { mainHead: at, approvals: from } = moment;
  return from === "assumed"
    ? readRules(await moment.git.files(at, rulePlaces([folder])))
    : await approvedRules(moment).upTo(at, [folder]);
}

/** Why it may not read what it reads by names of its own. The ledger is asked only where a name has the mark of a trial's version. */
async function trialRead({ ledger, ledgerHead }: Moment, production: Production): Promise<string | undefined> {
  const names = trialNamesRead(production);
  if (names.length === 0) return undefined;
  const [unread] = (await ledger.dataOfTrials(ledgerHead, names)).values();
  return unread;
}

/** Of productions whose conventions say nothing of it. A forecast takes the word of the last pass. */
export const releasesIn = ({
  approvals: from,
  soleWriter,
  ledgerHead,
}: Pick<Moment, "approvals" | "soleWriter" | "ledgerHead">): Releases => {
  if (from === "assumed") return ledgerHead.releases ?? "submitted";
  return from === "not-needed" || soleWriter ? "submitted" : "held";
};

export const withoutApp =
  "without a GitHub App everybody who may push can write the ledger, so no release is submitted; set up the App, or write `ledger: every-collaborator-may-write-it` into the conventions furthest up in a pull request that is approved before it is merged, then say `/shrek submit`";
