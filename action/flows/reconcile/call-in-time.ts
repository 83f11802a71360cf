import type { SubmissionKey } from "../../core/ledger/event.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { times } from "../../core/times/times.ts";
import { loadView } from "../ledger-access/ledger-view.ts";
import type { Pass } from "./pass.ts";

export type Answers = ReadonlyMap<SubmissionKey, Observation>;

/** Makes the calls whose right this process wrote, at `since` of its clock; none that is late or without its right. */
export const callInTime = async <T extends { readonly key: SubmissionKey }>(
  pass: Pass,
  ones: readonly T[],
  since: number,
  call: (one: T) => Promise<Observation>,
): Promise<Answers> => {
  const { clock } = pass.ports;
  const isHeld = clock.monotonic() - since > times.slowWrite.milliseconds ? await rightsNow(pass) : () => true;
  const answered = await pass.each(ones, async (one): Promise<readonly [SubmissionKey, Observation]> => {
    const inTime = clock.monotonic() - since <= times.callRight.milliseconds && isHeld(one.key);
    return [one.key, inTime ? await call(one) : { kind: "too-late" }];
  });
  return new Map(answered);
};

/** A ledger that cannot be read gives no right. */
const rightsNow = async ({ ports, context }: Pass): Promise<(key: SubmissionKey) => boolean> => {
  const view = await orFailure(() => loadView(ports.ledger));
  if (view instanceof Failure) return () => false;
  const isMine = (state: SubmissionState | undefined): boolean =>
    (state?.kind === "checking" || state?.kind === "submitting") && state.owner.nonce === context.owner.nonce;
  return (key) => isMine(view.states.get(key));
};
