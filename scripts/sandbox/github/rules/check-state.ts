import type { Repository } from "../repository.ts";

/** What a commit lacks of a required check; a skipped one counts as good. */
export const checkFault = ({ checkRuns }: Repository, context: string, sha: string): string | undefined => {
  const last = checkRuns.findLast(({ name, headSha }) => name === context && headSha === sha);
  if (last === undefined) return `Required status check "${context}" is expected.`;
  if (last.conclusion === null) return `Required status check "${context}" is pending.`;
  return ["success", "neutral", "skipped"].includes(last.conclusion)
    ? undefined
    : `Required status check "${context}" is failing.`;
};
