import type { RucioPlace } from "../login/rucio-settings.ts";
import { at } from "../text/schema-text.ts";
import type { InitAnswers } from "./answers.ts";

/** What the steps of an administrator depend on. */
export type AdminFacts = Pick<InitAnswers, "repository" | "panda" | "vo" | "login" | "issuer" | "ledger" | "extras"> & {
  /** Releases go to a group's scope, for which PanDA wants the production role. */
  readonly official: boolean;
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

/** What was found of one setting: good, or what is wrong. */
export type SettingVerdict = {
  readonly verdict: "good" | "warning" | "fix" | "left-out";
  readonly says: string;
  /** What mends just this; without it, all commands of the setting. */
  readonly commands?: readonly string[];
};

/** What GitHub answers at one path: a list's members, or the one thing; `undefined`: there is none. */
export type GithubAnswer = readonly unknown[] | undefined;

/** A setting of a repository on GitHub, and all that is known of it. */
export type GithubSetting = {
  /** What an administrator reads before he sets it; without it, or `undefined`, nobody has to set it with these facts. */
  readonly why?: (facts: AdminFacts) => string | undefined;
  /** Sets it by `gh`. A block is pasted as a whole; what asks for an answer is a block of its own. */
  readonly commands?: (facts: AdminFacts) => readonly string[];
  /** Paths of GitHub's API below the repository, and what their answers show; `undefined`: the setting is not used. */
  readonly reads?: readonly string[];
  readonly found?: (answers: readonly GithubAnswer[], facts: AdminFacts) => SettingVerdict | undefined;
};

export const good = (says: string): SettingVerdict => ({ verdict: "good", says });
export const fix = (says: string, commands?: readonly string[]): SettingVerdict => ({
  verdict: "fix",
  says,
  ...(commands === undefined ? {} : { commands }),
});
/** Good where nothing is wrong. */
export const goodUnless = (wrong: readonly string[], says: string): SettingVerdict =>
  wrong.length === 0 ? good(says) : fix(`${wrong.join("; ")}.`);

export const memberNames = (answer: GithubAnswer = []): readonly string[] =>
  answer.map((one) => String(at(one, ["name"])));

/** A field of GitHub's answer, which the same path sets. */
export type SettingField = {
  readonly name: string;
  readonly wanted: string | boolean;
  /** The message where the value differs. Without it the field is set and not checked. */
  readonly otherwise?: string;
};

export const fieldFaults = (fields: readonly SettingField[], [found]: readonly unknown[] = []): readonly string[] =>
  fields.flatMap(({ name, wanted, otherwise }) =>
    otherwise === undefined || at(found, [name]) === wanted ? [] : [otherwise],
  );

export const putFields = (repository: string, path: string, fields: readonly SettingField[]): string =>
  [
    `gh api -X PUT repos/${repository}/${path}`,
    ...fields.map(({ name, wanted }) => `-${typeof wanted === "string" ? "f" : "F"} ${name}=${wanted}`),
  ].join(" ");
