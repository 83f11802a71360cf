import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import type { Finding } from "../../action/core/doctor/finding.ts";
import { type Admin, admin, anAdmin, blocksIn, initOf } from "../../scripts/demo/admin-steps.ts";
import { gitIn } from "../../scripts/demo/scene.ts";
import { ledgerRules, mainRules } from "../../scripts/demo/set-rules.ts";
import { start } from "../../scripts/sandbox/github/start.ts";
import { compileCache } from "./prepared.ts";
import { shrekWarm } from "./warm/start.ts";

const raised = async () => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-admin-"));
  const github = await start({ dir: join(dir, "github"), owner: "toy-experiment", repo: "productions" });
  const admins = await anAdmin(dir, github, compileCache());
  const linus: Admin = { ...admins, run: (...args) => shrekWarm(admins.place, args, admins.env) };
  onTestFinished(async () => {
    await github.close();
    await rm(dir, { recursive: true, force: true });
  });
  return { github, linus, ...openRepo(github.mintToken({ login: admin }), "toy-experiment/productions", github.url) };
};

const findings = async ({ run }: Admin): Promise<readonly Finding[]> => {
  const { stdout } = await run("doctor", "--github", "--json");
  return (JSON.parse(stdout) as { readonly findings: readonly Finding[] }).findings;
};
test("The settings that shrek init prints satisfy shrek doctor, which names each that is removed, with what is allowed now", async () => {
  const { github, linus, octokit, owner, repo } = await raised();
  github.addUser("ada", "write");
  const made = await linus.run(...initOf(github, { with: "tryout-site" }));
  expect(made).toMatchObject({ code: 0, stderr: "" });
  const before = await findings(linus);
  expect(before.filter(({ verdict }) => verdict === "good").map(({ about }) => about)).toEqual([
    "token of workflows",
    "Actions",
  ]);
  await linus.paste(["export REVIEWER=ada", ...blocksIn(made.stdout)]);
  expect(await linus.run("doctor", "--github")).toMatchObject({ code: 0, stderr: "" });

  const at = { owner, repo };
  const fixes = async (): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      (await findings(linus)).flatMap(({ about, verdict, says }) => (verdict === "fix" ? [[about, says]] : [])),
    );
  for (const rules of [mainRules, ledgerRules]) github.enforceRuleset(rules, false);
  github.addRunner({ name: "farm", labels: ["self-hosted", "shrek-tryout"], ephemeral: false });
  expect(await fixes()).toMatchObject({
    "rules of main":
      'deletion is allowed; force-push is allowed; a merge needs no approval; an approval stays after a push; owners need not approve; the check "check" is not required.',
    "rules of ledger":
      "creation by others is allowed; a change by others is allowed; deletion is allowed; force-push is allowed.",
    "tryout-site": expect.stringContaining(
      "the repository is public, so a fork's workflow may ask for farm.",
    ) as string,
  });

  // The older kind of protection counts too.
  const reviews = {
    dismiss_stale_reviews: true,
    require_code_owner_reviews: false,
    required_approving_review_count: 1,
  };
  github.protectBranch("main", { allow_force_pushes: { enabled: false }, required_pull_request_reviews: reviews });
  await octokit.rest.actions.setGithubActionsPermissionsRepository({ ...at, enabled: false });
  await octokit.rest.actions.setGithubActionsDefaultWorkflowPermissionsRepository({
    ...at,
    default_workflow_permissions: "write",
    can_approve_pull_request_reviews: true,
  });
  github.addEnvironment("panda", ["main", "dev"]);
  github.addEnvironment("ledger");
  const file = join(linus.place, ".github/workflows/check.yml");
  await github.commit({
    branch: "main",
    login: admin,
    files: { ".github/workflows/check.yml": (await readFile(file, "utf8")).replace(/@0123\w+/, `@${"f".repeat(40)}`) },
  });
  await octokit.rest.git.deleteRef({ ...at, ref: "heads/ledger" });
  expect(await fixes()).toMatchObject({
    "rules of main": 'owners need not approve; the check "check" is not required.',
    Actions: "are off: no workflow runs.",
    "token of workflows": "a workflow that does not say what it needs may write; a workflow may approve pull requests.",
    "environment panda": "other branches than main may use it: dev.",
    "address of PanDA": expect.stringContaining("lacks PANDA_URL_SSL, PANDA_AUTH_VO") as string,
    "login to PanDA": "the environment panda has no login.",
    "App of the ledger":
      "it is not set: SHREK_APP_ID in ledger, SHREK_APP_KEY in ledger, SHREK_APP_ID in panda, SHREK_APP_KEY in panda.",
    "environment ledger": "other branches than main may use it.",
    workflows: "they name 2 releases; `shrek upgrade` makes it one.",
    ledger: "the branch does not exist: nothing can be submitted.",
  });
});

const rulesIn = (stdout: string): readonly string[] => blocksIn(stdout).filter((block) => block.includes("/rulesets"));

test("The settings that shrek doctor prints for a repository with files only complete a set-up where every collaborator writes the ledger, and shrek init prints the same rules", async () => {
  const { github, linus } = await raised();
  const made = await linus.run(...initOf(github, { ledger: "every-collaborator" }));
  await gitIn(linus.place, "add", "--all");
  await gitIn(linus.place, "commit", "--quiet", "-m", "Begin");

  const first = await linus.run("doctor", "--github");
  expect(first.code).toBe(1);
  expect(rulesIn(first.stdout)).toHaveLength(3);
  expect(rulesIn(first.stdout)).toEqual(rulesIn(made.stdout));
  await linus.paste([
    // As the person's terminal has them for `shrek doctor`.
    "export PANDA_URL_SSL=https://p.example.org/server/panda PANDA_AUTH_VO=sphenix PANDA_AUTH_ISSUER_HOSTS=i",
    ...blocksIn(first.stdout),
  ]);

  // The push is made with Actions off, and only they are left.
  const second = await linus.run("doctor", "--github");
  expect(blocksIn(second.stdout)).toHaveLength(1);
  await linus.paste(blocksIn(second.stdout));
  expect((await linus.run("doctor", "--github")).code).toBe(0);

  github.addUser(admin, "write");
  const { code, stdout } = await linus.run("doctor", "--github");
  expect(code).toBe(2);
  expect(stdout).toMatch(/^unknown Actions: GitHub does not allow this job to read actions\/permissions\./m);
  expect(stdout).not.toContain("FIX");
});

test("shrek doctor outside of a clone of GitHub checks no GitHub settings", async () => {
  const { linus } = await raised();
  await gitIn(linus.place, "remote", "remove", "origin");

  expect(await linus.run("doctor", "--github")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("The remote of this repository is not on GitHub."),
  });
});
