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
