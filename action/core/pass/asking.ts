import { Failure } from "../problems/failure.ts";
import type { AnswerTo, Question, QuestionKind } from "./question.ts";
import type { LedgerHead } from "./view.ts";

/** One moment of GitHub's: what it said as of another one is asked again. `anew`: nor does an earlier answer of this pass count. */
export type AsOfMoment = { readonly asOf: string; readonly anew?: true };

/**
 * Whether GitHub is asked who approved and who ordered. `assumed`: a forecast takes it that people did. `not-needed`: a
 * terminal against a PanDA on the same machine has nobody to ask.
 */
export type Approvals = "asked" | "assumed" | "not-needed";

/**
 * What a decision may learn of the world; no verb of it writes, so that a decision touches nothing. A question that was
 * asked in the same words has its first answer, a Failure too.
 */
export type Reads = {
  ask<Kind extends QuestionKind>(question: Question & { readonly ask: Kind }): Promise<AnswerTo<Kind>>;
};

/** Reads that know nothing of what can change from one moment to the next: for what must be true right before a call. */
export type FreshReads = Reads & { readonly fresh: true };

/** What a decision is made at: one head of main, one of the ledger, and whom it may ask. */
export type Moment = Reads & {
  readonly mainHead: string;
  readonly asOf: AsOfMoment;
  readonly ledgerHead: LedgerHead;
  readonly approvals: Approvals;
  /** A GitHub App alone writes the ledger. */
  readonly soleWriter: boolean;
  /** By our clock, as ISO text. */
  readonly now: string;
};

/** A moment before main's head is known. */
export type Situation = Omit<Moment, "mainHead" | "asOf">;

/** What asks people. */
export type AsksPeople = Pick<Moment, "ask" | "asOf">;

/** Several decisions side by side. Each comes to its end; then a bug is thrown, or the first Failure in their order. */
export const all = async <const T extends readonly Promise<unknown>[]>(
  ones: T,
): Promise<{ readonly [At in keyof T]: Awaited<T[At]> }> => {
  const ends = await Promise.allSettled(ones);
  const reasons = ends.flatMap((one): readonly unknown[] => (one.status === "rejected" ? [one.reason] : []));
  if (reasons.length > 0) throw reasons.find((one) => !(one instanceof Failure)) ?? reasons[0];
  // Each has its value at its own place.
  return ends.map((one) => (one.status === "fulfilled" ? one.value : undefined)) as never;
};
