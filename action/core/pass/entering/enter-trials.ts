import { nextTrial, releaseOf } from "../../conventions/version-style.ts";
import { keyOf, partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import type { MainEvent, TrialCommand } from "../../ledger/main-event.ts";
import { streamOfTrial, streamsOf } from "../../ledger/make-intent.ts";
import { seedsIn, takeSeeds } from "../../ledger/streams.ts";
import { describeError, Failure, orFailure } from "../../problems/failure.ts";
import { next } from "../../submission/next.ts";
import { approvalOf } from "../authorization/authorize-trial.ts";
import { addEvents, type Planned, type Planning, plannedEvents, withWords } from "../planned.ts";
import type { Moment } from "../reads.ts";
import { makeTrial, type TrialMade } from "../trials/make-trial.ts";
import type { KeyedEvent } from "../view.ts";
import { prepare } from "./prepare.ts";

export type TrialRefused = TrialCommand & { readonly reason: string };

export type TrialsEntered = {
  readonly entries: readonly { readonly key: SubmissionKey; readonly commit: string }[];
  readonly main: readonly MainEvent[];
  readonly refused: readonly TrialRefused[];
};

/**
 * Each order becomes an intent, under the next number of the ledger, or is answered with the reason why not: in one
 * commit with the answer, so that an order has one effect. What cannot be asked for now waits for the next pass.
 */
export async function enterTrials(
  planning: Planning,
  from: Planned,
): Promise<{ readonly planned: Planned; readonly tried: TrialsEntered }> {
  let planned = from;
  const [entries, main, refused]: [{ key: SubmissionKey; commit: string }[], MainEvent[], TrialRefused[]] = [
    [],
    [],
    [],
  ];
  for (const command of planning.approvals === "asked" ? planning.ledgerHead.trials : []) {
    const answer = await orFailure(() => answerTrial(planning, planned, command));
    if (answer instanceof Failure) {
      planning.notes.tell(`The trial of pull request #${command.pullRequest} waits: ${describeError(answer)}`);
      continue;
    }
    const why = `Trial of pull request #${command.pullRequest}`;
    main.push(answer.main);
    if ("reason" in answer) {
      refused.push({ ...command, reason: answer.reason });
      planned = withWords(planned, why);
    } else {
      entries.push({ key: answer.key, commit: command.head });
      planned = addEvents(planning, planned, `${why}: ${answer.key}`, answer.events);
    }
  }
  return { planned, tried: { entries, main, refused } };
}

type AnsweredTrial = { readonly main: MainEvent } & (
  | { readonly reason: string }
  | { readonly key: SubmissionKey; readonly events: readonly KeyedEvent[] }
);

async function answerTrial(planning: Planning, planned: Planned, command: TrialCommand): Promise<AnsweredTrial> {
  const { confirms, head, by, pullRequest } = command;
  const made = await newTrial(planning, command, [...planned.view.states.keys()]);
  if (made.kind === "not-allowed")
    return { reason: made.reason, main: { event: "trial-answered", confirms, refused: made.reason } };
  const trial = { ...command, of: made.of };
  const streams = streamsOf(made.valid.production).map(streamOfTrial);
  const given = await planning.ledger.seeds(planning.ledgerHead, streams);
  const { intent } = await prepare(planning, made.valid, {
    commit: head,
    validatedAt: head,
    requester: by,
    pullRequest,
    approval: approvalOf(trial),
    trial,
    streams: takeSeeds(given, seedsIn(plannedEvents(planned).map(([, event]) => event))),
  });
  const key = keyOf(intent);
  const { events } = next({ kind: "none" }, { kind: "new-intent", intent }, planning.context);
  return {
    key,
    events: events.map((event): KeyedEvent => [key, event]),
    main: { event: "trial-answered", confirms, entered: key },
  };
}

/** An order that waits: under the next number of the ledger, validated as a version that is new. */
export const newTrial = (
  moment: Moment,
  command: TrialCommand,
  /** What is on the ledger as soon as the plan is. */
  planned: readonly SubmissionKey[],
): Promise<TrialMade> => {
  const { ledgerHead } = moment;
  return makeTrial({ ...moment, github: moment.githubNow }, command, {
    async versionOf({ production: { tag, version } }) {
      const known = await moment.ledger.submissions(ledgerHead, tag);
      const taken = [...known, ...planned.filter((key) => partsOfKey(key).tag === tag)].map(
        (key) => partsOfKey(key).version,
      );
      return nextTrial(releaseOf(version), [version, ...taken]);
    },
    validate: ({ source: { folder }, of: { production }, version }) =>
      moment.machine.validatedTrial({
        ledger: ledgerHead,
        at: command.head,
        folder,
        tag: production.tag,
        version,
        command,
      }),
  });
};
