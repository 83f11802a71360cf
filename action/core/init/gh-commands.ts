import type { AdminFacts } from "./admin-facts.ts";
import type { InitAnswers } from "./answers.ts";
import { orStop } from "./rulesets.ts";

/** Actions of a repository, on or off. */
export const actions = (repository: string, on: boolean): string =>
  `gh api -X PUT repos/${repository}/actions/permissions -F enabled=${on}${on ? " -f allowed_actions=all" : ""}`;

export const environment = (repository: string, name: string): string =>
  [
    `gh api -X PUT repos/${repository}/environments/${name} -F 'deployment_branch_policy[protected_branches]=false' -F 'deployment_branch_policy[custom_branch_policies]=true'`,
    `gh api -X POST repos/${repository}/environments/${name}/deployment-branch-policies -f name=main`,
  ].join("\n");

const variable = (repository: string, place: string, name: string, value?: string): string =>
  `gh variable set ${name} --env ${place} --repo ${repository}${value === undefined ? "" : ` --body "${value}"`}`;
const secret = (repository: string, place: string, name: string): string =>
  `gh secret set ${name} --env ${place} --repo ${repository}`;

export const addressCommands = ({ repository, panda, vo, official, login, issuer }: AdminFacts): string =>
  [
    variable(repository, "panda", "PANDA_URL_SSL", panda),
    variable(repository, "panda", "PANDA_AUTH_VO", official ? `${vo}.production` : vo),
    ...(login === "id-token" ? [] : [variable(repository, "panda", "PANDA_AUTH_ISSUER_HOSTS", issuer)]),
  ].join("\n");

/** The secret that each way of logging in needs. */
export const loginSecrets = {
  robot: "PANDA_AUTH_ROBOT_SECRET",
  "refresh-token": "PANDA_AUTH_REFRESH_TOKEN",
  "id-token": "PANDA_AUTH_ID_TOKEN",
} as const satisfies Readonly<Record<InitAnswers["login"], string>>;

export const loginCommands = ({ repository, login }: AdminFacts): readonly string[] => [
  ...(login === "robot" ? [variable(repository, "panda", "PANDA_AUTH_ROBOT_ID")] : []),
  secret(repository, "panda", loginSecrets[login]),
];

/** The App's number and key, in the environments of the jobs that act as it. */
export const appCommands = (repository: string, places: readonly string[]): readonly string[] => [
  `printf "Number of the App: "; read -r APP_ID; printf "File of its private key: "; read -r APP_KEY`,
  places
    .flatMap((place) => [
      variable(repository, place, "SHREK_APP_ID", orStop("APP_ID")),
      `${secret(repository, place, "SHREK_APP_KEY")} < "${orStop("APP_KEY")}"`,
    ])
    .join("\n"),
];
