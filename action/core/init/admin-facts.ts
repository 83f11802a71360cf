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

/** Who may write to a group's scope has the role of that group, as PanDA's token names it: `EIC` of `group.EIC`. */
export const adminFacts = (answers: InitAnswers, onGithub: boolean): AdminFacts => ({
  ...answers,
  vo: isGroup(answers.scopes.release) ? answers.scopes.release.replace(/^[^.]*\./, "") : answers.vo,
  official: isGroup(answers.scopes.release),
  news: [],
  onGithub,
});

const isGroup = (scope: string): boolean => scope.startsWith("group");
