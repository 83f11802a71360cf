import type { Conversation, Slot } from "../../ports/conversation.ts";
import { asking, type Repo } from "./octokit.ts";

type OwnComment = { readonly id: number; readonly body: string };

/**
 * One comment a slot, and one a call, found by a marker that only counts in comments of our own: a stranger who writes
 * the marker gets no say. `bot` is the login under which this job writes, `github-actions[bot]` without a GitHub App. */
export const githubConversation = (place: Repo, bot: string): Conversation => {
  const { octokit, owner, repo } = place;
  const at = { owner, repo };
  const own = ownComments(place, bot);
  const { ownOf, marked, create, edit } = own;
  return {
    say: (pullRequest, slot, markdown) =>
      asking("comment on the pull request", "pull-requests: write", async () => {
        const body = `${slotMarker(slot)}\n${markdown}`;
        const before = await marked(pullRequest, slotMarker(slot));
        if (before?.body === body) return false;
        if (before === undefined) await create(pullRequest, body);
        else await edit(pullRequest, before, body);
        return true;
      }),
    merged: (pullRequest, markdown) =>
      asking("comment on the pull request", "pull-requests: write", async () => {
        const plan = await marked(pullRequest, slotMarker("plan"));
        const written = plan?.body.slice(slotMarker("plan").length + 1);
        if (plan === undefined || written === undefined || written.startsWith(mergedMarker)) return false;
        await edit(pullRequest, plan, `${slotMarker("plan")}\n${mergedMarker}\n${markdown}\n\n${written}`);
        return true;
      }),
    call: (pullRequest, ids, written) =>
      asking("comment on the pull request", "pull-requests: write", async () => {
        const fresh = await editCalls(own, pullRequest, { ids, written });
        if (fresh.length === 0) return false;
        await create(pullRequest, `${callMarker(fresh.map(encodeURIComponent))}\n${written(fresh)}`);
        return true;
      }),
    reply: ({ id, pullRequest }, markdown) =>
      asking("comment on the pull request", "issues: write", async () => {
        await create(pullRequest, `${markdown}${answerMarker(id)}`);
      }),
    answered: ({ id, pullRequest }) =>
      asking("look for an answer to the command", "issues: write", async () => {
        if ((await ownOf(pullRequest)).some(({ body }) => body.endsWith(answerMarker(id)))) return true;
        const reactions = await octokit.paginate(octokit.rest.reactions.listForIssueComment, {
          ...at,
          comment_id: id,
          per_page: 100,
        });
        return reactions.some(({ user, content }) => user?.login === bot && content === "rocket");
      }),
    react: (commentId, reaction) =>
      asking("react to the comment", "issues: write", async () => {
        await octokit.rest.reactions.createForIssueComment({ ...at, comment_id: commentId, content: reaction });
      }),
  };
};

/** The comments of `bot`, the oldest first. Those of a pull request are listed once and remembered with what is added. */
const ownComments = ({ octokit, owner, repo }: Repo, bot: string) => {
  const at = { owner, repo };
  const known = new Map<number, OwnComment[]>();
  const ownOf = async (pullRequest: number): Promise<OwnComment[]> => {
    const before = known.get(pullRequest);
    if (before !== undefined) return before;
    const own = await listOwn({ octokit, owner, repo }, bot, pullRequest);
    known.set(pullRequest, own);
    return own;
  };
  const create = async (pullRequest: number, body: string): Promise<void> => {
    try {
      const { data } = await octokit.rest.issues.createComment({ ...at, issue_number: pullRequest, body });
      known.get(pullRequest)?.push({ id: data.id, body });
    } catch (error) {
      // It may have been made although its answer was lost.
      known.delete(pullRequest);
      throw error;
    }
  };
  /** The first of them. Of a creation whose answer was lost there may be more, and nobody would keep them right. */
  const marked = async (pullRequest: number, marker: string): Promise<OwnComment | undefined> => {
    const own = await ownOf(pullRequest);
    const [first, ...others] = own.filter(({ body }) => body.startsWith(marker));
    for (const { id } of others) await octokit.rest.issues.deleteComment({ ...at, comment_id: id });
    const kept = own.filter((one) => !others.includes(one));
    if (others.length > 0) known.set(pullRequest, kept);
    return first;
  };
  const edit = async (pullRequest: number, before: OwnComment, body: string): Promise<void> => {
    await octokit.rest.issues.updateComment({ ...at, comment_id: before.id, body });
    known.set(pullRequest, [...(await ownOf(pullRequest)).filter((one) => one !== before), { ...before, body }]);
  };
  return { ownOf, marked, create, edit };
};

/** Brings the calls among these comments up to date, and gives the ids that none of them has. */
const editCalls = async (
  { ownOf, edit }: Pick<ReturnType<typeof ownComments>, "ownOf" | "edit">,
  pullRequest: number,
  { ids, written }: { readonly ids: readonly string[]; readonly written: (ids: readonly string[]) => string },
): Promise<readonly string[]> => {
  const known = new Set<string>();
  for (const before of await ownOf(pullRequest)) {
    const marks = markedCalls(before.body);
    const those = ids.filter((id) => marks?.includes(encodeURIComponent(id)));
    if (marks === undefined || those.length === 0) continue;
    for (const id of those) known.add(id);
    const body = `${callMarker(marks)}\n${written(those)}`;
    if (body !== before.body) await edit(pullRequest, before, body);
  }
  return ids.filter((id) => !known.has(id));
};

const listOwn = async ({ octokit, owner, repo }: Repo, bot: string, pullRequest: number): Promise<OwnComment[]> => {
  const asked = { owner, repo, issue_number: pullRequest, per_page: 100 };
  const all = await octokit.paginate(octokit.rest.issues.listComments, asked);
  return all.flatMap(({ id, user, body }) => (user?.login === bot ? [{ id, body: body ?? "" }] : []));
};

const slotMarker = (slot: Slot): string => `<!-- shrek:${slot} -->`;
const mergedMarker = "<!-- shrek:merged -->";
/** Added at the end: mails show how a comment begins. */
const answerMarker = (comment: number): string => `\n\n<!-- shrek:answer ${comment} -->`;
/** Whatever the ids are, encoded they end neither the marker nor its line. */
const callMarker = (encoded: readonly string[]): string => `<!-- shrek:call ${encoded.join(" ")} -->`;
const markedCalls = (body: string): readonly string[] | undefined =>
  /^<!-- shrek:call ([^\n>]+) -->\n/.exec(body)?.[1]?.split(" ");
