import { at } from "../text/schema-text.ts";
import { addressValues, environment, lacking, logins, loginsIn, setValue, valuePaths } from "./environments.ts";
import { ledgerApp } from "./ledger-app.ts";
import { newsSecret, rucioLogin, rucioSecrets } from "./rucio-login.ts";
import { rulesOf } from "./rulesets.ts";
import {
  type AdminFacts,
  fieldFaults,
  fix,
  type GithubSetting,
  good,
  goodUnless,
  putFields,
  type SettingField,
} from "./setting.ts";
import {
  disabledWorkflows,
  form,
  pullsWorkflowPaths,
  runs,
  site,
  tryoutAtSite,
  upkeep,
  workflows,
} from "./workflow-settings.ts";

const actionsPath = "actions/permissions";
const actionsOn = [
  { name: "enabled", wanted: true, otherwise: "are off: no workflow runs" },
  { name: "allowed_actions", wanted: "selected" },
] as const satisfies readonly SettingField[];

const allowedPath = "actions/permissions/selected-actions";
const ownActions = "sPHENIX-Collaboration/shrek/*";

/** An organization may allow chosen actions alone; `allowed` is what is chosen then. */
const notAllowed = (policy: unknown, allowed: unknown): readonly string[] => {
  if (policy === "local_only") return ["no action from outside of the repository may run, and so none of SHREK"];
  if (policy !== "selected") return [];
  const patterns = at(allowed, ["patterns_allowed"]);
  const names = Array.isArray(patterns) ? patterns.map((one: unknown) => String(one).toLowerCase()) : [];
  const has = (wanted: string): boolean =>
    names.some((name) => wanted.toLowerCase().startsWith(name.replace(/\*$/, "")));
  return [
    ...(has(ownActions) ? [] : [`SHREK's actions, ${ownActions}, may not run`]),
    ...(at(allowed, ["github_owned_allowed"]) === true || has("actions/checkout@")
      ? []
      : ["GitHub's own actions may not run"]),
  ];
};

const tokenPath = "actions/permissions/workflow";
const tokenFields = [
  {
    name: "default_workflow_permissions",
    wanted: "read",
    otherwise: "a workflow that does not say what it needs may write",
  },
  { name: "can_approve_pull_request_reviews", wanted: false, otherwise: "a workflow may approve pull requests" },
] as const satisfies readonly SettingField[];

/**
 * What an administrator sets on GitHub, in the order in which it has to happen: `shrek init` prints the steps, and
 * `shrek doctor --github` reads each and prints the commands of what is missing. Nothing runs red in between: from the
 * first push until ledger and rules are there Actions are off. Main is pushed before its rules, which would refuse it.
 */
