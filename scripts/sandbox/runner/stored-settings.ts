import type { EnvironmentSetting, Setting } from "./setting.ts";

/** Variables that all workflows see: what was set at GitHub, and over it what this runner was started with. */
export const variablesOf = ({ github, variables }: Setting): Readonly<Record<string, string>> => ({
  ...github.settings().variables,
  ...variables,
});

/** Likewise of an environment; a login that the runner was started with is not mixed with one that somebody set. */
export const environmentOf = ({ github, environments }: Setting, name: string): EnvironmentSetting => {
  const stored = github.settings(name);
  const given = environments?.[name];
  return { secrets: given?.secrets ?? stored.secrets, variables: given?.variables ?? stored.variables };
};
