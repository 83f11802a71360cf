import { type Asking } from "../../../action/core/pass/asking.ts";
import type { AnswerTo, Question, QuestionKind } from "../../../action/core/pass/question.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { decide, type KnownFacts } from "./decide.ts";

/** What the world says, a row a kind of question; a Failure is that it could not be asked. */
export type Answers = {
  readonly [Kind in QuestionKind]?: (question: Question<Kind>) => AnswerTo<Kind> | Failure;
};

export const notInGit = new Failure("git does not have it", { wayOut: "Wait." });

/** What a decision gives where the world says this. A question that no row answers is one too many. */
export const given = <T>(answers: Answers, asking: Asking<T>): T => {
  const known: KnownFacts = (question) => {
    // Each row is asked its own kind of question.
    const row = answers[question.ask] as ((one: Question) => unknown) | undefined;
    const answer = row?.(question);
    if (row === undefined) return undefined;
    return answer instanceof Failure ? { failure: answer } : { answer };
  };
  const { decided, questions } = decide(asking, known);
  if (questions !== undefined) throw new Error(`Nobody answers ${JSON.stringify(questions)}`);
  return decided;
};
