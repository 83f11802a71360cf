import { git, resolveRevision } from "./git.ts";
import { mergedTree, watchMoves } from "./moves.ts";
import { example, overlay, payload } from "./payloads.ts";
import type { Repository } from "./repository.ts";
import { closeMerged } from "./routes/merge.ts";
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
  const ref = queueRef(base.ref, number, tip);
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

/** The checks of a group were good: its commit is main's, and the branch of the queue is gone. */
export const landGroup = (
  world: World,
  repository: Repository,
  token: Token,
  { number, sha }: { readonly number: number; readonly sha: string },
): Promise<void> =>
  watchMoves(world, repository, token, async () => {
    const thread = repository.threads.find((each) => each.number === number);
    if (thread === undefined || !isPull(thread)) throw new Error(`no pull request ${number}`);
    const { ref } = thread.pull.base;
    const tip = await git(repository.dir, ["rev-parse", `refs/heads/${ref}`]);
    await git(repository.dir, ["update-ref", `refs/heads/${ref}`, sha, tip]);
    await git(repository.dir, ["update-ref", "-d", queueRef(ref, number, tip)]);
    closeMerged(world, thread, { tip, made: [sha], by: token.login });
  });

const queueRef = (base: string, number: number, tip: string): string =>
  `refs/heads/gh-readonly-queue/${base}/pr-${number}-${tip}`;
