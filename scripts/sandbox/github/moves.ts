import { writeCommit } from "./commit-files.ts";
import { git, isAncestor, noObject, resolveRevision, tryGit } from "./git.ts";
import { objectOf } from "./json.ts";
import { example, overlay, payload } from "./payloads.ts";
import { allRefs, type Move, setRef } from "./refs.ts";
import { fullName, type PullThread, type Repository } from "./repository.ts";
import { rulesOf } from "./rules/covers.ts";
import { protectionRules } from "./rules/protection.ts";
import { type Commit, commitsBetween, pushedCommit, readCommit, readCommits } from "./shapes/commit.ts";
import { fullPullShape } from "./shapes/pull.ts";
import { userShape } from "./shapes/user.ts";
import type { Token } from "./tokens.ts";
import { emit, type World } from "./world.ts";

/** Whatever moved refs while `work` ran is told to the world: pushes, then pull requests whose head moved. */
export const watchMoves = async <T>(
  world: World,
  repository: Repository,
  token: Token,
  work: () => Promise<T>,
  /** The work is the merge of a pull request. */
  merging = false,
): Promise<T> =>
  repository.exclusive(async () => {
    const before = allRefs(repository.dir);
    const result = await work();
    const after = allRefs(repository.dir);
    const names = new Set([...before.keys(), ...after.keys()]);
    for (const ref of names) {
      const move = { ref, before: before.get(ref) ?? noObject, after: after.get(ref) ?? noObject };
      if (move.before === move.after || ref.startsWith("refs/pull/")) continue;
      if (ref.startsWith("refs/heads/")) await recordMove(world, repository, token, move, merging);
      await tellMove(world, repository, token, move);
    }
    return result;
  });

/** What GitHub lists as the activity of a repository. */
const recordMove = async (
  world: World,
  repository: Repository,
  { login }: Token,
  move: Move,
  merging: boolean,
): Promise<void> => {
  const kind =
    move.before === noObject
      ? "branch_creation"
      : move.after === noObject
        ? "branch_deletion"
        : merging
          ? "pr_merge"
          : (await isAncestor(repository.dir, move.before, move.after))
            ? "push"
            : "force_push";
  repository.activities.push({ id: world.nextId(), ...move, at: world.now(), by: login, kind });
};

const tellMove = async (world: World, repository: Repository, token: Token, move: Move): Promise<void> => {
  emit(world, repository, token, "push", await pushPayload(world, repository, token, move));
  if (!move.ref.startsWith("refs/heads/") || move.after === noObject) return;
  const branch = move.ref.slice("refs/heads/".length);
  for (const base of world.repositories.values())
    for (const thread of base.threads) {
      if (!isOpenPull(thread)) continue;
      const { pull } = thread;
      if (base === repository && pull.base.ref === branch) await tryMerge(base, thread);
      if (pull.head.repository !== repository || pull.head.ref !== branch) continue;
      pull.lastPusher = token.login;
      await dismissStale(base, thread, move.after);
      await followHead(world, base, thread, move.after);
      const from = example("pull_request", "synchronize");
      const shape = await fullPullShape(world, base, thread);
      const ours = {
        action: "synchronize",
        number: thread.number,
        before: move.before,
        after: move.after,
        pull_request: overlay(from, "pull_request", shape),
      };
      emit(world, base, token, "pull_request", payload(world, base, token.login, from, ours));
    }
};

const isOpenPull = (thread: { readonly state: string; readonly pull: unknown }): thread is PullThread =>
  thread.pull !== undefined && thread.state === "open";

/** `refs/pull/N/head` in the base, also of a fork's branch. */
export const followHead = async (world: World, base: Repository, thread: PullThread, sha: string): Promise<void> => {
  const { pull } = thread;
  const ref = `refs/pull/${thread.number}/head`;
  if (pull.head.repository === base) setRef(base.dir, ref, sha);
  else await git(base.dir, ["fetch", "--quiet", pull.head.repository.dir, `+${sha}:${ref}`]);
  pull.head.sha = sha;
  pull.base.sha = (await resolveRevision(base.dir, `refs/heads/${pull.base.ref}`)) ?? pull.base.sha;
  thread.updatedAt = world.now();
  await tryMerge(base, thread);
};

