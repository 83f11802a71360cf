import { partsOfKey, type SubmissionKey } from "../../../action/core/ledger/event.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { loadView } from "../../../action/flows/ledger-access/ledger-view.ts";
import type { ModelWorld } from "./world.ts";

/** Which promise of docs/safety.md is broken, and how. */
export type Breach = { readonly rule: string; readonly what: string };

export const statesOf = async ({ ledger, keys }: ModelWorld): Promise<ReadonlyMap<SubmissionKey, SubmissionState>> =>
  (await loadView(ledger, keys)).states;

/** Whether a name at PanDA, of a dataset or of a task, is one of this submission. */
export const isOf = (key: SubmissionKey, name: string): boolean => {
  const { version, run } = partsOfKey(key);
  return `${name}_`.includes(`.v${version}.b${run ?? 0}_`);
};
