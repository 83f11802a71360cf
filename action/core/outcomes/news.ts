import type { Conventions } from "../conventions/conventions.ts";
import type { NewsKind } from "../conventions/news-schema.ts";
import { isOfMain, type LedgerEvent, type SubmissionKey, type TaskSeen } from "../ledger/event.ts";
import { hasArrived } from "../submission/arriving.ts";
import { applyEvent } from "../submission/fold.ts";
import type { SubmissionState } from "../submission/state.ts";
import { isStopped, isSuccess } from "../submission/states.ts";
import { isWithoutSuccess } from "../submission/verdict.ts";
import { asksByState, asksPerson } from "../submission/ways-out.ts";
import { fitsTag } from "../text/fits-tag.ts";

/** A submission with its state, and when and how often people were asked about it. */
export type Questioned = {
  readonly state: SubmissionState;
  /** How often it came to ask a person, so far. */
  readonly times: number;
  /** Since when it asks; `undefined`: it does not. */
  readonly since: string | undefined;
  /** Each time that it asked, the last one open where it asks now. */
  readonly questions: readonly AskedPerson[];
};

/** `state`: as it was last while it asked; `until`: when it ended, `undefined` while it asks. */
export type AskedPerson = {
  readonly since: string;
  readonly until: string | undefined;
  readonly state: SubmissionState;
};

/** Made of the events alone. A stop that changes its name is one question; one behind a retry is another. */
export const questionsOf = (events: readonly LedgerEvent[]): Questioned => {
  let asked: Questioned = { state: { kind: "none" }, times: 0, since: undefined, questions: [] };
  let before: string | undefined;
  /** The tasks of the last question. */
  let stopped: readonly TaskSeen[] = [];
  for (const line of events) {
    if (isOfMain(line)) continue;
    const state = applyEvent(asked.state, line, line.at);
    const now = questionOf(state);
    const isNew = now !== undefined && (now !== before || (now === "stopped" && stoppedAgain(stopped, state)));
    asked = {
      state,
      times: asked.times + (isNew ? 1 : 0),
      since: isNew ? line.at : now === undefined ? undefined : asked.since,
      questions: questionsAfter(asked.questions, { isNew, asks: now !== undefined }, { at: line.at, state }),
    };
    if (isNew) stopped = "tasks" in state ? state.tasks : [];
    before = now;
  }
  return asked;
};

const questionsAfter = (
  questions: readonly AskedPerson[],
  { isNew, asks }: { readonly isNew: boolean; readonly asks: boolean },
  { at, state }: { readonly at: string; readonly state: SubmissionState },
): readonly AskedPerson[] => {
  const last = questions.at(-1);
  const before = questions.slice(0, -1);
  if (isNew)
    return [
      ...before,
      ...(last === undefined ? [] : [{ ...last, until: last.until ?? at }]),
      { since: at, until: undefined, state },
    ];
  if (last === undefined || last.until !== undefined) return questions;
  return [...before, asks ? { ...last, state } : { ...last, until: at }];
};

/** JEDI counts how often it began a task: one that was begun since, and has stopped, stopped again. */
const stoppedAgain = (before: readonly TaskSeen[], state: SubmissionState): boolean =>
  "tasks" in state &&
  state.tasks.some(({ id, status, attemptNr = 0 }) => {
    const known = before.find((task) => task.id === id)?.attemptNr;
    return known !== undefined && attemptNr > known && isWithoutSuccess(status);
  });

const questionOf = (state: SubmissionState): string | undefined => {
  if (!asksPerson(state)) return undefined;
  if (!asksByState(state)) return "left-main";
  return isStopped(state.kind) ? "stopped" : state.kind;
};

/** One thing that became of a submission. */
export type NewsItem = {
  /** The submission and the line of its events that says so: the same for whoever reads the ledger. */
  readonly id: string;
  readonly kind: NewsKind;
  readonly key: SubmissionKey;
  readonly state: SubmissionState;
  readonly at: string;
};

export type NewsChannel = NonNullable<Conventions["news"]>[number];

/** What the last `fresh` of these events are news of. */
export const newsIn = (key: SubmissionKey, events: readonly LedgerEvent[], fresh: number): readonly NewsItem[] => {
  const first = Math.max(0, events.length - fresh);
  const steps = events.slice(first).map((line, index) => ({ line, number: first + index + 1 }));
  let before = questionsOf(events.slice(0, first));
  return steps.flatMap(({ line, number }): readonly NewsItem[] => {
    const after = questionsOf(events.slice(0, number));
    const kind = isOfMain(line) ? undefined : kindOf(before, after, line);
    before = after;
    return kind === undefined ? [] : [{ id: `${key}:${number}`, kind, key, state: after.state, at: line.at }];
  });
};

const kindOf = (before: Questioned, after: Questioned, { event }: LedgerEvent): NewsKind | undefined => {
  const { state } = after;
  if (after.times > before.times) return isStopped(state.kind) && asksByState(state) ? "failed" : "person";
  if (event === "expired") return "expired";
  if (hasArrived(state) && !hasArrived(before.state)) return "delivered";
  return isSuccess(state.kind) && !isSuccess(before.state.kind) ? "done" : undefined;
};

export const hears = ({ about, tags, contacts }: NewsChannel, { kind, state }: NewsItem): boolean => {
  if (!("intent" in state)) return false;
  const { tag, contact } = state.intent;
  const those = contacts?.map((one) => one.toLowerCase());
  return (
    (about === undefined || about.includes(kind)) &&
    (tags === undefined || tags.some((pattern) => fitsTag(tag, pattern))) &&
    (those === undefined || contact.some((one) => those.includes(one.toLowerCase())))
  );
};
