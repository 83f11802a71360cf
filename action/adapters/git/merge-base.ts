import { parentCommits } from "./objects.ts";
import { askedOnce, gitOutcome, isCommitId } from "./run.ts";

/** Where two commits parted. `oid` is `undefined` where they have no common history here; `why`: what git says of that. */
export const mergeBaseOf = async (
  dir: string,
  base: string,
  head: string,
): Promise<{ readonly oid: string | undefined; readonly why: string }> => {
  const isLasting = isCommitId(base) && isCommitId(head);
  // Mostly one was made on the other, which the commit says; in a shallow clone that other may be missing.
  const parents = isLasting && (await parentCommits(dir, base)) !== undefined ? await parentCommits(dir, head) : [];
  if (parents?.includes(base) === true) return { oid: base, why: "" };
  const { code, stdout, stderr } = await (isLasting ? askedOnce : gitOutcome)(dir, ["merge-base", base, head]);
  return { oid: code === 0 ? stdout.toString("utf8").trim() : undefined, why: stderr };
};
