import { partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import type { SubmissionState } from "../../submission/state.ts";

export type SubmissionStatus = { readonly key: SubmissionKey; readonly state: SubmissionState };

/** Without its run, as `shrek files` takes it. */
export const versionTarget = (key: SubmissionKey): string => {
  const { tag, version } = partsOfKey(key);
  return `${tag}@${version}`;
};

/** What a command names: `TAG@VERSION`, and of a run `TAG@VERSION#82372`. */
export const targetOf = (key: SubmissionKey): string => {
  const { tag, version, run } = partsOfKey(key);
  return `${tag}@${version}${run === undefined ? "" : `#${run}`}`;
};
