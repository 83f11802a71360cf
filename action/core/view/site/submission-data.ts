import type { Intent, LedgerEvent } from "../../ledger/event.ts";
import { coreHoursForeseen, parentsOf } from "../../ledger/intended-steps.ts";
import { commandsNow } from "../../submission/commands-now.ts";
import { stateTable } from "../../submission/states.ts";
import { asksPerson } from "../../submission/ways-out.ts";
import { cardOf } from "../ledger/card.ts";
import { notesOf } from "../status/notes-text.ts";
import { describeState } from "../status/state-text.ts";
import { targetOf } from "../status/status-text.ts";
import { historyRows } from "./history-rows.ts";
import type { AskedData, SubmissionData } from "./site-data.ts";
import type { WholeSubmission } from "./site-row.ts";
import { stepsData } from "./steps-data.ts";

/** All that a page says of one submission. */
export const submissionData = ({ key, events, state }: WholeSubmission): SubmissionData => {
  const card = cardOf(key, state);
  const own = events.filter((event) => "key" in event) as readonly Extract<LedgerEvent, { readonly key: unknown }>[];
  return {
    key,
    ...{ state: state.kind, phase: stateTable[state.kind].phase, asks: asksPerson(state) },
    ...{ means: stateTable[state.kind].means, words: describeState(state) },
    since: "since" in state ? state.since : (events[0]?.at ?? ""),
    notes: notesOf(state),
    commands: asksPerson(state) ? commandsNow(state, targetOf(key)) : [],
    history: historyRows(own),
    ...("intent" in state ? { asked: askedOf(state.intent, state.attempt) } : {}),
    steps: "intent" in state ? stepsData(state, own) : [],
    ...(card === undefined ? {} : { card }),
  };
};

const askedOf = (intent: Intent, attempt: number): AskedData => ({
  ...{ folder: intent.folder, commit: intent.commit, pullRequest: intent.pullRequest },
  ...{ by: intent.requester, approved: intent.approval, contact: intent.contact },
  panda: `${intent.panda.url} as ${intent.panda.userName}, ${intent.panda.prodSourceLabel}`,
  ...{ group: intent.panda.workingGroup, outDS: intent.outDS, monitor: intent.monitor },
  ...{ attempt, jobs: intent.jobs, coreHoursForeseen: coreHoursForeseen(intent) ?? null },
  parents: parentsOf(intent),
});
