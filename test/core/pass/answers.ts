import type { FreshReads } from "../../../action/core/pass/asking.ts";
import type { AnswerTo, Question, QuestionKind } from "../../../action/core/pass/question.ts";
import { Failure } from "../../../action/core/problems/failure.ts";

/** What the world says, a row a kind of question; a Failure is that it could not be asked. */
export type Answers = {
  readonly [Kind in QuestionKind]?: (question: Question<Kind>) => AnswerTo<Kind> | Failure;
};

export const notInGit = new Failure("git does not have it", { wayOut: "Wait." });

/** Each question has the answer of its kind from `answer`; a Failure is thrown. */
export const readsBy = (answer: (question: Question) => unknown): FreshReads => {
  const ask = async (question: Question): Promise<unknown> => {
    const given = answer(question);
    if (given instanceof Failure) throw given;
    return given;
  };
  return { ask: ask as FreshReads["ask"], fresh: true };
};

/** A question that no row answers is one too many. */
export const readsOf = (answers: Answers): FreshReads =>
  readsBy((question) => {
    // Each row is asked its own kind of question.
    const row = answers[question.ask] as ((one: Question) => unknown) | undefined;
    if (row === undefined) throw new Error(`Nobody answers ${JSON.stringify(question)}`);
    return row(question);
  });

/** What a decision gives where the world says this. */
export const given = <T>(answers: Answers, decide: (reads: FreshReads) => Promise<T>): Promise<T> =>
  decide(readsOf(answers));
