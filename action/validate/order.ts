import type { NeededData } from "../core/catalogue/needed-data.ts";
import type { PullPlace } from "../core/markdown/pull-place.ts";
import type { Suggestion } from "../core/markdown/suggestion.ts";
import type { Problem } from "../core/problems/problem.ts";
import type { TryoutPages } from "../core/view/plan/tryout-note.ts";

/** What to validate, and for which reader. */
export type ValidationOrder = {
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
      readonly data: readonly NeededData[];
    }
  | { readonly kind: "failure"; readonly message: string; readonly wayOut: string };
