/** What GitHub tells of an environment: names, and no value of a secret. */
export type EnvironmentSettings = {
  /** Branches that may use it; `undefined`: every branch, or every protected one. */
  readonly branches: readonly string[] | undefined;
  readonly variables: readonly string[];
  readonly secrets: readonly string[];
};

/** A rule for a branch or for tags, as GitHub names it; parameters that it does not have are left out. */
export type RuleInForce = {
  readonly type: string;
  /** Approvals of a pull request. */
  readonly approvals?: number;
  readonly staleDismissed?: boolean;
  readonly ownersReview?: boolean;
  /** Names of required checks. */
  readonly checks?: readonly string[];
};
