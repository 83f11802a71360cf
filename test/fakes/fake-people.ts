import type { People, PullRequest } from "../../action/ports/people.ts";

type Permission = Awaited<ReturnType<People["permission"]>>;

/** People and pull requests as a test says they are; by default a stranger may read. */
export type FakePeople = People & {
  readonly permissions: Map<string, Permission>;
  /** By the commit that it brought to main. */
  readonly pulls: Map<string, PullRequest>;
  approved: readonly { readonly login: string; readonly commit: string }[];
  wrote: readonly string[];
};

export const fakePeople = (): FakePeople => {
  const people: FakePeople = {
    permissions: new Map(),
    pulls: new Map(),
    approved: [],
    wrote: [],
    permission: async (login) => people.permissions.get(login) ?? "read",
    pullRequestOf: async (merged) => people.pulls.get(merged),
    writers: async ({ author }) => ({ logins: [author, ...people.wrote], unknown: undefined }),
    reviews: async () => people.approved.map((one) => ({ ...one, says: "approved" })),
  };
  return people;
};
