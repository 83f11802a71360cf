import { expect, test } from "vitest";
import type { AdminFacts, GithubAnswer, GithubSetting } from "../../../action/core/init/setting.ts";
import { adminSteps, extraSteps, settingNames, settings } from "../../../action/core/init/settings.ts";
import { withPolicy } from "../policy/some-rules.ts";

type Values = readonly [variables: GithubAnswer, secrets: GithubAnswer];
const app: Values = [[{ name: "SHREK_APP_ID" }], [{ name: "SHREK_APP_KEY" }]];
const none: Values = [[], []];
const contentOf = (text: string): GithubAnswer => [{ content: Buffer.from(text).toString("base64") }];

const facts: AdminFacts = {
  repository: "epic/productions",
  panda: "https://p",
  vo: "epic",
  login: "robot",
  issuer: "i",
  ledger: "every-collaborator",
  extras: ["runs"],
  official: false,
  rucio: undefined,
  news: [],
  onGithub: true,
};

test.each<[string | undefined, Values, string, string]>([
  ["productions/a: x\n", app, "good", "productions/a; the App needs"],
  ["# none\n", app, "warning", "names no command"],
  [undefined, app, "fix", ".github/runs.txt is not on main"],
  ["productions/a\n", app, "fix", ".github/runs.txt:1:1 is not"],
  ["productions/a: x\n", none, "fix", "the environment ledger lacks SHREK_APP_ID and SHREK_APP_KEY."],
  ["productions/a: x\n", [app[0], []], "fix", "the environment ledger lacks SHREK_APP_KEY."],
  ["productions/a: x\n", [undefined, undefined], "fix", "it opens pull requests as a GitHub App"],
])("shrek doctor on runs.yml with the commands %j, in an environment %j: %s", (commands, ledger, verdict, says) => {
  const listed = commands === undefined ? undefined : contentOf(commands);

  expect(settings.runs.found?.([contentOf(""), listed, ...ledger], facts)).toMatchObject({
    verdict,
    says: expect.stringContaining(says) as string,
  });
});

test("Every setting is printed by shrek init with its commands, or read by shrek doctor", () => {
  for (const name of settingNames) {
    const { why, commands, reads = [], found }: GithubSetting = settings[name];
    expect(why ?? found, name).toBeDefined();
    expect(reads.length > 0, name).toBe(found !== undefined);
    if (why !== undefined) expect(commands, name).toBeDefined();
  }
});

test("A repository with runs.yml and no App gets instructions to make one, with the commands", () => {
  const first = adminSteps(facts).find(({ name }) => name === "runs");

  expect(first?.why).toContain("apps/new?name=shrek-productions-runs&contents=write&pull_requests=write&");
  expect(first?.blocks.join("\n")).toContain("gh variable set SHREK_APP_ID --env ledger --repo epic/productions");
  expect(first?.blocks.join("\n")).not.toContain("--env panda");
  expect(extraSteps(facts)).toEqual([first]);
  expect(adminSteps(facts).map(({ name }) => name)).not.toContain("App of the ledger");
  expect(adminSteps({ ...facts, extras: [] }).map(({ name }) => name)).not.toContain("runs");
  expect(extraSteps({ ...facts, ledger: "app" }).map(({ blocks }) => blocks)).toEqual([[]]);
});

