/** Why something is not submitted until a person acts. */
export type HeldBy = {
  readonly reason: string;
  /** Logins whose approval would end it, where they can be named. */
  readonly whose?: readonly string[];
  /** Ids of the words to submit that have led here already, and lead on no more. */
  readonly spent?: readonly string[];
  /** The step of another one that is to find the data good which it reads: it goes on when that has succeeded. */
  readonly validation?: AwaitedValidation;
};

export type AwaitedValidation = {
  readonly tag: string;
  readonly version: string;
  readonly run?: number | undefined;
  readonly step: string;
};

/** The approval of a merge that nobody approved. */
export const noApproval = "none";
