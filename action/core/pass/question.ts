import type { Permission } from "../policy/permission.ts";

/** All that a pass may ask the world, a row a question: what it is about, and what the answer says. */
type Questions = {
  /** "none" also for a login that its owner has given up. */
  readonly permission: { readonly about: { readonly login: string }; readonly answer: Permission };
};

export type QuestionKind = keyof Questions;

/** A question is data: it can be compared, printed and counted before anybody asks it. */
export type Question<Kind extends QuestionKind = QuestionKind> = {
  readonly [K in Kind]: { readonly ask: K } & Questions[K]["about"];
}[Kind];

export type AnswerTo<Kind extends QuestionKind> = Questions[Kind]["answer"];