test.each<readonly [string, readonly (GithubAnswer | undefined)[], readonly GithubAnswer[], string, RegExp]>([
  [
    "without an App",
    [contentOf("x"), contentOf("x"), contentOf(""), [{}]],
    none,
    "it opens pull requests as a GitHub App",
    /^printf [^]*SHREK_APP_KEY/,
  ],
  ["without the form", [contentOf("x"), undefined, contentOf(""), [{}]], app, "the form is not on main", /^$/],
  [
    "without its label",
    [contentOf("x"), contentOf("x"), contentOf(""), undefined],
    app,
    "the label production does not exist",
    /^gh api -X POST repos\/epic\/productions\/labels -f name=production$/,
  ],
  [
    "without a policy",
    [contentOf("x"), contentOf("x"), contentOf(""), [{}]],
    app,
    "Write into it, with the name of the App: `form: { app: shrek-productions-form }`.",
    /^$/,
  ],
])(
  "shrek doctor on form.yml %s reports what is missing, with just what mends it",
  (_, answers, ledger, says, paste) => {
    const verdict = settings.form.found?.([...answers, ...ledger], facts);
    expect(verdict).toMatchObject({ verdict: "fix", says: expect.stringContaining(says) });
    expect(verdict?.commands?.join("\n")).toMatch(paste);
    expect(settings.form.found?.([undefined, ...answers.slice(1), ...ledger], facts)).toBeUndefined();
  },
);

test("A repository with form.yml gets the command for its label, and is told where the policy stands", () => {
  const step = adminSteps({ ...facts, extras: ["form"] }).find(({ name }) => name === "form");

  expect(step?.blocks[0]).toBe("gh api -X POST repos/epic/productions/labels -f name=production");
  expect(step?.why).toContain("apps/new?name=shrek-productions-form&contents=write&pull_requests=write&");
  expect(step?.why).toContain("Where the App has another name than shrek-productions-form, `policy` in");
});

test.each<readonly [string, string, readonly GithubAnswer[], string, string]>([
  ["without an App", withPolicy("{ upkeep: { app: x, of: [inputs] } }"), none, "fix", "as a GitHub App"],
  [
    "without a policy",
    withPolicy("{ runs: { app: x } }"),
    app,
    "fix",
    "has no `upkeep`. Write into it, with the name of the App: `upkeep: { app: shrek-productions-upkeep, of: [inputs, resources] }`.",
  ],
  ["with conventions that cannot be read", "x", app, "fix", "has no `upkeep`"],
  [
    "that has all",
    withPolicy("{ upkeep: { app: x, of: [inputs, resources] } }"),
    app,
    "good",
    "inputs and resources as x",
  ],
])("shrek doctor on upkeep.yml %s says what it does", (_, conventions, ledger, verdict, says) => {
  expect(settings.upkeep.found?.([contentOf("x"), contentOf(conventions), ...ledger], facts)).toMatchObject({
    verdict,
    says: expect.stringContaining(says),
  });
  expect(settings.upkeep.found?.([undefined, contentOf(conventions), ...ledger], facts)).toBeUndefined();
  const step = adminSteps({ ...facts, extras: ["upkeep"] }).find(({ name }) => name === "upkeep");
  expect(step?.why).toContain("Where the App has another name than shrek-productions-upkeep, `policy` in");
});

test("An App for runs.yml only is not counted as the App that writes the ledger", () => {
  const verdict = (ledger: AdminFacts["ledger"], runs: GithubAnswer) =>
    settings["App of the ledger"].found?.([...app, ...none, runs], { ...facts, ledger })?.verdict;

  expect(verdict("every-collaborator", contentOf(""))).toBe("left-out");
  expect(verdict("every-collaborator", undefined)).toBe("warning");
  expect(verdict("app", contentOf(""))).toBe("fix");
});

test("The step of shrek init about PanDA's address explains why the VO has a role", () => {
  const why = (official: boolean) =>
    adminSteps({ ...facts, official }).find(({ name }) => name === "address of PanDA")?.why;

  expect(why(true)).toBe(
    "Where reconcile submits, and as which VO: epic.production, with the role production, because releases go to a group.",
  );
  expect(why(false)).toBe("Where reconcile submits, and as which VO.");
});

const siteWorkflow = contentOf("jobs:\n  tryout:\n    runs-on: [self-hosted, farm] # ours\n");
const reviewed = (prevent_self_review: boolean): GithubAnswer => [
  {
    deployment_branch_policy: { custom_branch_policies: true },
    protection_rules: [{ type: "required_reviewers", prevent_self_review }],
  },
];
const machine = (ephemeral: boolean): unknown => ({
  name: "batch",
  ephemeral,
  labels: [{ name: "self-hosted" }, { name: "farm" }],
});

