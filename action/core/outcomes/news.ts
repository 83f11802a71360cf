import type { Conventions } from "../conventions/conventions.ts";
import type { NewsKind } from "../conventions/news-schema.ts";
import { isOfMain, type LedgerEvent, type SubmissionKey } from "../ledger/event.ts";
import { hasArrived } from "../submission/arriving.ts";
import type { SubmissionState } from "../submission/state.ts";
import { isStopped, isSuccess } from "../submission/states.ts";
import { asksByState } from "../submission/ways-out.ts";
import { fitsTag } from "../text/fits-tag.ts";
import { type Questioned, questionsOf } from "./questions.ts";

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

/** Whether a channel is to hear it. */
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
