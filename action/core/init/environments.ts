import { at } from "../text/schema-text.ts";
import type { InitAnswers } from "./answers.ts";
import {
  type AdminFacts,
  fix,
  type GithubAnswer,
  type GithubSetting,
  good,
  memberNames,
  type SettingVerdict,
} from "./setting.ts";

export type EnvironmentName = "panda" | "ledger" | "tryout";

/** A variable of the shell; where it is not set, the shell says so and calls nothing. */
export const orStop = (name: string): string => `\${${name}:?is not set}`;

/** One variable or secret of an environment. `from`: its value, and of a secret its file; without it `gh` asks. */
export type EnvironmentValue = { readonly kind: "variable" | "secret"; readonly name: string; readonly from?: string };

export const setValue = (
  repository: string,
  environment: EnvironmentName,
  { kind, name, from }: EnvironmentValue,
): string => {
  const taken = kind === "variable" ? `--body "${from}"` : `< "${from}"`;
  return `gh ${kind} set ${name} --env ${environment} --repo ${repository}${from === undefined ? "" : ` ${taken}`}`;
};

/** Where an environment's values are read, for `lacking`. */
export const valuePaths = (environment: EnvironmentName): readonly string[] => [
  `environments/${environment}/variables`,
  `environments/${environment}/secrets`,
];

export const lacking = (
  values: readonly EnvironmentValue[],
  [variables, secrets]: readonly GithubAnswer[],
): readonly string[] =>
  values
    .filter(({ kind, name }) => !memberNames(kind === "variable" ? variables : secrets).includes(name))
    .map(({ name }) => name);

/** How PanDA is found. An ID token comes from who pastes it, and no issuer is asked. */
export const addressValues = (
  { panda, vo, official, issuer }: AdminFacts,
  login: InitAnswers["login"],
): readonly EnvironmentValue[] => [
  { kind: "variable", name: "PANDA_URL_SSL", from: panda },
  { kind: "variable", name: "PANDA_AUTH_VO", from: official ? `${vo}.production` : vo },
  ...(login === "id-token" ? [] : [{ kind: "variable" as const, name: "PANDA_AUTH_ISSUER_HOSTS", from: issuer }]),
];

/** A way of logging in: its secret, and the other values that it needs. `gh` asks for each value. */
type LoginValues = { readonly secret: string; readonly values: readonly EnvironmentValue[]; readonly why: string };

const login = (secret: string, why: string, others: readonly EnvironmentValue[] = []): LoginValues => ({
  secret,
  values: [...others, { kind: "secret", name: secret }],
  why,
});

export const logins: Readonly<Record<InitAnswers["login"], LoginValues>> = {
  robot: login(
    "PANDA_AUTH_ROBOT_SECRET",
    "A robot's credentials. The VO's administrators register the client and add it to `robot_ids` of PanDA's auth config. Each command asks for its value.",
    [{ kind: "variable", name: "PANDA_AUTH_ROBOT_ID" }],
  ),
  "refresh-token": login(
    "PANDA_AUTH_REFRESH_TOKEN",
    "A refresh token that the issuer does not rotate, as panda-client leaves it in its file .token. The command asks for it.",
  ),
  "id-token": login(
    "PANDA_AUTH_ID_TOKEN",
    "An ID token, for trials: it expires after about a day. The command asks for it.",
  ),
};

export const loginsIn = (secrets: GithubAnswer): readonly LoginValues[] =>
  Object.values(logins).filter(({ secret }) => memberNames(secrets).includes(secret));

/** An environment that workflows of main alone may use. */
export const environment = (name: EnvironmentName, holds: string): GithubSetting => ({
  why: () => `Holds ${holds}, for workflows of main only.`,
  commands: ({ repository }) => [
    [
      `gh api -X PUT repos/${repository}/environments/${name} -F 'deployment_branch_policy[protected_branches]=false' -F 'deployment_branch_policy[custom_branch_policies]=true'`,
      `gh api -X POST repos/${repository}/environments/${name}/deployment-branch-policies -f name=main`,
    ].join("\n"),
  ],
  reads: [`environments/${name}`, `environments/${name}/deployment-branch-policies`],
  found: forMainOnly,
});

const forMainOnly = ([found, branches]: readonly GithubAnswer[]): SettingVerdict => {
  if (found === undefined) return fix("it does not exist.");
  if (at(found, [0, "deployment_branch_policy", "custom_branch_policies"]) !== true)
    return fix("other branches than main may use it.");
  const names = memberNames(branches);
  const others = names.filter((one) => one !== "main");
  if (others.length > 0) return fix(`other branches than main may use it: ${others.join(", ")}.`);
  return names.length === 0 ? fix("main may not use it.") : good("for main only");
};
