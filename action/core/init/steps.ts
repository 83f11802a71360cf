import type { About } from "../doctor/finding.ts";
import type { AdminFacts } from "./admin-facts.ts";
import { actions, addressCommands, appCommands, environment, loginCommands } from "./gh-commands.ts";
import { rulesetCommand } from "./rulesets.ts";

/** What an administrator sets on GitHub, in the order in which it has to happen; what doctor finds has the same names. */
export const stepNames = [
  "repository",
  "environment panda",
  "environment ledger",
  "address of PanDA",
  "login to PanDA",
  "App of the ledger",
  "first push",
  "rules of main",
  "rules of ledger",
  "rules of production tags",
  "token of workflows",
  "Actions",
] as const satisfies readonly (About | "first push")[];
export type StepName = (typeof stepNames)[number];

/** One thing to do. A block is pasted as a whole; what asks for an answer is a block of its own. */
export type AdminStep = { readonly name: StepName; readonly why: string; readonly blocks: readonly string[] };

/**
 * Nothing runs red in between: from the first push until ledger and rules are there Actions are off. Main is pushed
 * before its rules, which would refuse the push.
 */
export const adminSteps = (facts: AdminFacts): readonly AdminStep[] =>
  stepNames.flatMap((name) => {
    const made = makers[name](facts);
    return made === undefined ? [] : [{ name, ...made }];
  });

/** What extra workflows ask of the administrator of a repository that is set up. */
export const extraSteps = (facts: ExtraFacts): readonly AdminStep[] => [
  ...(facts.extras.includes("runs")
    ? [{ name: "App of the ledger" as const, why: runsText(facts), blocks: runsBlocks(facts) }]
    : []),
];

/** An App that writes the ledger is set already, and a button gives it a permission; one for runs alone is made here. */
const runsBlocks = ({ repository, ledger }: ExtraFacts): readonly string[] =>
  ledger === "app" ? [] : appCommands(repository, ["ledger"]);

/** The commands that set the App by which runs.yml opens pull requests, where no App writes the ledger. */
export const runsAppCommands = (facts: AdminFacts): readonly string[] =>
  runsBlocks({ repository: facts.repository, ledger: facts.ledger, extras: ["runs"] });

type ExtraFacts = Pick<AdminFacts, "repository" | "ledger" | "extras">;

const runsText = ({ repository, ledger }: ExtraFacts): string => {
  const [owner = "", name = ""] = repository.split("/");
  return ledger === "app"
    ? `runs.yml opens its pull requests as the App. Give it the permission "Pull requests: read and write" at https://github.com/organizations/${owner}/settings/apps (a person's: https://github.com/settings/apps), and accept it where the App is installed on ${repository}.`
    : `runs.yml opens its pull requests as a GitHub App, because what a workflow's own token opens starts no check; until there is one it proposes nothing. ${newApp(owner, `${name}-runs`, repository, true)}`;
};

type StepText = Omit<AdminStep, "name"> | undefined;

/** What each step says and prints; `undefined`: it is not needed with these facts. */
const makers: Readonly<Record<StepName, (facts: AdminFacts) => StepText>> = {
  repository: ({ repository, onGithub }) => ({
    why: "One commit, and a place for it.",
    blocks: [
      'git init --quiet --initial-branch=main\ngit add --all\ngit commit --message "Begin with SHREK"',
      ...(onGithub ? [] : [`gh repo create ${repository} --public --source . --remote origin`]),
    ],
  }),
  "environment panda": ({ repository }) => ({
    why: "Holds PanDA's login, for workflows of main only.",
    blocks: [environment(repository, "panda")],
  }),
  "environment ledger": ({ repository }) => ({
    why: "Holds the key of the App that writes the ledger, for workflows of main only.",
    blocks: [environment(repository, "ledger")],
  }),
  "address of PanDA": (facts) => ({
    why: facts.official
      ? `Where reconcile submits, and as which VO: ${facts.vo}.production, with the role production, because releases go to a group.`
      : "Where reconcile submits, and as which VO.",
    blocks: [addressCommands(facts)],
  }),
  "login to PanDA": (facts) => ({ why: loginText[facts.login], blocks: loginCommands(facts) }),
  "App of the ledger": (facts) =>
    facts.ledger === "app"
      ? { why: appText(facts), blocks: appCommands(facts.repository, ["ledger", "panda"]) }
      : facts.extras.includes("runs")
        ? { why: runsText(facts), blocks: runsBlocks(facts) }
        : undefined,
  "first push": ({ repository }) => ({
    why: "Main, and the ledger over it: nothing that is on main now is submitted. Actions are off meanwhile.",
    blocks: [`${actions(repository, false)}\ngit push --set-upstream origin main\nshrek ledger init`],
  }),
  "rules of main": ({ repository, ledger }) => ({
    why: "Pull requests with the approval of an owner, and the check.",
    blocks: [rulesetCommand(repository, "main", ledger === "app")],
  }),
  "rules of ledger": ({ repository, ledger }) => ({
    why: writersText(ledger === "app", "the ledger"),
    blocks: [rulesetCommand(repository, "ledger", ledger === "app")],
  }),
  "rules of production tags": ({ repository, ledger }) => ({
    why: writersText(ledger === "app", "the tags"),
    blocks: [rulesetCommand(repository, "production tags", ledger === "app")],
  }),
  "token of workflows": ({ repository }) => ({
    why: "Workflows read unless they ask for more, and approve no pull request.",
    blocks: [
      `gh api -X PUT repos/${repository}/actions/permissions/workflow -f default_workflow_permissions=read -F can_approve_pull_request_reviews=false`,
    ],
  }),
  Actions: ({ repository }) => ({
    why: "Everything is there: Actions begin.",
    blocks: [
      `${actions(repository, true)}\ngh api -X POST repos/${repository}/actions/workflows/reconcile.yml/dispatches -f ref=main`,
    ],
  }),
};

const loginText = {
  robot:
    "A robot's credentials. The VO's administrators register the client and add it to `robot_ids` of PanDA's auth config. Each command asks for its value.",
  "refresh-token":
    "A refresh token that the issuer does not rotate, as panda-client leaves it in its file .token. The command asks for it.",
  "id-token": "An ID token, for trials: it expires after about a day. The command asks for it.",
} as const;

const appText = ({ repository, extras }: AdminFacts): string => {
  const [owner = "", name = ""] = repository.split("/");
  return `The App that alone writes the ledger. ${newApp(owner, name, repository, extras.includes("runs"))}`;
};

const newApp = (owner: string, name: string, repository: string, pulls: boolean): string =>
  `Create it at https://github.com/organizations/${owner}/settings/apps/new?name=shrek-${name}&contents=write${pulls ? "&pull_requests=write" : ""}&webhook_active=false&url=https://github.com/${repository} (a person's: https://github.com/settings/apps/new), install it on ${repository} only, and download a private key. The first block asks for the App's number and for the file of the key.`;

const writersText = (app: boolean, what: string): string =>
  app
    ? `Nobody but the App writes ${what}.`
    : `Nobody takes back what is in ${what}. Everybody who may push can write there.`;

/** As it is printed: for each step its words, then its blocks. */
export const stepsText = (steps: readonly AdminStep[]): string =>
  steps.map(({ name, why, blocks }, index) => [`${index + 1}. ${name}: ${why}`, ...blocks].join("\n\n")).join("\n\n");
