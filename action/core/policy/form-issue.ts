import type { FormIssue } from "../form/form-request.ts";
import { isSetting } from "../form/settings.ts";
import { type GithubAccount, isAmong, uniqueLogins } from "./login.ts";

export type IssueNow = {
  readonly number: number;
  /** `undefined`: the account is gone. */
  readonly author: GithubAccount | undefined;
  readonly body: string;
  readonly isOpen: boolean;
  /** It has the label that the form gives. */
  readonly isOfForm: boolean;
  /** Who edited the body, and why somebody may be missing. */
  readonly editors: { readonly accounts: readonly GithubAccount[]; readonly unknown: string | undefined };
  /** Those that look like `/shrek set` or `/shrek like`, oldest first. */
  readonly comments: readonly IssueWords[];
};

export type IssueWords = {
  readonly by: GithubAccount | undefined;
  readonly body: string;
  /** A comment that was ever edited says nothing (ADR 10). */
  readonly isEdited: boolean;
};

/** What counts of an issue, and whose it is. */
export type IssueRequest = {
  readonly form: FormIssue;
  /** All who wrote or edited it or set a field: none of them approves it. */
  readonly authors: readonly string[];
  /** Why an author may be missing there; `undefined`: all are known. */
  readonly unknown: string | undefined;
};

/** Who asked in comments, so that somebody can say what they may. */
export const commentersOf = ({ comments }: Pick<IssueNow, "comments">): readonly string[] => [
  ...new Set(
    comments.flatMap(({ by, body, isEdited }) => (by !== undefined && isSetting(body) && !isEdited ? [by.login] : [])),
  ),
];

/** `mayWrite`: of the commenters, those with write permission. The author of the issue may set fields of his own. */
export const requestIn = (issue: IssueNow, mayWrite: readonly string[]): IssueRequest => {
  const { author, editors } = issue;
  const counting = issue.comments.filter(
    ({ by, body, isEdited }) =>
      !isEdited &&
      isSetting(body) &&
      by?.isPerson === true &&
      (isAmong(by.login, mayWrite) || (author !== undefined && isAmong(by.login, [author.login]))),
  );
  const logins = [author, ...editors.accounts, ...counting.map(({ by }) => by)].flatMap((one) => one?.login ?? []);
  return {
    form: { author: author?.login ?? "", body: issue.body, comments: counting.map(({ body }) => body) },
    authors: uniqueLogins(logins),
    unknown: unknownOf(issue),
  };
};

const unknownOf = ({ number, author, editors }: IssueNow): string | undefined => {
  if (author === undefined) return `the account that wrote issue #${number} is gone`;
  const program = [author, ...editors.accounts].find(({ isPerson }) => !isPerson);
  if (program !== undefined)
    return `the program ${program.login} wrote or edited issue #${number}, and GitHub does not say for whom`;
  return editors.unknown;
};
