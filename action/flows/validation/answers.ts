import type { Reads } from "../../core/pass/asking.ts";
import type { AnswerTo, Question, QuestionKind } from "../../core/pass/question.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { openByFolder } from "./on-tree.ts";

/** Who answers what a decision asks, outside of a pass: some questions only. */
export type SomeAnswers = { readonly [K in QuestionKind]?: (question: Question<K>) => Promise<AnswerTo<K>> };

/** `unasked`: what a question gets that nobody answers. */
export const readsFrom = (answers: SomeAnswers, unasked: (kind: QuestionKind) => Error): Reads => {
  const ask = async (question: Question): Promise<unknown> => {
    const row = answers[question.ask] as ((question: Question) => Promise<unknown>) | undefined;
    if (row === undefined) throw unasked(question.ask);
    return row(question);
  };
  // The row of the table is that of the question's own kind.
  return { ask: ask as Reads["ask"] };
};

/** What trees of git hold. */
export const answersOfTrees = (snapshotAt: (commit: string) => Snapshot) =>
  ({
    holding: ({ at, folders }) => snapshotAt(at).holding(folders),
    "holds-request": async ({ at, folder }) => (await snapshotAt(at).holding([folder])).length > 0,
    requests: ({ at, folders }) => snapshotAt(at).requests(folders),
    request: async ({ at, folder }) =>
      (await snapshotAt(at).requests([folder]))[0] ?? snapshotAt(at).production(folder),
    production: ({ at, folder }) => snapshotAt(at).production(folder),
    files: ({ at, paths }) => snapshotAt(at).files(paths),
    neighbours: ({ at }) => openByFolder(snapshotAt(at), productionsFolder),
  }) satisfies SomeAnswers;
