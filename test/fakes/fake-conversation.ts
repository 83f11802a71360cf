import type { Conversation } from "../../action/ports/conversation.ts";

type Comment = { readonly marker: string; body: string };
export type FakeConversation = Conversation & { said(pullRequest: number): readonly string[] };

const mergedMark = "<!-- merged -->";

/** Comments in memory, by pull request. */
export const fakeConversation = (): FakeConversation => {
  const pulls = new Map<number, Comment[]>();
  const of = (number: number): Comment[] => {
    const known = pulls.get(number) ?? [];
    pulls.set(number, known);
    return known;
  };
  return {
    say: async (pullRequest, slot, markdown) => {
      const before = of(pullRequest).find(({ marker }) => marker === slot);
      if (before?.body === markdown) return false;
      if (before === undefined) of(pullRequest).push({ marker: slot, body: markdown });
      else before.body = markdown;
      return true;
    },
    merged: async (pullRequest, markdown) => {
      const plan = of(pullRequest).find(({ marker }) => marker === "plan");
      if (plan === undefined || plan.body.startsWith(mergedMark)) return false;
      plan.body = `${mergedMark}\n${markdown}\n\n${plan.body}`;
      return true;
    },
    call: async (pullRequest, ids, written) => {
      const known = new Set<string>();
      for (const comment of of(pullRequest)) {
        const own = comment.marker.startsWith("call ")
          ? ids.filter((id) => comment.marker.split(" ").includes(id))
          : [];
        for (const id of own) known.add(id);
        if (own.length > 0) comment.body = written(own);
      }
      const fresh = ids.filter((id) => !known.has(id));
      if (fresh.length > 0) of(pullRequest).push({ marker: `call ${fresh.join(" ")}`, body: written(fresh) });
      return fresh.length > 0;
    },
    reply: async ({ id, pullRequest }, markdown) =>
      void of(pullRequest).push({ marker: `answer ${id}`, body: markdown }),
    answered: async ({ id, pullRequest }) => of(pullRequest).some(({ marker }) => marker === `answer ${id}`),
    react: async () => undefined,
    said: (pullRequest) => of(pullRequest).map(({ body }) => body),
  };
};
