import type { GithubReads } from "../core/pass/reads.ts";

/** Who may do what, what was reviewed, and what was ordered. Read only, as the next four. */
export type People = GithubReads;

/** Pull requests as they are now. */
export type OpenPulls = Pick<People, "openPull">;

/** What people wrote on GitHub, as it is now. */
export type Comments = Pick<People, "comment">;

/** Forms of GitHub's page that people sent, as GitHub keeps them. */
export type Forms = Pick<People, "form">;

/** Issues as they are now. */
export type Issues = Pick<People, "issue">;
