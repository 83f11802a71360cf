import { type TrialPart } from "../production/trial-part.ts";

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
