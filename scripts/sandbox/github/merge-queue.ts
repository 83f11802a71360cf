import { writeCommit } from "./commit-files.ts";
import { git, resolveRevision } from "./git.ts";
import { mergedTree, watchMoves } from "./moves.ts";
import { example, overlay, payload } from "./payloads.ts";
import { rebase } from "./rebase.ts";
import type { PullThread, Repository } from "./repository.ts";
import { closeMerged } from "./routes/merge.ts";
import { mergeFaults } from "./rules/judge-merge.ts";
import { payloadCommit, readCommit } from "./shapes/commit.ts";
import { isPull } from "./threads.ts";
import type { Token } from "./tokens.ts";
import { emit, type World } from "./world.ts";

/** How a queue puts pull requests on its branch. */
export type QueueMethod = "merge" | "squash" | "rebase";

/**
 * Puts a pull request behind those that wait, if the rules of its base allow the merge: GitHub makes a branch of its own
 * with all that stand before it, and asks for the checks of that.
 */
export const queueMerge = async (
  world: World,
  repository: Repository,
  token: Token,
  { number, method }: { readonly number: number; readonly method: QueueMethod },
): Promise<string> => {
  const thread = repository.threads.find((each) => each.number === number);
  if (thread === undefined || !isPull(thread)) throw new Error(`no pull request ${number}`);
  const faults = await mergeFaults(world, repository, token, thread);
  if (faults.length > 0)
    throw new Error(`pull request ${number} may not be queued: ${faults.map(({ words }) => words).join(" ")}`);
  const branch = thread.pull.base.ref;
  const last = repository.queue.findLast(({ thread: { pull } }) => pull.base.ref === branch)?.made.at(-1);
  const base = last ?? (await git(repository.dir, ["rev-parse", `refs/heads/${branch}`]));
  const made = await commitsOf(repository, thread, base, method, token.login);
  const sha = made.at(-1) ?? base;
  const ref = `refs/heads/gh-readonly-queue/${branch}/pr-${number}-${base}`;
  await git(repository.dir, ["update-ref", ref, sha]);
  repository.queue.push({ thread, ref, base, made });
  await tellGroup(world, repository, token, { branch, base, ref, sha });
  return sha;
};

const commitsOf = async (
  repository: Repository,
  { number, title, pull: { head } }: PullThread,
  base: string,
  method: QueueMethod,
  login: string,
): Promise<readonly string[]> => {
  if (method === "rebase") return rebase(repository.dir, base, head.sha, login);
  const tree = await mergedTree(repository, base, head.sha);
  if (tree === undefined) throw new Error(`pull request ${number} has conflicts`);
  const [parents, words] =
    method === "squash"
      ? [[base], `${title} (#${number})`]
      : [[base, head.sha], `Merge pull request #${number} from ${head.repository.owner}/${head.ref}`];
  return [await writeCommit(repository.dir, { tree, parents, message: words })];
};

const tellGroup = async (
  world: World,
  repository: Repository,
  token: Token,
  {
    branch,
    base,
    ref,
    sha,
  }: { readonly branch: string; readonly base: string; readonly ref: string; readonly sha: string },
): Promise<void> => {
  const from = example("merge_group", "checks_requested");
  const group = {
    head_sha: sha,
    head_ref: ref,
    base_sha: base,
    base_ref: `refs/heads/${branch}`,
    head_commit: payloadCommit(world, repository, await readCommit(repository, sha)),
  };
  const ours = { action: "checks_requested", merge_group: overlay(from, "merge_group", group) };
  emit(world, repository, token, "merge_group", payload(world, repository, token.login, from, ours));
};

/** The checks of this commit were good: it is main's, with every pull request up to it, and their branches are gone. */
export const landGroup = (world: World, repository: Repository, token: Token, sha: string): Promise<void> =>
  watchMoves(world, repository, token, async () => {
    const end = repository.queue.findIndex(({ made }) => made.at(-1) === sha);
    if (end < 0) throw new Error(`no group ends with ${sha}`);
    const group = repository.queue.splice(0, end + 1);
    const [first] = group;
    if (first === undefined) return;
    const branch = `refs/heads/${first.thread.pull.base.ref}`;
    if ((await resolveRevision(repository.dir, branch)) !== first.base) throw new Error(`${branch} has moved`);
    await git(repository.dir, ["update-ref", branch, sha, first.base]);
    for (const { thread, ref, base, made } of group) {
      await git(repository.dir, ["update-ref", "-d", ref]);
      closeMerged(world, thread, { tip: base, made, by: token.login });
    }
  });
