import { git, resolveRevision } from "./git.ts";
import { mergedTree } from "./moves.ts";
import { example, overlay, payload } from "./payloads.ts";
import type { Repository } from "./repository.ts";
import { payloadCommit, readCommit } from "./shapes/commit.ts";
import { isPull } from "./threads.ts";
import type { Token } from "./tokens.ts";
import { emit, type World } from "./world.ts";

/** Puts a pull request into the queue: GitHub makes a branch of its own and asks for checks. */
export const queueMerge = async (
  world: World,
  repository: Repository,
  token: Token,
  number: number,
): Promise<string> => {
  const thread = repository.threads.find((each) => each.number === number);
  if (thread === undefined || !isPull(thread)) throw new Error(`no pull request ${number}`);
  const { base, head } = thread.pull;
  const tip = (await resolveRevision(repository.dir, `refs/heads/${base.ref}`)) ?? base.sha;
  const tree = await mergedTree(repository, tip, head.sha);
  if (tree === undefined) throw new Error(`pull request ${number} has conflicts`);
  const sha = await git(repository.dir, [
    "commit-tree",
    tree,
    "-p",
    tip,
    "-p",
    head.sha,
    "-m",
    `Merge pull request #${number} from ${head.repository.owner}/${head.ref}`,
  ]);
  const ref = `refs/heads/gh-readonly-queue/${base.ref}/pr-${number}-${tip}`;
  await git(repository.dir, ["update-ref", ref, sha]);
  const from = example("merge_group", "checks_requested");
  const group = {
    head_sha: sha,
    head_ref: ref,
    base_sha: tip,
    base_ref: `refs/heads/${base.ref}`,
    head_commit: payloadCommit(world, repository, await readCommit(repository, sha)),
  };
  emit(
    world,
    repository,
    token,
    "merge_group",
    payload(world, repository, token.login, from, {
      action: "checks_requested",
      merge_group: overlay(from, "merge_group", group),
    }),
  );
  return sha;
};
