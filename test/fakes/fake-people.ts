import type { PersonsComment, SentForm } from "../../action/core/command/persons-comment.ts";
import type { IssueNow } from "../../action/core/policy/form-issue.ts";
import type { OpenPull, PullRequest, Review } from "../../action/core/policy/pull-request.ts";
import type { People } from "../../action/ports/people.ts";

type Permission = Awaited<ReturnType<People["permission"]>>;

/** People and pull requests as a test says they are; by default a stranger may read. */
export type FakePeople = People & {
  readonly permissions: Map<string, Permission>;
  /** By the commit that it brought to main. */
  readonly pulls: Map<string, PullRequest>;
  approved: readonly { readonly login: string; readonly commit: string }[];
  wrote: readonly string[];
  /** By id. */
  readonly comments: Map<number, MaybeDated<PersonsComment>>;
  readonly forms: Map<number, MaybeDated<SentForm>>;
  /** By number. */
  readonly open: Map<number, OpenPull>;
  readonly issues: Map<number, IssueNow>;
};

/** Without a time it was written behind all merges. */
type MaybeDated<T extends { readonly at: string }> = Omit<T, "at" | "editor"> & {
  readonly at?: string;
  /** Nobody edited it where this is left out. */
  readonly editor?: string;
};
const dated = <T extends object>(one: T | undefined): (T & { readonly at: string }) | undefined =>
  one === undefined ? undefined : { at: "2026-03-01T11:00:00Z", ...one };

export const fakePeople = (): FakePeople => {
  const people: FakePeople = {
    permissions: new Map(),
    pulls: new Map(),
    approved: [],
    wrote: [],
    comments: new Map(),
    forms: new Map(),
    open: new Map(),
    issues: new Map(),
    issue: async (number) => people.issues.get(number),
    openPull: async (number) => people.open.get(number),
    comment: async (id) => {
      const found = dated(people.comments.get(id));
      return found === undefined ? undefined : { ...found, editor: found.editor };
    },
    form: async (run) => dated(people.forms.get(run)),
    permission: async (login) => people.permissions.get(login) ?? "read",
    pullRequestOf: async (merged) => people.pulls.get(merged),
    writers: async ({ opener }) => ({ logins: [opener?.login ?? "", ...people.wrote], unknown: undefined }),
    reviews: async () => people.approved.map((one) => ({ ...one, says: "approved", at: reviewedAt })),
  };
  return people;
};

const reviewedAt: Review["at"] = "2026-03-01T09:00:00Z";

/** Number 7 of ada's, merged into main as this commit. */
export const aMergedPull = (mergedAs: string, head: string, changes: Partial<PullRequest> = {}): PullRequest => ({
  number: 7,
  opener: { login: "ada", isPerson: true },
  head,
  base: "b",
  into: "main",
  from: { repository: "sphenix/productions", branch: "topic" },
  mergedAs,
  mergedOn: "2026-03-01T09:30:00Z",
  ...changes,
});
