import type { Intent, LedgerEvent, SubmissionEvent, SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { keyOf } from "../../../../action/core/ledger/event.ts";
import type { StepCompletion } from "../../../../action/core/ledger/step-completion.ts";
import { fold } from "../../../../action/core/submission/fold.ts";
import type { StateKind } from "../../../../action/core/submission/state.ts";
import type { WholeSubmission } from "../../../../action/core/view/site/submission-data.ts";
import { anIntent, at, lineOf, pastOf } from "../../submission/a-submission.ts";

/** Two steps, of which the second reads the first. */
export const twoSteps = {
  format: 1,
  request: {
    build: "ana.530",
    steps: {
      simulate: { jobs: 10, eventsPerJob: 100, estimate: { seconds: 36 }, out: ["hits.root"] },
      merge: { eventsPerJob: 1000, estimate: { seconds: 0.36 }, in: [{ from: "simulate" }], out: ["m.root"] },
    },
  },
  resources: [],
} as const;

export const aRequest = (change: Partial<Intent> = {}): Intent =>
  anIntent({ content: twoSteps, stepJobs: { simulate: 10, merge: 1 }, ...change });

export const recorded = (step: string, change: object = {}): StepCompletion => ({
  ...{ step, task: 1, kind: "all", count: 10, first: 1, last: 10, sites: { BNL: 10 }, failures: {} },
  used: { jobs: 10, seconds: 60, cpuSeconds: 18_000, megabytes: 900 },
  outputs: { [`out_${step}`]: { files: 10, bytes: 5000 } },
  ...change,
});

/** With its events, an hour apart from ten on. */
export const readOf = (intent: Intent, events: readonly SubmissionEvent[]): WholeSubmission => {
  const key: SubmissionKey = keyOf(intent);
  const lines: readonly LedgerEvent[] = events.map((event, index) => lineOf(event, at(`${10 + index}:00`), key));
  return { key, events: lines, state: fold(lines) };
};

export const aRead = (
  kind: StateKind,
  change: Partial<Intent> = {},
  more: readonly SubmissionEvent[] = [],
): WholeSubmission => {
  const intent = aRequest(change);
  return readOf(intent, [...pastOf(kind, { intent }), ...more]);
};
