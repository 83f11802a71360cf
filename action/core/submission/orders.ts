import type { SubmissionState, Wish } from "./state.ts";

export type Order = { readonly verb: Wish["verb"]; readonly task: number; readonly attemptNr: number };
type Standing = { readonly id: number; readonly status: string; readonly attemptNr: number };

/** JEDI takes a retry of these; an exhausted task needs the production role (panda-wire part 10). */
const retriable = ["finished", "failed", "exhausted"];
/** JEDI refuses to kill what has ended or is ending. */
const unkillable = ["finished", "done", "prepared", "broken", "aborted", "toabort", "aborting", "failed"];

/**
 * Which tasks are to be told what a person wished. A task that was told a retry at this attempt is not told again: if
 * the answer was lost, its attempt number and status say whether it worked. A kill may be repeated.
 */
export const ordersFor = (state: SubmissionState, tasks: readonly Standing[]): readonly Order[] => {
  const wish = "wish" in state ? state.wish : undefined;
  if (wish === undefined) return [];
  const wanted = tasks.filter(({ id, status, attemptNr }) => {
    if (wish.verb === "kill") return !unkillable.includes(status);
    return retriable.includes(status) && !wish.told.some((told) => told.task === id && told.attemptNr === attemptNr);
  });
  return wanted.map(({ id, attemptNr }) => ({ verb: wish.verb, task: id, attemptNr }));
};
