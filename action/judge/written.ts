import { md } from "../core/view/markdown.ts";
import { planMarkdown, summaryRoom } from "../core/view/plan-markdown.ts";
import { aboutCommit, commitLink } from "../core/view/plan-of-commit.ts";
import { planView } from "../core/view/plan-view.ts";
import type { RevisionChecked } from "../flows/check-revision.ts";
import type { JudgeAnswer, JudgeOrder } from "./order.ts";

/** A judgement as its readers see it: the summary of a check, or a comment that names its commit. */
export const written = (
  { head, comment }: JudgeOrder,
  checked: RevisionChecked,
): JudgeAnswer & { readonly kind: "judged" } => {
  const view = planView({ ...checked, into: comment?.into });
  const notes =
    comment === undefined
      ? []
      : [
          aboutCommit(commitLink(head, comment.page), comment.into),
          ...(comment.late === undefined ? [] : [md`${comment.late}`]),
        ];
  return {
    kind: "judged",
    problems: view.problems,
    markdown: planMarkdown(view, notes, comment?.room ?? summaryRoom),
    refused: view.verdict === "refused",
  };
};
