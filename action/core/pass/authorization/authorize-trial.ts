import { isTrial, releaseOf, trialNumber } from "../../conventions/version-style.ts";
import { validAs, validateOne } from "../../cross-checks/check-sources.ts";
import { partsOfKey } from "../../ledger/event.ts";
import type { HeldBy } from "../../ledger/held-by.ts";
import { intentIn } from "../../ledger/intent-in.ts";
import { Failure } from "../../problems/failure.ts";
import type { Moment } from "../reads.ts";
import { makeTrial, type TrialMaking } from "../trials/make-trial.ts";
import type { Authorization, OpenIntent } from "./authorization.ts";
import { badDataRead } from "./bad-data.ts";

type TrialIntent = OpenIntent["intent"] & { readonly trial: NonNullable<OpenIntent["intent"]["trial"]> };
type OfTrial = Pick<OpenIntent, "intent"> & { readonly intent: TrialIntent };

export const isOfTrial = (state: Pick<OpenIntent, "intent">): state is OfTrial => state.intent.trial !== undefined;

/** What git and GitHub say of a trial: its pinned head stands for main, and the order for merge and approval. */
export async function authorizeTrial(moment: Moment, { intent }: OfTrial): Promise<Authorization> {
  if (moment.approvals === "assumed")
    throw new Failure("GitHub is not asked about trials here.", { wayOut: "The reconcile action asks it." });
  if (moment.approvals === "not-needed") return notAllowed("the comment that orders it cannot be read from here");
  const { trial, tag, version, run, folder, contentDigest } = intent;
  const { of, ...order } = trial;
  const answer = await answerOf(moment, intent);
  if (answer !== undefined) return notAllowed(`its order was answered by ${tag} ${answer}`);
  const made = await makeTrial(moment, order, makingAgain(intent));
  if (made.kind === "not-allowed") return notAllowed(made.reason);
  const { production } = made.valid;
  const isIntended =
    isTrial(version) &&
    production.version === version &&
    production.run === run &&
    production.folder === folder &&
    production.contentDigest === contentDigest &&
    made.of === of;
  if (!isIntended) return notAllowed(`the ledger intends something else than ${trial.head.slice(0, 12)} holds`);
  const bad = await badDataRead(moment, production);
  if (bad !== undefined) return notAllowed(bad.reason, bad);
  return {
    ...made.valid,
    kind: "may-call",
    head: trial.head,
    commit: trial.head,
    pullRequest: trial.pullRequest,
    approval: approvalOf(trial),
  };
}

const notAllowed = (reason: string, held: Partial<HeldBy> = {}): Authorization => ({
  ...held,
  kind: "not-allowed",
  reason: `its trial is not allowed: ${reason}`,
});

export const approvalOf = ({ by, id }: Pick<TrialIntent["trial"], "by" | "id">): string =>
  `a trial, ordered by ${by} in comment ${id}`;

/** Under the version that it was intended, by itself. */
const makingAgain = ({ tag, version }: TrialIntent): TrialMaking => ({
  async versionOf({ production: own }) {
    return releaseOf(own.version) === releaseOf(version) ? version : own.version;
  },
  async validate({ source }) {
    const validated = validateOne(source);
    return { valid: validAs(validated, tag), problems: validated.flatMap(({ problems }) => problems) };
  },
});

/**
 * One command that was confirmed, one trial (SAFETY invariant 14), whichever comments confirm it: its answer was an earlier number with the same order, or any of which a
 * check was begun, whatever number it has.
 */
async function answerOf(
  { ledger, ledgerHead }: Moment,
  { tag, version, trial }: TrialIntent,
): Promise<string | undefined> {
  const others = (await ledger.submissions(ledgerHead, tag)).filter((key) =>
    isAnotherTrial(partsOfKey(key).version, version),
  );
  const read = await ledger.events(ledgerHead, others);
  const answer = others.find((key) => {
    const events = read.get(key) ?? [];
    const isEarlier = trialNumber(partsOfKey(key).version) < trialNumber(version);
    return (
      intentIn(events)?.trial?.confirms === trial.confirms &&
      (isEarlier || events.some(({ event }) => event === "checking"))
    );
  });
  return answer === undefined ? undefined : partsOfKey(answer).version;
}

const isAnotherTrial = (one: string, other: string): boolean => isTrial(one) && one !== other;
