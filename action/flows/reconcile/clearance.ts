import { isTrial } from "../../core/conventions/trial.ts";
import type { Releases } from "../../core/ledger/main-event.ts";
import type { SubmitAsked } from "../../core/policy/reviews.ts";
import { mayAnyoneWrite } from "../../core/policy/rules.ts";
import type { Production } from "../../core/production/production.ts";
import { onceEach } from "../../core/text/once.ts";
import { dataOfTrials } from "../ledger-access/trial-data.ts";
import { approvals, type Clearance } from "./approval.ts";
import { approvedRules } from "./approved-rules.ts";
import type { Pass } from "./pass.ts";

/**
 * Approvals, and what the record is worth: a release is only submitted where a GitHub App alone writes the ledger, or
 * where the approved conventions furthest up say that every collaborator may.
 */
export const clearances = (pass: Pass, mainHead: string, folders: readonly string[]) => {
  const { people, ledger } = pass.ports;
  const approvalOf = approvals(pass, mainHead, folders);
  const mayAllWrite = onceEach(async (folder) => {
    if (people === undefined || releasesIn(pass) === "submitted") return true;
    return mayAnyoneWrite(await approvedRules(pass, people, mainHead).upTo(mainHead, [folder]), folder);
  });
  return async (commit: string, production: Production, submits?: readonly SubmitAsked[]): Promise<Clearance> => {
    const clearance = await approvalOf(commit, production, submits);
    const [unread] = (await dataOfTrials(ledger, [production])).values();
    if (unread !== undefined) return { ...clearance, lacking: `it reads data of a trial: ${unread}` };
    if (clearance.lacking !== undefined || isTrial(production.version)) return clearance;
    if (await mayAllWrite(production.folder)) return clearance;
    return { ...clearance, lacking: withoutApp };
  };
};

/** Of productions whose conventions say nothing of it. A terminal has nobody to ask, and submits to this machine only. */
export const releasesIn = ({ ports: { people }, setting: { soleWriter } }: Pass): Releases =>
  people === undefined || soleWriter ? "submitted" : "held";

const withoutApp =
  "without a GitHub App everybody who may push can write the ledger, so no release is submitted; set up the App, or write `ledger: every-collaborator-may-write-it` into the conventions furthest up in a pull request that is approved before it is merged, then say `/shrek submit`";
