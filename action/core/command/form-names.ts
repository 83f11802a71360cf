/** The label that the form gives an issue. */
export const formLabel = "production";

/** The branch of an issue's pull request. */
export const formBranchOf = (issue: number): string => `${formBranches}${issue}`;
export const formBranches = "shrek/form-";

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
