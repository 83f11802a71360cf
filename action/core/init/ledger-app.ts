import { type EnvironmentName, type EnvironmentValue, lacking, orStop, setValue, valuePaths } from "./environments.ts";
import { type AdminFacts, fix, type GithubAnswer, type GithubSetting, good, type SettingVerdict } from "./setting.ts";

/** The App's number and key, in the environments of the jobs that act as it. */
export const appValues: readonly EnvironmentValue[] = [
  { kind: "variable", name: "SHREK_APP_ID", from: orStop("APP_ID") },
  { kind: "secret", name: "SHREK_APP_KEY", from: orStop("APP_KEY") },
];

export const appCommands = (repository: string, places: readonly EnvironmentName[]): readonly string[] => [
  `printf "Number of the App: "; read -r APP_ID; printf "File of its private key: "; read -r APP_KEY`,
  places.flatMap((place) => appValues.map((value) => setValue(repository, place, value))).join("\n"),
];

const places = ["ledger", "panda"] as const;

/** Reconcile runs in one environment, commands in the other. */
export const ledgerApp = (pullsWorkflowPaths: readonly string[]): GithubSetting => ({
  why: ({ ledger, repository, extras }) =>
    ledger === "app"
      ? `The App that alone writes the ledger. ${newApp(
          repository,
          "",
          ["runs", "form", "upkeep"].some((name) => extras.includes(name)),
        )}`
      : undefined,
  commands: ({ ledger, repository }) => (ledger === "app" ? appCommands(repository, places) : []),
  reads: [...places.flatMap(valuePaths), ...pullsWorkflowPaths],
  found: (answers, { ledger }) =>
    foundApp(
      answers,
      ledger === "app",
      answers.slice(2 * places.length).find((answer) => answer !== undefined),
    ),
});

const foundApp = (values: readonly GithubAnswer[], app: boolean, opensPulls: GithubAnswer): SettingVerdict => {
  const missing = places.flatMap((place, index) =>
    lacking(appValues, values.slice(2 * index)).map((name) => `${name} in ${place}`),
  );
  if (app)
    return missing.length === 0 ? good("set in both environments") : fix(`it is not set: ${missing.join(", ")}.`);
  if (opensPulls !== undefined && missing.every((one) => one.endsWith(" in panda")))
    return { verdict: "left-out", says: "the App opens pull requests, and does not write the ledger" };
  return missing.length === places.length * appValues.length
    ? { verdict: "left-out", says: "the conventions say that every collaborator may write the ledger" }
    : {
        verdict: "warning",
        says: "an App is set, and the conventions say that every collaborator may write the ledger.",
      };
};

/** What to do for `runs.yml`, which opens pull requests: an App that writes the ledger is set already, and a button gives it a permission. */
export const runsAppText = (facts: AdminFacts): string => pullsAppText(facts, "runs.yml", "-runs", "proposes nothing");
export const formAppText = (facts: AdminFacts): string => pullsAppText(facts, "form.yml", "-form", "makes nothing");
export const upkeepAppText = (facts: AdminFacts): string =>
  pullsAppText(facts, "upkeep.yml", "-upkeep", "proposes nothing");

const pullsAppText = (
  { repository, ledger }: AdminFacts,
  workflow: "runs.yml" | "form.yml" | "upkeep.yml",
  suffix: string,
  otherwise: string,
): string => {
  const [owner = ""] = repository.split("/");
  return ledger === "app"
    ? `${workflow} opens its pull requests as the App. Give it the permission "Pull requests: read and write" at https://github.com/organizations/${owner}/settings/apps (a person's: https://github.com/settings/apps), and accept it where the App is installed on ${repository}.`
    : `${workflow} opens its pull requests as a GitHub App, because what a workflow's own token opens starts no check; until there is one it ${otherwise}. ${newApp(repository, suffix, true)}`;
};

/** What `init` proposes for the App that opens pull requests: the one that writes the ledger, or one of its own. */
export const pullsAppName = (
  { repository, ledger }: Pick<AdminFacts, "repository" | "ledger">,
  workflow: "form" | "upkeep",
): string => appName(repository, ledger === "app" ? "" : `-${workflow}`);

/** What `policy` of the conventions says of that App. */
export const policyLine = (facts: Pick<AdminFacts, "repository" | "ledger">, workflow: "form" | "upkeep"): string =>
  `${workflow}: { app: ${pullsAppName(facts, workflow)}${workflow === "form" ? "" : ", of: [inputs, resources]"} }`;

const appName = (repository: string, suffix: string): string => `shrek-${repository.split("/")[1] ?? ""}${suffix}`;

const newApp = (repository: string, suffix: string, pulls: boolean): string => {
  const [owner = ""] = repository.split("/");
  return `Create it at https://github.com/organizations/${owner}/settings/apps/new?name=${appName(repository, suffix)}&contents=write${pulls ? "&pull_requests=write" : ""}&webhook_active=false&url=https://github.com/${repository} (a person's: https://github.com/settings/apps/new), install it on ${repository} only, and download a private key. The first block asks for the App's number and for the file of the key.`;
};
