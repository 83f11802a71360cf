import type { Intent } from "../ledger/event.ts";
import { fingerprint, workflowName } from "../ledger/names.ts";

/** What is given to PanDA for one submission. Equal for all attempts but for the workflow's name and the mark. */
export type SubmissionRequest = {
  readonly outDS: string;
  readonly workflowName: string;
  /** Survives into every task; at most 100 characters. */
  readonly fingerprint: string;
  readonly vo: string;
  readonly workingGroup: string;
  readonly prodSourceLabel: string;
  /** Of all its tasks; left out where each step says its own. */
  readonly cores: number | undefined;
  readonly archive: Uint8Array;
  readonly steps: readonly string[];
};

export const makeSubmissionRequest = (
  intent: Intent,
  repository: string,
  attempt: number,
  archive: Uint8Array,
): SubmissionRequest => ({
  outDS: intent.outDS,
  workflowName: workflowName(repository, intent.label, attempt),
  fingerprint: fingerprint(repository, intent.label, attempt, intent.contentDigest),
  vo: intent.panda.vo,
  workingGroup: intent.panda.workingGroup,
  prodSourceLabel: intent.panda.prodSourceLabel,
  cores: intent.cores,
  archive,
  steps: intent.steps,
});
