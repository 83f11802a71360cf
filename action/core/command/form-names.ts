/** The label that the form gives an issue. */
export const formLabel = "production";

export const formBranchOf = (issue: number): string => `shrek/form-${issue}`;

/** The issue of a branch that the form makes; `undefined`: it is another branch. */
export const issueOfBranch = (branch: string): number | undefined => {
  const [, number] = /^shrek\/form-([1-9][0-9]{0,9})$/.exec(branch) ?? [];
  return number === undefined ? undefined : Number(number);
};

/** The branch of the pull request that a `/shrek extend` opens: each comment has one of its own. */
export const extensionBranchOf = (tag: string, version: string, comment: string): string =>
  `shrek/extend-${tag}-${version}-${comment}`;

/** The comment of a branch that an extension may have; `undefined`: it is another branch. */
export const commentOfBranch = (branch: string): string | undefined =>
  /^shrek\/extend-.+-([1-9][0-9]{0,14})$/.exec(branch)?.[1];

/** What the upkeep proposes: newer versions of productions that are read, newer commits of other repositories. */
export const upkeepKinds = ["inputs", "resources"] as const;
export type UpkeepKind = (typeof upkeepKinds)[number];

export const upkeepBranches = (kind: UpkeepKind): string => `shrek/upkeep-${kind}-`;

/** The kind of a branch that the upkeep may have made; `undefined`: it is another branch. */
export const upkeepOf = (branch: string): UpkeepKind | undefined =>
  /^shrek\/upkeep-[a-z]+-[0-9a-f]{8}-[0-9a-f]{16}$/.test(branch)
    ? upkeepKinds.find((kind) => branch.startsWith(upkeepBranches(kind)))
    : undefined;

/** A program made it of what people may have written who may not write here. */
export const isOfStrangers = (branch: string): boolean =>
  issueOfBranch(branch) !== undefined || upkeepOf(branch) === "resources";
