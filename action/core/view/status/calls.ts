import type { Questioned } from "../../outcomes/news.ts";
import { isStopped } from "../../submission/states.ts";
import { asksPerson, isOver } from "../../submission/ways-out.ts";
import type { SubmissionStatus } from "./status-text.ts";

/** One new comment on a pull request that calls the people of its productions. */
export type PeopleCall = {
  /** The same id is never posted twice. */
  readonly id: string;
  readonly kind: "person" | "failed" | "ended";
  readonly about: readonly SubmissionStatus[];
};

/**
 * About what the people of a pull request are called now: whenever one more of its submissions has come to ask a
 * person, and when all have ended. The id counts what was asked so far, so it stays the same until something new is
 * asked, and a comment that could not be posted is posted by a later pass. Of an end it counts what ended too: behind the
 * end of a trial comes that of the release.
 */
export const callOf = (submissions: readonly (SubmissionStatus & Questioned)[]): PeopleCall | undefined => {
  const times = submissions.reduce((sum, one) => sum + one.times, 0);
  const asking = submissions.filter(({ state }) => asksPerson(state));
  if (asking.length > 0) {
    const kind = asking.every(({ state }) => isStopped(state.kind)) ? "failed" : "person";
    return { id: `person/${times}`, kind, about: asking };
  }
  const counted = submissions.filter(({ state }) => "intent" in state);
  if (counted.length === 0 || !submissions.every(({ state }) => isOver(state))) return undefined;
  return { id: `ended/${times}/${counted.length}`, kind: "ended", about: counted };
};
