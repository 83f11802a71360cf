import type { Path } from "../text/places.ts";

/** The name under which the job of check.yml reports. */
export const requiredCheck = "check";

/** One thing that GitHub's rules of a place have to say. */
export type Demand = {
  readonly type: string;
  readonly parameter?: string;
  readonly wanted?: unknown;
  /** Where the older protection of a branch says the same; of a rule without a parameter, what it allows. */
  readonly older?: Path;
  /** The message where it does not hold. Without it the rule is set and not checked. */
  readonly otherwise?: string;
};

const deletion: Demand = { type: "deletion", older: ["allow_deletions", "enabled"], otherwise: "deletion is allowed" };
const forcePush: Demand = {
  type: "non_fast_forward",
  older: ["allow_force_pushes", "enabled"],
  otherwise: "force-push is allowed",
};
const creation: Demand = { type: "creation", otherwise: "creation by others is allowed" };
const update: Demand = { type: "update", otherwise: "a change by others is allowed" };

const ofReviews = (
  parameter: string,
  wanted: unknown,
  asked: Pick<Demand, "otherwise"> & { readonly older?: string } = {},
): Demand => ({
  type: "pull_request",
  parameter,
  wanted,
  ...asked,
  older: ["required_pull_request_reviews", asked.older ?? parameter],
});

const ofChecks = (parameter: string, wanted: unknown, asked: Pick<Demand, "otherwise" | "older"> = {}): Demand => ({
  type: "required_status_checks",
  parameter,
  wanted,
  ...asked,
});

type PlaceRules = {
  readonly name: string;
  readonly target: "branch" | "tag";
  readonly include: string;
  readonly demands: readonly Demand[];
  /** With an App nobody else creates, moves or removes; without one, at least nothing is taken back. */
  readonly byAppAlone: readonly Demand[];
  /** Paths of the rules in force, and of the older protection. */
  readonly reads: readonly string[];
};

export const ruledPlaces = {
  main: {
    name: "main",
    target: "branch",
    include: "~DEFAULT_BRANCH",
    demands: [
      deletion,
      forcePush,
      ofReviews("required_approving_review_count", 1, { otherwise: "a merge needs no approval" }),
      ofReviews("dismiss_stale_reviews_on_push", true, {
        older: "dismiss_stale_reviews",
        otherwise: "an approval stays after a push",
      }),
      ofReviews("require_code_owner_review", true, {
        older: "require_code_owner_reviews",
        otherwise: "owners need not approve",
      }),
      ofReviews("require_last_push_approval", true),
      ofReviews("required_review_thread_resolution", false),
      ofChecks("strict_required_status_checks_policy", false),
      ofChecks("required_status_checks", [{ context: requiredCheck }], {
        older: ["required_status_checks", "contexts"],
        otherwise: `the check "${requiredCheck}" is not required`,
      }),
    ],
    byAppAlone: [],
    reads: ["rules/branches/main", "branches/main/protection"],
  },
  ledger: {
    name: "ledger",
    target: "branch",
    include: "refs/heads/ledger",
    demands: [deletion, forcePush],
    byAppAlone: [creation, update],
    reads: ["rules/branches/ledger"],
  },
  "production tags": {
    name: "tags of productions",
    target: "tag",
    // Without the last part it would cover `production/X` alone: GitHub matches as Ruby's `File::FNM_PATHNAME` does.
    include: "refs/tags/production/**/*",
    demands: [update, deletion],
    byAppAlone: [creation],
    reads: ["rulesets"],
  },
} as const satisfies Readonly<Record<string, PlaceRules>>;

/** Where GitHub's rules of a repository have to hold. */
export type RuledPlace = keyof typeof ruledPlaces;

export const demandsOf = (place: RuledPlace, app: boolean): readonly Demand[] => [
  ...(app ? ruledPlaces[place].byAppAlone : []),
  ...ruledPlaces[place].demands,
];
