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

/** What a decision is made at: one head of main, one of the ledger, and whom it may ask. */
export type Moment = {
  readonly mainHead: string;
  readonly asOf: AsOfMoment;
  readonly ledger: LedgerHead;
  readonly approvals: Approvals;
  /** A GitHub App alone writes the ledger. */
  readonly soleWriter: boolean;
  /** By our clock, as ISO text. */
  readonly now: string;
};

/**
 * A decision that asks the world on its way and touches nothing: `yield*` stands where it asks, and what it gives follows
 * from the answers alone. Whoever drives it answers a round of questions at a time (`decide`, or the flow of a pass).
 */
export type Asking<T> = Generator<readonly Question[], T, readonly Reply[]>;

/** What came of a question. A Failure is thrown where the decision asked. */
export type Reply = { readonly answer: unknown; readonly failure?: undefined } | { readonly failure: Failure };

export function* ask<Kind extends QuestionKind>(question: Question & { readonly ask: Kind }): Asking<AnswerTo<Kind>> {
  const [reply] = yield [question];
  if (reply === undefined) throw new Error(`Nobody answered ${JSON.stringify(question)}`);
  if (reply.failure !== undefined) throw reply.failure;
  // The driver answers each question with its own row of `Questions`.
  return reply.answer as AnswerTo<Kind>;
}

/** Several decisions side by side: what all of them ask next is one round. The first Failure ends all. */
export function* all<T>(askings: Iterable<Asking<T>>): Asking<readonly T[]> {
  const ones = [...askings].map((asking) => ({ asking, step: asking.next([]) }));
  for (;;) {
    const waiting = ones.flatMap((one) => (one.step.done === true ? [] : [{ one, round: one.step.value }]));
    if (waiting.length === 0) break;
    const replies = yield waiting.flatMap(({ round }) => round);
    let from = 0;
    for (const { one, round } of waiting) {
      one.step = one.asking.next(replies.slice(from, from + round.length));
      from += round.length;
    }
  }
  return ones.flatMap(({ step }) => (step.done === true ? [step.value] : []));
}

/** Two that give different things. */
export function* both<A, B>(one: Asking<A>, other: Asking<B>): Asking<readonly [A, B]> {
  const [first, second] = yield* all<A | B>([one, other]);
  // `all` gives in the order in which it was given.
  return [first as A, second as B];
}

/** What the decision gives, or the Failure that ended it. A bug goes on its way. */
export function* orFailed<T>(asking: Asking<T>): Asking<T | Failure> {
  try {
    return yield* asking;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** What the decision gives, when each round of its questions is answered at once. */
export const driven = async <T>(asking: Asking<T>, answer: (question: Question) => Promise<Reply>): Promise<T> => {
  let step = asking.next([]);
  while (step.done !== true) step = asking.next(await Promise.all(step.value.map(answer)));
  return step.value;
};
