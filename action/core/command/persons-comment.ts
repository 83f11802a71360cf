/** `at`: when it was written, by GitHub's clock, as ISO text. */
export type PersonsComment = {
  readonly body: string;
  readonly login: string;
  readonly pullRequest: number;
  readonly at: string;
  /** Who edited it since; `undefined`: nobody did, and it is as its author wrote it. */
  readonly editor: string | undefined;
};

/** `logins`: who sent it; nobody, where the account is gone. `title`: the run's. `at`: by GitHub's clock, ISO text. */
export type SentForm = { readonly logins: readonly string[]; readonly title: string; readonly at: string };