/** The trial merge that `pull_request` runs are about; conflicts leave none. */
export const tryMerge = async (base: Repository, thread: PullThread): Promise<void> => {
  const { pull } = thread;
  const ref = `refs/pull/${thread.number}/merge`;
  const tip = (await resolveRevision(base.dir, `refs/heads/${pull.base.ref}`)) ?? pull.base.sha;
  const merged = await mergedTree(base, tip, pull.head.sha);
  if (merged === undefined) {
    setRef(base.dir, ref, undefined);
    pull.mergeSha = null;
    return;
  }
  const message = `Merge ${pull.head.sha} into ${tip}`;
  pull.mergeSha = await writeCommit(base.dir, { tree: merged, parents: [tip, pull.head.sha], message });
  setRef(base.dir, ref, pull.mergeSha);
};

/** `undefined`: they conflict. Of a commit on the tip nothing need be merged. */
export const mergedTree = async (repository: Repository, one: string, other: string): Promise<string | undefined> => {
  const { parents, tree } = await readCommit(repository, other);
  if (parents.includes(one)) return tree;
  const result = await tryGit(repository.dir, ["merge-tree", "--write-tree", "--no-messages", one, other]);
  return result.code === 0 ? result.text.split("\n")[0] : undefined;
};

const pushPayload = async (world: World, repository: Repository, token: Token, move: Move) => {
  const created = move.before === noObject;
  const deleted = move.after === noObject;
  const isCommit = !deleted && (await resolveRevision(repository.dir, `${move.after}^{commit}`)) !== undefined;
  const tip = isCommit ? await readCommit(repository, move.after) : undefined;
  const commits = tip === undefined ? [] : await broughtBy(repository, move, tip);
  const forced = !created && isCommit && !(await isAncestor(repository.dir, move.before, move.after));
  const pushed = await Promise.all(commits.map((commit) => pushedCommit(world, repository, commit)));
  const own = pushed.find(({ id }) => id === move.after);
  const head = own ?? (tip === undefined ? null : await pushedCommit(world, repository, tip));
  const event = payload(world, repository, token.login, example("push"), {
    ref: move.ref,
    before: move.before,
    after: move.after,
    created,
    deleted,
    forced,
    base_ref: null,
    compare: `${world.url()}/${fullName(repository)}/compare/${move.before.slice(0, 12)}...${move.after.slice(0, 12)}`,
    commits: pushed,
    head_commit: head,
    pusher: { name: token.login, email: `${token.login}@users.noreply.github.com` },
  });
  const mail = `${repository.owner}@users.noreply.github.com`;
  const owner = { ...userShape(world, repository.owner), name: repository.owner, email: mail };
  return { ...event, repository: { ...objectOf(event["repository"]), owner } };
};

/** What a push brings, the first commit first: mostly one on what is there, and with a tag none. */
const broughtBy = async (
  repository: Repository,
  { ref, before, after }: Move,
  tip: Commit,
): Promise<readonly Commit[]> => {
  const others = [...allRefs(repository.dir)].flatMap(([name, id]) => (name === ref ? [] : [id]));
  const there = before === noObject ? others : [before];
  if (ref.startsWith("refs/tags/") || there.includes(after)) return [];
  if (there.includes(tip.parents.join())) return [tip];
  const commits =
    before === noObject ? readCommits(repository, ["-20", after]) : commitsBetween(repository, before, after);
  return (await commits).slice(0, 20).toReversed();
};

/** Where the rules of the base say so, an approval is dismissed by a push that changes what was approved. */
const dismissStale = async (base: Repository, { pull }: PullThread, head: string): Promise<void> => {
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
