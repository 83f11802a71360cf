import type { Asking, Reply } from "../../../action/core/pass/asking.ts";
import type { Question } from "../../../action/core/pass/question.ts";

/** What the world said so far. `undefined`: not asked, which is never "none". */
export type KnownFacts = (question: Question) => Reply | undefined;

/** The decision as far as what is known reaches: what it gives, or what must be known before it goes on. */
export const decide = <T>(
  asking: Asking<T>,
  known: KnownFacts,
):
  | { readonly decided: T; readonly questions?: undefined }
  | { readonly questions: readonly Question[]; readonly decided?: undefined } => {
  let step = asking.next([]);
  while (step.done !== true) {
    const round = step.value.map((question) => ({ question, reply: known(question) }));
    const open = round.flatMap(({ question, reply }) => (reply === undefined ? [question] : []));
    if (open.length > 0) return { questions: open };
    step = asking.next(round.flatMap(({ reply }) => (reply === undefined ? [] : [reply])));
  }
  return { decided: step.value };
};
