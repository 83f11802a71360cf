import type { GithubAnswer } from "../core/init/setting.ts";

/** What an administrator set on GitHub. Reads only; throws Failure where GitHub does not answer or does not allow it. */
export interface RepositorySettings {
  /** A path of GitHub's API below the repository, with all its pages; empty: the repository itself. `rulesets` are whole, with their rules. */
  read(path: string): Promise<GithubAnswer>;
}
