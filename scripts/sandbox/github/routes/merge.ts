import { type Call, ok, type Route } from "../call.ts";
import { writeCommit } from "../commit-files.ts";
import { resolveRevision } from "../git.ts";
import { textOf } from "../json.ts";
import { mergedTree, watchMoves } from "../moves.ts";
import { needs } from "../permissions.ts";
import { rebase } from "../rebase.ts";
import { moveRef } from "../refs.ts";
import { Refusal } from "../refusal.ts";
import type { PullThread } from "../repository.ts";
import { mergeFaults } from "../rules/judge-merge.ts";
import { refuseByRules } from "../rules/judge-move.ts";
import { tellIssue, tellPull } from "../tell.ts";
import { pullOf } from "../threads.ts";
import type { World } from "../world.ts";

const merge = async (call: Call) => {
  const thread = pullOf(call);
  const sha = await watchMoves(call.world, call.repository(), call.token, () => mergeNow(call, thread), true);
  await tellPull(call, thread, "closed");
  closeLinked(call, thread);
  return ok({ sha, merged: true, message: "Pull Request successfully merged" });
};

const mergeNow = async (call: Call, thread: PullThread): Promise<string> => {
  const { dir } = call.repository();
  const { pull } = thread;
  const method = textOf(call.body["merge_method"], "merge");
  if (thread.state !== "open") throw new Refusal(405, "Pull Request is not mergeable");
  if (typeof call.body["sha"] === "string" && call.body["sha"] !== pull.head.sha)
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  const tip = (await resolveRevision(dir, `refs/heads/${pull.base.ref}`)) ?? pull.base.sha;
  refuseByRules(405, await mergeFaults(call.world, call.repository(), call.token, thread));
  const tree = await mergedTree(call.repository(), tip, pull.head.sha);
  if (tree === undefined) throw new Refusal(405, "Pull Request is not mergeable");
  const parents = method === "squash" ? [tip] : [tip, pull.head.sha];
  const author = `${call.token.login} <${call.token.login}@users.noreply.github.com>`;
  const made =
    method === "rebase"
      ? await rebase(dir, tip, pull.head.sha, call.token.login)
      : [await writeCommit(dir, { tree, parents, message: messageOf(call, thread, method), author })];
  const sha = made.at(-1) ?? tip;
  const fault = await moveRef(dir, { ref: `refs/heads/${pull.base.ref}`, before: tip, after: sha });
  if (fault !== undefined) throw new Error(`${pull.base.ref}: ${fault}`);
  closeMerged(call.world, thread, { tip, made, by: call.token.login });
  return sha;
};

/** What a pull request says once the commits of its merge are on its base. */
export const closeMerged = (
  world: World,
  thread: PullThread,
  { tip, made, by }: { readonly tip: string; readonly made: readonly string[]; readonly by: string },
): void => {
  const at = world.now();
  thread.pull.base.sha = tip;
  thread.pull.mergeSha = made.at(-1) ?? tip;
  thread.pull.made = made;
  thread.pull.merged = { at, by };
  Object.assign(thread, { state: "closed", closedAt: at, updatedAt: at });
};

/** Of a pull request into the default branch, the issues that its words close. */
const closeLinked = (call: Call, { body, pull }: PullThread): void => {
  const repository = call.repository();
  if (pull.base.ref !== repository.defaultBranch) return;
  const named = [...(body ?? "").matchAll(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?) #(\d+)\b/gi)];
  for (const [, number] of named) {
    const issue = repository.threads.find((each) => each.number === Number(number) && each.pull === undefined);
    if (issue?.state !== "open") continue;
    Object.assign(issue, { state: "closed", closedAt: call.world.now(), updatedAt: call.world.now() });
    tellIssue(call, issue, "closed");
  }
};

const messageOf = (call: Call, { number, title, pull }: PullThread, method: string): string => {
  const usual =
    method === "squash"
      ? `${title} (#${number})`
      : `Merge pull request #${number} from ${pull.head.repository.owner}/${pull.head.ref}`;
  const body = method === "squash" ? "" : title;
  return `${textOf(call.body["commit_title"], usual)}\n\n${textOf(call.body["commit_message"], body)}`.trimEnd();
};

export const mergeRoutes = {
  "pulls/merge": { needs: [needs("contents: write")], role: "write", answer: merge },
} satisfies Readonly<Record<string, Route>>;
