import { type Call, created, ok, type Route } from "../call.ts";
import { git, resolveRevision } from "../git.ts";
import { textOf } from "../json.ts";
import { followHead } from "../moves.ts";
import { paged } from "../pages.ts";
import { needs } from "../permissions.ts";
import { invalid, Refusal } from "../refusal.ts";
import type { PullThread, Repository } from "../repository.ts";
import { commitShape, commitsOf } from "../shapes/commit.ts";
import { changesSince, fileShape, shown } from "../shapes/diff.ts";
import { fullPullShape, pullShape } from "../shapes/pull.ts";
import { tellPull } from "../tell.ts";
import { isPull, judgeLength, judgeRole, newThread, pullOf } from "../threads.ts";

const read = { needs: [needs("pull-requests: read")], role: "read" } as const;
const write = { needs: [needs("pull-requests: write")], role: "read" } as const;

/** `branch`, or `owner:branch` of a fork. */
const headOf = (call: Call, head: string): { readonly repository: Repository; readonly ref: string } => {
  const [owner, ref] = head.includes(":") ? head.split(":") : [call.repository().owner, head];
  const base = call.repository();
  const repository = [...call.world.repositories.values()].find(
    (each) => each.owner === owner && (each === base || each.parent === base),
  );
  if (repository === undefined || ref === undefined)
    throw invalid({ resource: "PullRequest", field: "head", code: "invalid" });
  return { repository, ref };
};

const custom = (message: string) => invalid({ resource: "PullRequest", code: "custom", message });

const create = async (call: Call) => {
  const base = call.repository();
  const { repository, ref } = headOf(call, textOf(call.body["head"]));
  const target = textOf(call.body["base"]);
  const baseSha = await resolveRevision(base.dir, `refs/heads/${target}`);
  const headSha = await resolveRevision(repository.dir, `refs/heads/${ref}`);
  if (baseSha === undefined) throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
  if (headSha === undefined) throw invalid({ resource: "PullRequest", field: "head", code: "invalid" });
  if (baseSha === headSha) throw custom(`No commits between ${target} and ${ref}`);
  const twin = base.threads.some(
    (each) =>
      each.state === "open" &&
      each.pull?.head.repository === repository &&
      each.pull.head.ref === ref &&
      each.pull.base.ref === target,
  );
  if (twin) throw custom(`A pull request already exists for ${repository.owner}:${ref}.`);
  const thread: PullThread = {
    ...newThread(call, base, "PullRequest"),
    pull: {
      base: { ref: target, sha: baseSha },
      head: { repository, ref, sha: headSha },
      draft: call.body["draft"] === true,
      mergeSha: null,
      merged: undefined,
      made: [],
      reviews: [],
      lastPusher: lastPusher(call, repository, ref),
    },
  };
  base.threads.push(thread);
  await base.exclusive(() => followHead(call.world, base, thread, headSha));
  await tellPull(call, thread, "opened");
  return created(await fullPullShape(call.world, base, thread));
};

/** Who moved the branch last; whoever opens the pull request where that is not known. */
const lastPusher = ({ token }: Call, { activities }: Repository, branch: string): string =>
  activities.findLast(({ ref }) => ref === `refs/heads/${branch}`)?.by ?? token.login;

const update = async (call: Call) => {
  const thread = pullOf(call);
  if (call.body["title"] !== undefined || call.body["body"] !== undefined) judgeRole(call, "write", thread.author);
  if (call.body["state"] !== undefined) judgeRole(call, "triage", thread.author);
  const state = textOf(call.body["state"], thread.state);
  if (typeof call.body["title"] === "string") thread.title = call.body["title"];
  if (typeof call.body["body"] === "string") {
    judgeLength(call.body["body"], "PullRequest");
    thread.body = call.body["body"];
  }
  thread.updatedAt = call.world.now();
  const turned = state !== thread.state && thread.pull.merged === undefined;
  if (turned && state === "open") await judgeReopening(thread);
  if (turned) {
    thread.state = state === "open" ? "open" : "closed";
    thread.closedAt = state === "open" ? null : call.world.now();
  }
  await tellPull(call, thread, turned ? (thread.state === "open" ? "reopened" : "closed") : "edited");
  return ok(await fullPullShape(call.world, call.repository(), thread));
};

/** What was pushed over or taken away while it was closed cannot come back. */
const judgeReopening = async ({ pull: { head } }: PullThread): Promise<void> => {
  const { dir } = head.repository;
  const now = await resolveRevision(dir, `refs/heads/${head.ref}`);
  if (now === undefined) throw custom(`state cannot be changed. The ${head.ref} branch has been deleted.`);
  if ((await git(dir, ["merge-base", head.sha, now])) !== head.sha)
    throw custom(`state cannot be changed. The ${head.ref} branch was force-pushed or recreated.`);
};

const list = (call: Call) => {
  const state = call.query.get("state") ?? "open";
  const head = call.query.get("head");
  const base = call.query.get("base");
  const found = call
    .repository()
    .threads.filter(isPull)
    .filter((thread) => state === "all" || thread.state === state)
    .filter(({ pull }) => head === null || head === `${pull.head.repository.owner}:${pull.head.ref}`)
    .filter(({ pull }) => base === null || base === pull.base.ref)
    .toReversed();
  return paged(call, found, (thread) => pullShape(call.world, call.repository(), thread));
};

const files = async (call: Call) => {
  const { pull } = pullOf(call);
  const repository = call.repository();
  const changes = await changesSince(repository, pull.base.sha, pull.head.sha);
  // GitHub lists 3,000 files at most.
  return paged(call, shown(changes.slice(0, 3000)), (change) =>
    fileShape(call.world, repository, pull.head.sha, change),
  );
};

const commits = async (call: Call) => {
  const { pull } = pullOf(call);
  const all = (await commitsOf(call.repository(), pull)).toReversed();
  return paged(call, all.slice(0, 250), (commit) => commitShape(call.world, call.repository(), commit));
};

/** The pull request that merged a commit, or the open ones whose head holds it. */
const ofCommit = async (call: Call) => {
  const repository = call.repository();
  const sha = await resolveRevision(repository.dir, `${textOf(call.params["commit_sha"])}^{commit}`);
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${textOf(call.params["commit_sha"])}`);
  const found: PullThread[] = [];
  for (const thread of repository.threads.filter(isPull)) {
    const { pull } = thread;
    const own = await commitsOf(repository, pull);
    if (pull.made.includes(sha) || own.some((commit) => commit.sha === sha)) found.push(thread);
  }
  return paged(call, found, (thread) => pullShape(call.world, repository, thread));
};

export const pullRoutes = {
  "pulls/create": { ...write, answer: create },
  "pulls/update": { ...write, answer: update },
  "pulls/get": {
    ...read,
    answer: async (call: Call) => ok(await fullPullShape(call.world, call.repository(), pullOf(call))),
  },
  "pulls/list": { ...read, answer: list },
  "pulls/list-files": { ...read, answer: files },
  "pulls/list-commits": { ...read, answer: commits },
  "repos/list-pull-requests-associated-with-commit": { ...read, answer: ofCommit },
} satisfies Readonly<Record<string, Route>>;
