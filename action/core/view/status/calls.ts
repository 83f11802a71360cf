import type { SubmissionKey } from "../../ledger/event.ts";
import type { Questioned } from "../../outcomes/news.ts";
import { compareText } from "../../problems/problem.ts";
import { isStopped } from "../../submission/states.ts";
import { asksPerson, isOver } from "../../submission/ways-out.ts";
import { causeOf } from "./cause.ts";
import type { SubmissionStatus } from "./status-text.ts";

/** What the people of a pull request are called about: in a new comment what no comment has, and edited what one has. */
export type PeopleCall = {
  readonly kind: "person" | "failed" | "ended";
  readonly about: readonly SubmissionStatus[];
  /** The same part is never posted twice. */
  readonly parts: readonly CallPart[];
};
type CallPart = { readonly id: string; readonly about: readonly SubmissionStatus[] };

/**
 * About what the people of a pull request are called now: what asks a person, in parts, and when all have ended. A part
 * is what began to ask at one time: a cause that others join later keeps its id, so its comment is edited, and one that
 * begins, or comes back behind a retry, has a new one. The id of an end counts what was asked and what ended: behind the
 * end of a trial comes that of the release.
 */
export const callOf = (submissions: readonly (SubmissionStatus & Questioned)[]): PeopleCall | undefined => {
  const asking = submissions.filter(({ state }) => asksPerson(state));
  if (asking.length > 0) {
    const began = beginnings(submissions);
    const parts = Map.groupBy(asking, ({ state }) => began.get(causeOf(state)?.key) ?? "person");
    return calling([...parts].map(([id, about]) => ({ id, about })));
  }
  const counted = submissions.filter(({ state }) => "intent" in state);
  if (counted.length === 0 || !submissions.every(({ state }) => isOver(state))) return undefined;
  const times = submissions.reduce((sum, one) => sum + one.times, 0);
  return { kind: "ended", about: counted, parts: [{ id: `ended/${times}/${counted.length}`, about: counted }] };
};

/** The parts with these ids alone. */
export const partsOfCall = (call: PeopleCall, ids: readonly string[]): PeopleCall => {
  const parts = call.parts.filter(({ id }) => ids.includes(id));
  return call.kind === "ended" ? call : calling(parts);
};

const calling = (parts: readonly CallPart[]): PeopleCall => {
  const about = parts.flatMap((part) => part.about);
  return { kind: about.every(({ state }) => isStopped(state.kind)) ? "failed" : "person", about, parts };
};

/** The question with which each cause began to be asked about without a break; what asks again for it begins it again. */
const beginnings = (
  submissions: readonly (SubmissionStatus & Questioned)[],
): ReadonlyMap<string | undefined, string> => {
  const questions = submissions.flatMap(({ key, questions: own }) =>
    own.map(({ since, until = never, state }, index) => {
      return { key, since, id: `person/${since}/${index + 1}`, until, cause: causeOf(state)?.key };
    }),
  );
  const began = new Map<string | undefined, { readonly id: string; until: string; keys: Set<SubmissionKey> }>();
  for (const { key, since, id, until, cause } of questions.toSorted((a, b) => compareText(a.since, b.since))) {
    const before = began.get(cause);
    const goesOn = before !== undefined && since <= before.until;
    const latest = goesOn && before.until > until ? before.until : until;
    if (!goesOn || before.keys.has(key)) began.set(cause, { id, until: latest, keys: new Set([key]) });
    else {
      before.keys.add(key);
      before.until = latest;
    }
  }
  return new Map([...began].map(([cause, { id }]) => [cause, id]));
};
/** Behind every date. */
const never = "9";