test.each<[string, GithubAnswer, readonly unknown[], boolean, string, string]>([
  ["is approved and ephemeral", reviewed(true), [machine(true)], true, "good", "each try-out is approved, on batch"],
  ["keeps what payloads leave", reviewed(true), [machine(true), machine(false)], true, "fix", "batch: not ephemeral"],
  ["is in a public repository", reviewed(true), [machine(true)], false, "fix", "a fork's workflow may ask for batch"],
  ["lets people approve their own", reviewed(false), [], true, "fix", "approve their own try-outs"],
  ["is not of this repository", reviewed(true), [], true, "warning", "labels self-hosted, farm"],
  ["has no environment", undefined, [], true, "fix", "the environment tryout: it does not exist"],
])("shrek doctor on a machine for try-outs that %s: %s", (_, found, runners, isPrivate, verdict, says) => {
  const answers: readonly GithubAnswer[] = [siteWorkflow, found, [{ name: "main" }], runners, [{ private: isPrivate }]];

  expect(settings["tryout-site"].found?.(answers, facts)).toEqual({
    verdict,
    says: expect.stringContaining(says) as string,
  });
  expect(settings["tryout-site"].found?.([undefined, ...answers.slice(1)], facts)).toBeUndefined();
});

test.each<[string, GithubAnswer, GithubAnswer, GithubAnswer, string | undefined, string]>([
  ["no workflow", undefined, [{ private: false }], undefined, undefined, ""],
  ["a private repository", contentOf(""), [{ private: true }], undefined, "good", "an artifact of its runs"],
  ["no Pages", contentOf(""), [{ private: false }], undefined, "fix", "is not GitHub Actions."],
  [
    "Pages of a branch",
    contentOf(""),
    [{ private: false }],
    [{ build_type: "legacy" }],
    "fix",
    "is not GitHub Actions.",
  ],
  [
    "Pages",
    contentOf(""),
    [{}],
    [{ build_type: "workflow", html_url: "https://o.org/p/" }],
    "good",
    "at https://o.org/p/",
  ],
])("shrek doctor on the pages of the ledger with %s", (_, workflow, repository, pages, verdict, says) => {
  const found = settings.site.found?.([workflow, repository, pages], facts);

  expect(found?.verdict).toBe(verdict);
  expect(found?.says ?? "").toContain(says);
});

test("A repository with site.yml gets the command that lets GitHub Pages take its pages", () => {
  const step = adminSteps({ ...facts, extras: ["site"] }).find(({ name }) => name === "site");

  expect(step?.blocks.join()).toContain("gh api -X POST repos/epic/productions/pages -f build_type=workflow");
  expect(adminSteps(facts).map(({ name }) => name)).not.toContain("site");
});

const allowed = (github_owned_allowed: boolean, ...patterns_allowed: readonly string[]) => [
  { github_owned_allowed, verified_allowed: false, patterns_allowed },
];

test.each<[string, GithubAnswer, string, string]>([
  ["all", undefined, "good", "are on"],
  ["selected", allowed(true, "sPHENIX-Collaboration/shrek/*"), "good", "are on"],
  ["selected", allowed(false, "sphenix-collaboration/*", "actions/*"), "good", "are on"],
  ["selected", allowed(true, "others/*"), "fix", "SHREK's actions, sPHENIX-Collaboration/shrek/*, may not run."],
  ["selected", allowed(false, "sPHENIX-Collaboration/shrek/*"), "fix", "GitHub's own actions may not run."],
  ["local_only", undefined, "fix", "no action from outside of the repository may run, and so none of SHREK."],
])(
  "shrek doctor on a repository that allows %s actions, of which these are chosen: %j",
  (policy, chosen, verdict, says) => {
    const found = settings.Actions.found([[{ enabled: true, allowed_actions: policy }], chosen]);

    expect(found).toEqual({ verdict, says });
  },
);
