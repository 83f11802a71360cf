import { git, tryGit } from "../git.ts";
import type { PullThread, Repository } from "../repository.ts";
import { rulesOf } from "./covers.ts";
import { protectionRules } from "./protection.ts";

/** Where the rules of the base say so, an approval is dismissed by a push that changes what was approved. */
export const dismissStale = async (base: Repository, { pull }: PullThread, head: string): Promise<void> => {
  const ref = `refs/heads/${pull.base.ref}`;
  const wanted = [...rulesOf(base, ref), ...protectionRules(base, ref)].some(
    ({ parameters }) => parameters["dismiss_stale_reviews_on_push"] === true,
  );
  if (!wanted || !pull.reviews.some(({ state }) => state === "APPROVED")) return;
  // A fork's objects are brought by the pull request's own ref, which has not moved yet.
  await tryGit(base.dir, ["fetch", "--quiet", pull.head.repository.dir, head]);
  const now = await diffOf(base, pull.base.ref, head);
  for (const [at, review] of pull.reviews.entries())
    if (review.state === "APPROVED" && (await diffOf(base, pull.base.ref, review.commit)) !== now)
      pull.reviews[at] = { ...review, state: "DISMISSED" };
};

/** The changes that a reviewer approves: against where the branches parted. */
const diffOf = async ({ dir }: Repository, branch: string, head: string): Promise<string> => {
  const from = await tryGit(dir, ["merge-base", `refs/heads/${branch}`, head]);
  return git(dir, ["diff", "--no-ext-diff", "--full-index", from.text.trim() || `refs/heads/${branch}`, head]);
};
