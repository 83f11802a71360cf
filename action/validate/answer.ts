import { type NeededData, neededData } from "../core/catalogue/needed-data.ts";
import { maxSummaryBytes } from "../core/markdown/size-limits.ts";
import type { Suggestion } from "../core/markdown/suggestion.ts";
import { untriedSteps } from "../core/plan/untried.ts";
import { planMarkdown } from "../core/view/plan/plan-markdown.ts";
import { planView } from "../core/view/plan/plan-view.ts";
import type { RevisionChecked } from "../flows/check-revision.ts";
import type { ValidationAnswer, ValidationOrder } from "./order.ts";

/** A validation as its readers see it: the summary of a check, or a comment that names its commit. `main`: the commit of that branch. */
export const validationAnswer = (
  { comment }: ValidationOrder,
  checked: RevisionChecked,
  main: string | undefined,
  suggestions: readonly Suggestion[] | null = null,
): ValidationAnswer & { readonly kind: "judged" } => {
  const view = planView({ ...checked, into: comment?.into });
  const said =
    comment === undefined
      ? undefined
      : {
          place: comment.place,
          late: comment.late,
          tryout: comment.tryout,
          untried: checked.validated.flatMap(({ accepted }) =>
            accepted === undefined ? [] : untriedSteps(accepted.production),
          ),
          asOf: { into: comment.into, main, at: comment.at },
        };
  return {
    kind: "judged",
    problems: view.problems,
    markdown: planMarkdown(view, said, comment?.room ?? maxSummaryBytes),
    suggestions,
    data: dataOf(checked),
    refused: view.verdict === "refused",
  };
};

/** Each once; what several read is needed as the first of them needs it. */
const dataOf = ({ validated }: RevisionChecked): readonly NeededData[] => {
  const all = validated.flatMap(({ accepted }) => (accepted === undefined ? [] : neededData(accepted.production)));
  return [...new Map(all.toReversed().map((need) => [need.dataset, need])).values()].toReversed();
};
