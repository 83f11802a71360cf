import { type NeededData, neededData } from "../core/catalogue/judge-data.ts";
import { maxSummaryBytes } from "../core/markdown/fit-doc.ts";
import type { PullPlace } from "../core/markdown/pull-place.ts";
import type { Suggestion } from "../core/markdown/suggestion.ts";
import { untriedSteps } from "../core/plan/untried.ts";
import type { Problem } from "../core/problems/problem.ts";
import { type DataOfPlan, submittedParts } from "../core/view/plan/data-markdown.ts";
import { planMarkdown } from "../core/view/plan/plan-markdown.ts";
import { planView } from "../core/view/plan/plan-view.ts";
import type { TryoutPages } from "../core/view/plan/tryout-note.ts";
import type { RevisionChecked } from "../flows/check-revision.ts";

/** What to validate, and for which reader. */
export type ValidationInput = {
  /** A clone with what both commits hold, and with the ledger. */
  readonly clone: string;
  readonly cache: string;
  readonly base: string;
  readonly head: string;
  /** For the comment on a pull request, by the rules of main; without it for the summary of a check, by those of the base. */
  readonly comment?: {
    readonly into: string;
    readonly place: PullPlace;
    /** Logins of those who wrote a part of it, as far as GitHub says. */
    readonly authors: readonly string[];
    /** As in `checkRevision`. */
    readonly isNobodys?: boolean;
    /** ISO time. */
    readonly at: string;
    readonly late: string | undefined;
    readonly tryout: TryoutPages;
    /** Bytes. */
    readonly room: number;
  };
};

export type ValidationAnswer =
  | {
      readonly kind: "judged";
      readonly problems: readonly Problem[];
      readonly markdown: string;
      readonly refused: boolean;
      /** For a comment: what one click commits. `null`: unknown. */
      readonly suggestions: readonly Suggestion[] | null;
      /** Data that it reads by name, of scopes that the conventions look up. */
      readonly data: Pick<DataOfPlan, "needed" | "submits">;
    }
  | { readonly kind: "failure"; readonly message: string; readonly wayOut: string };

/** A validation as its readers see it: the summary of a check, or a comment that names its commit. `main`: the commit of that branch. */
export const validationAnswer = (
  { comment }: ValidationInput,
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
          untried: checked.validated.flatMap(({ valid }) =>
            valid === undefined ? [] : untriedSteps(valid.production),
          ),
          asOf: { into: comment.into, main, at: comment.at },
        };
  return {
    kind: "judged",
    problems: view.problems,
    markdown: planMarkdown(view, said, comment?.room ?? maxSummaryBytes),
    suggestions,
    data: { needed: neededOf(checked), submits: submittedParts(checked.validated, checked.fates) },
    refused: view.verdict === "refused",
  };
};

/** Each once; what several read is needed as the first of them needs it. */
const neededOf = ({ validated }: RevisionChecked): readonly NeededData[] => {
  const all = validated.flatMap(({ valid }) => (valid === undefined ? [] : neededData(valid.production)));
  return [...new Map(all.toReversed().map((need) => [need.dataset, need])).values()].toReversed();
};
