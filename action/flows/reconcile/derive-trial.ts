import { isTrial, releaseOf, trialNumber } from "../../core/conventions/trial.ts";
import { acceptedAs, validateOne } from "../../core/cross-checks/check-sources.ts";
import { partsOfKey } from "../../core/ledger/event.ts";
import { promisedIn } from "../ledger-access/history.ts";
import type { CallAuthorization, OpenIntent } from "./derived.ts";
import type { Pass } from "./pass.ts";
import { trialMade } from "./trial-made.ts";

type TrialPromise = Pick<OpenIntent, "intent"> & {
  readonly intent: { readonly trial: NonNullable<OpenIntent["intent"]["trial"]> };
};

export const isTrialPromise = (state: Pick<OpenIntent, "intent">): state is TrialPromise =>
  state.intent.trial !== undefined;

/** What git and GitHub say of a trial: its pinned head stands for main, and the order for merge and approval. */
export const deriveTrial = async (
  pass: Pass,
  mainHead: string,
  { intent }: TrialPromise,
): Promise<CallAuthorization> => {
  const { people } = pass.ports;
  const notAllowed = (reason: string): CallAuthorization => ({
    kind: "not-allowed",
    reason: `its trial is not allowed: ${reason}`,
  });
  if (people === undefined) return notAllowed("the comment that orders it cannot be read from here");
  const { trial, tag, version, run, folder, contentDigest } = intent;
  const { of, ...order } = trial;
  const twin = await answerOf(pass, intent);
  if (twin !== undefined) return notAllowed(`its order was answered by ${tag} ${twin}`);
  const made = await trialMade(pass, mainHead, order, {
    people,
    versionOf: async ({ production: own }) => (releaseOf(own.version) === releaseOf(version) ? version : own.version),
    judge: async (source) => {
      const judgements = validateOne(source);
      return { accepted: acceptedAs(judgements, tag), problems: judgements.flatMap(({ problems }) => problems) };
    },
  });
  if (made.kind === "not-allowed") return notAllowed(made.reason);
  const { production } = made.accepted;
  const isPromised =
    isTrial(version) &&
    production.version === version &&
    production.run === run &&
    production.folder === folder &&
    production.contentDigest === contentDigest &&
    made.of === of;
  if (!isPromised) return notAllowed(`the ledger promises something else than ${trial.head.slice(0, 12)} holds`);
  return {
    ...made.accepted,
    kind: "may-call",
    head: trial.head,
    commit: trial.head,
    pullRequest: trial.pullRequest,
    approval: approvalOf(trial),
  };
};

export const approvalOf = ({ by, id }: TrialPromise["intent"]["trial"]): string =>
  `a trial, ordered by ${by} in comment ${id}`;

/**
 * One command that was confirmed, one trial (SAFETY invariant 14), whichever comments confirm it: its answer was an earlier number with the same order, or any of which a
 * check was begun, whatever number it has.
 */
const answerOf = async (
  { ports: { ledger } }: Pass,
  { tag, version, trial }: TrialPromise["intent"],
): Promise<string | undefined> => {
  const head = await ledger.head();
  const others = (await ledger.submissions(head, tag)).filter((key) =>
    isAnotherTrial(partsOfKey(key).version, version),
  );
  const read = await ledger.read(head, others);
  const twin = others.find((key) => {
    const events = read.get(key) ?? [];
    const isEarlier = trialNumber(partsOfKey(key).version) < trialNumber(version);
    return (
      promisedIn(events)?.trial?.confirms === trial.confirms &&
      (isEarlier || events.some(({ event }) => event === "checking"))
    );
  });
  return twin === undefined ? undefined : partsOfKey(twin).version;
};

const isAnotherTrial = (one: string, other: string): boolean => isTrial(one) && one !== other;
