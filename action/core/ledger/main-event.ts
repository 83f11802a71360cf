import type { Freeze } from "../conventions/freeze.ts";
import type { TrialPart } from "../production/trial-part.ts";

/** A person orders the head of a pull request to be submitted as a trial, with nothing merged. */
export type TrialCommand = {
  readonly pullRequest: number;
  /** The commit that was shown to the person and confirmed: 40 hex digits. */
  readonly head: string;
  readonly by: string;
  /** Of the comment that confirms it. */
  readonly id: string;
  /** What that comment confirms: the order's own name. Two such comments are one order. */
  readonly confirms: string;
  /** Tag, and run where the production has runs. Without them the only one that the pull request changes. */
  readonly production?: string;
  readonly run?: number;
} & TrialPart;

/**
 * What a pass does with releases of which the approved conventions do not say that every collaborator may write the
 * ledger: held where no GitHub App alone writes it. For plans only; no pass reads it.
 */
export type Releases = "submitted" | "held";

/** What became of the order with this name: a submission, or the reason why it is none. */
export type TrialAnswer = { readonly confirms: string } & ({ readonly entered: string } | { readonly refused: string });

/** What happened to main, or was ordered of a pull request; no submission's. */
export type MainEvent =
  /** Worked through up to this commit; `refused` are folders whose request is refused, validated again in each pass. */
  | {
      readonly event: "main-read";
      readonly commit: string;
      readonly refused: readonly string[];
      /** Folders whose datasets grow, so that each pass asks for new files; none where nothing is written. */
      readonly growing?: readonly string[];
      readonly releases?: Releases;
    }
  /** A person accepts a main that was force-pushed, at this head: it is read from the beginning. */
  | { readonly event: "main-accepted"; readonly head: string; readonly by: string; readonly id: string }
  /** Nothing new is submitted before then; `until` as conventions write it. */
  | ({ readonly event: "main-frozen"; readonly id: string } & Required<Freeze>)
  /** Ends the freezes before it, if GitHub confirms it where a submission is about to go on. */
  | { readonly event: "main-thawed"; readonly by: string; readonly id: string }
  | ({ readonly event: "trial-ordered" } & TrialCommand)
  | ({ readonly event: "trial-answered" } & TrialAnswer);

export const mainEvents = {
  "main-read": true,
  "main-accepted": true,
  "main-frozen": true,
  "main-thawed": true,
  "trial-ordered": true,
  "trial-answered": true,
} as const satisfies Record<MainEvent["event"], true>;
