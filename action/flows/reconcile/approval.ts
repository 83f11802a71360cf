import { mayWrite, type People } from "../../ports/people.ts";

export type Approval = {
  readonly pullRequest: number | null;
  /** Who approved, for the record. */
  readonly approval: string;
  /** Why it may not be submitted, if so. */
  readonly lacking: string | undefined;
};

/**
 * Reconcile trusts nothing it did not ask itself: the commit came by a merged pull request, and somebody with write
 * permission, who is not its author, approved exactly the head that was merged (SAFETY part 5).
 */
export const approvalOf = async (people: People | undefined, commit: string): Promise<Approval> => {
  if (people === undefined)
    return { pullRequest: null, approval: "not asked: a terminal against a loopback address", lacking: undefined };
  const pull = await people.pullRequestOf(commit);
  if (pull === undefined)
    return {
      pullRequest: null,
      approval: "none",
      lacking: `the commit ${commit.slice(0, 12)} came to main without a pull request`,
    };
  const approvals = await people.approvals(pull.number);
  const ofHead = approvals.filter((approval) => approval.commit === pull.head && approval.login !== pull.author);
  const entitled: string[] = [];
  for (const { login } of ofHead) if (mayWrite(await people.permission(login))) entitled.push(login);
  return {
    pullRequest: pull.number,
    approval: entitled.length === 0 ? "none" : entitled.join(", "),
    lacking:
      entitled.length === 0
        ? `nobody with write permission approved the head that pull request ${pull.number} merged`
        : undefined,
  };
};
