import type { RucioPlace } from "../login/rucio-settings.ts";
import type { InitAnswers } from "./answers.ts";

/** What the steps of an administrator depend on. */
export type AdminFacts = Pick<InitAnswers, "repository" | "panda" | "vo" | "login" | "issuer" | "ledger" | "extras"> & {
  /** Releases go to a group's scope, for which PanDA wants the production role. */
  readonly official: boolean;
  /** What the conventions name. */
  readonly rucio: RucioPlace | undefined;
  /** Channels that the conventions name; those of a new repository name none. */
  readonly news: readonly string[];
  /** The repository has a remote already. */
  readonly onGithub: boolean;
};

export const adminFacts = (answers: InitAnswers, onGithub: boolean): AdminFacts => ({
  ...answers,
  official: answers.scopes.release.startsWith("group"),
  news: [],
  onGithub,
});