export const settings = {
  "first commit": {
    why: () => "One commit, and a place for it.",
    commands: ({ repository, onGithub }) => [
      'git init --quiet --initial-branch=main\ngit add --all\ngit commit --message "Begin with SHREK"',
      ...(onGithub ? [] : [`gh repo create ${repository} --public --source . --remote origin`]),
    ],
  },
  "environment panda": environment("panda", "PanDA's login"),
  "environment ledger": environment("ledger", "the key of the App that writes the ledger"),
  "address of PanDA": {
    why: ({ official, vo }) =>
      official
        ? `Where reconcile submits, and as which VO: ${vo}.production, with the role production, because releases go to a group.`
        : "Where reconcile submits, and as which VO.",
    commands: (facts) => [
      addressValues(facts, facts.login)
        .map((value) => setValue(facts.repository, "panda", value))
        .join("\n"),
    ],
    reads: valuePaths("panda"),
    found: (answers, facts) => {
      const pasted = loginsIn(answers[1]).includes(logins["id-token"]);
      const values = addressValues(facts, pasted ? "id-token" : "robot");
      const missing = lacking(values, answers);
      return missing.length === 0
        ? good(`${values.map(({ name }) => name).join(", ")} are set`)
        : fix(`the environment panda lacks ${missing.join(", ")}.`);
    },
  },
  "login to PanDA": {
    why: ({ login }) => logins[login].why,
    commands: ({ repository, login }) => logins[login].values.map((value) => setValue(repository, "panda", value)),
    reads: valuePaths("panda"),
    found: (answers) => {
      const [only, ...others] = loginsIn(answers[1]);
      if (only === undefined) return fix("the environment panda has no login.");
      if (others.length > 0)
        return fix(
          `${[only, ...others].map(({ secret }) => secret).join(" and ")} are set; SHREK refuses two logins. Delete one.`,
        );
      const missing = lacking(only.values, answers);
      return missing.length > 0
        ? fix(`the environment panda lacks ${missing.join(", ")}.`)
        : good(`${only.secret} is set; only PanDA knows whether it is accepted, and \`shrek doctor\` asks it`);
    },
  },
  "login to Rucio": rucioLogin,
  "secrets of Rucio": rucioSecrets,
  "channels of news": newsSecret,
  "App of the ledger": ledgerApp(pullsWorkflowPaths),
  repository: {
    why: () => "The first push, of main. Actions are off until all is set.",
    commands: ({ repository }) => [
      `${putFields(repository, actionsPath, [{ name: "enabled", wanted: false }])}\ngit push --set-upstream origin main`,
    ],
    reads: ["branches/main"],
    found: ([main], { repository }) =>
      main === undefined
        ? fix(`${repository} has no branch main: nothing was pushed, or this login may not see it.`)
        : good(`${repository}, with its main`),
  },
  workflows,
  "disabled workflows": disabledWorkflows,
  runs,
  form,
  upkeep,
  site,
  "tryout-site": tryoutAtSite,
  ledger: {
    why: () => "The ledger begins over main: nothing that is on main now is submitted.",
    commands: () => ["shrek ledger init"],
    reads: ["branches/ledger"],
    found: ([ledger]) =>
      ledger === undefined ? fix("the branch does not exist: nothing can be submitted.") : good("the branch exists"),
  },
  "rules of main": rulesOf("main", () => "Pull requests with the approval of an owner, and the check."),
  "rules of ledger": rulesOf("ledger", (app) => writersText(app, "the ledger")),
  "rules of production tags": rulesOf("production tags", (app) => writersText(app, "the tags")),
  "token of workflows": {
    why: () => "Workflows read unless they ask for more, and approve no pull request.",
    commands: ({ repository }) => [putFields(repository, tokenPath, tokenFields)],
    reads: [tokenPath],
    found: ([answer]) =>
      goodUnless(fieldFaults(tokenFields, answer), "reads unless a workflow asks for more, and approves nothing"),
  },
  Actions: {
    why: () =>
      `Everything is there: Actions begin, GitHub's own and SHREK's. Where the organization allows chosen actions, its owner adds ${ownActions} to them; give patterns_allowed what else your workflows use.`,
    commands: ({ repository }) => [
      `${putFields(repository, actionsPath, actionsOn)}\ngh api -X PUT repos/${repository}/${allowedPath} -F github_owned_allowed=true -F verified_allowed=false -f 'patterns_allowed[]=${ownActions}'\ngh api -X POST repos/${repository}/actions/workflows/reconcile.yml/dispatches -f ref=main`,
    ],
    reads: [actionsPath, allowedPath],
    found: ([answer, allowed]) =>
      goodUnless(
        [...fieldFaults(actionsOn, answer), ...notAllowed(at(answer, [0, "allowed_actions"]), allowed?.[0])],
        "are on",
      ),
  },
} satisfies Readonly<Record<string, GithubSetting>>;

export type GithubSettingName = keyof typeof settings;
export const settingNames = Object.keys(settings) as readonly GithubSettingName[];

const writersText = (app: boolean, what: string): string =>
  app
    ? `Nobody but the App writes ${what}.`
    : `Nobody takes back what is in ${what}. Everybody who may push can write there.`;

/** One thing to do, with the commands that do it, block by block. */
export type AdminStep = { readonly name: GithubSettingName; readonly why: string; readonly blocks: readonly string[] };

/** What these facts ask of an administrator, in order. */
export const adminSteps = (facts: AdminFacts): readonly AdminStep[] =>
  settingNames.flatMap((name) => {
    const { why, commands }: GithubSetting = settings[name];
    const said = why?.(facts);
    return said === undefined ? [] : [{ name, why: said, blocks: commands?.(facts) ?? [] }];
  });

/** What only the extra workflows ask, in a repository that is set up. */
export const extraSteps = (facts: AdminFacts): readonly AdminStep[] =>
  adminSteps(facts).filter(({ name }) => facts.extras.includes(name));

/** As it is printed: for each step its words, then its blocks. */
export const stepsText = (steps: readonly AdminStep[]): string =>
  steps.map(({ name, why, blocks }, index) => [`${index + 1}. ${name}: ${why}`, ...blocks].join("\n\n")).join("\n\n");
