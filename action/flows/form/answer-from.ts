import type { Reply } from "../../core/pass/asking.ts";
import type { Question } from "../../core/pass/question.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { openByFolder } from "../validation/on-tree.ts";

/** Answers what a decision asks of the files of one commit, and nothing else. */
export const answerFrom =
  (snapshot: Snapshot) =>
  async (question: Question): Promise<Reply> => {
    const answer = await orFailure(async () => {
      if (question.ask === "files") return snapshot.files(question.paths);
      if (question.ask === "production") return snapshot.production(question.folder);
      if (question.ask === "neighbours") return openByFolder(snapshot, productionsFolder);
      throw new Error(`nobody answers "${question.ask}" here`);
    });
    return answer instanceof Failure ? { failure: answer } : { answer };
  };
