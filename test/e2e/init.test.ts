import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { workflowNames } from "../../action/core/init/repository-files.ts";
import { blocksIn } from "../../scripts/demo/admin-steps.ts";
import { gitIn, type Ran } from "../../scripts/demo/scene.ts";
import { readWorkflow } from "../../scripts/sandbox/runner/workflow/read-workflow.ts";
import { shrekWarm } from "./warm/start.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";
const answers: Readonly<Record<string, string>> = {
  repository: "toy-experiment/productions",
  experiment: "Toy Experiment",
  owner: "@ada @grace",
  tag: "{campaign}-{stage}",
  vo: "sphenix",
  site: "SITE_A SITE_B",
  scope: "group.sphenix",
  "trial-scope": "user.sphnxpro",
  panda: "https://panda.example.org/server/panda",
  issuer: "iam.example.org",
};
const flags = (given: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries({ release: `v1.2.0@${commit}`, ...given }).flatMap(([name, value]) => [`--${name}`, value]);

const emptyFolder = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-init-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
};
const init = (dir: string, given: Readonly<Record<string, string>> = answers): Promise<Ran> =>
  shrekWarm(dir, ["init", "prod", ...flags(given)]);
const linesOf = (ran: Ran, word: string): readonly string[] =>
  ran.stdout.split("\n").flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(7)] : []));

test("shrek init makes from answers a repository that the check accepts, with workflows that the runner reads", async () => {
  const dir = await emptyFolder();
  const place = join(dir, "prod");

  const made = await init(dir);
  expect(made).toMatchObject({ code: 0, stderr: "" });

  await gitIn(dir, "init", "--quiet", "--initial-branch=main", place);
  expect(await shrekWarm(place, ["check"])).toEqual({ code: 0, stdout: "0 productions, good\n", stderr: "" });
  const published = await readFile(join(place, "productions/production.schema.json"), "utf8");
  await shrekWarm(place, ["schema", "--write"]);
  expect(await readFile(join(place, "productions/production.schema.json"), "utf8")).toBe(published);
  const workflows = await readdir(join(place, ".github/workflows"));
  expect(workflows.toSorted()).toEqual(workflowNames.toSorted());
  for (const name of workflows) {
    const text = await readFile(join(place, ".github/workflows", name), "utf8");
    expect(() => readWorkflow(name, text)).not.toThrow();
    const own = text.split("\n").filter((line) => line.includes("/shrek/action/"));
    expect(own.every((line) => line.endsWith(`@${commit} # v1.2.0`))).toBe(own.length > 0);
  }
  const files = (await gitIn(place, "ls-files", "--others")).trim().split("\n");
  expect(files).toEqual(linesOf(made, "made").toSorted());
});

test("An optional workflow is written by shrek init when named, also later and alone, and a wrong name is refused", async () => {
  const dir = await emptyFolder();
  await init(dir);
  const { repository = "" } = answers;

  const later = await init(dir, { repository, with: "tryout" });

  expect(linesOf(later, "made")).toEqual([".github/workflows/tryout.yml"]);
  const text = await readFile(join(dir, "prod/.github/workflows/tryout.yml"), "utf8");
  expect(text).toContain(`/shrek/action/tryout@${commit} # v1.2.0`);
  expect(later.stdout).not.toContain("administrator");
  expect(linesOf(later, "there")).toEqual([]);
  const wordsOnly = await init(dir, { repository, with: "runs" });
  expect(wordsOnly.stdout).toContain("\nWhat only an administrator can do:\n\n1. runs: ");
  await rm(join(dir, "prod/.github/workflows/runs.yml"));
  await rm(join(dir, "prod/.github/runs.txt"));
  const both = await init(dir, { repository, with: "tryout runs" });
  expect(linesOf(both, "made").toSorted()).toEqual([".github/runs.txt", ".github/workflows/runs.yml"]);
  expect(linesOf(both, "there")).toEqual([".github/workflows/tryout.yml"]);
  expect(blocksIn(both.stdout)).toEqual([]);
  expect(both.stdout).toContain('the permission "Pull requests: read and write"');
  const runs = await readFile(join(dir, "prod/.github/workflows/runs.yml"), "utf8");
  expect(() => readWorkflow("runs.yml", runs)).not.toThrow();
  expect(runs.split("\n").filter((line) => line.endsWith(`@${commit} # v1.2.0`))).toHaveLength(2);
  const begun = await shrekWarm(dir, ["init", "new", ...flags({ ...answers, with: "runs" })]);
  expect(begun.stdout).toContain("&contents=write&pull_requests=write&");
  const wrong = await init(dir, { ...answers, with: "tryouts" });
  expect([wrong.code, wrong.stdout]).toEqual([
    1,
    expect.stringContaining('--with: "tryouts" is not an extra workflow'),
  ]);
});

test("The form of shrek init has the fields of its conventions, and shrek schema --write makes it anew after a change of them", async () => {
  const dir = await emptyFolder();
  const place = join(dir, "prod");
  const form = join(place, ".github/ISSUE_TEMPLATE/production.yml");

  const made = await init(dir, { ...answers, with: "form" });

  expect(linesOf(made, "made")).toEqual(
    expect.arrayContaining([".github/ISSUE_TEMPLATE/production.yml", ".github/workflows/form.yml"]),
  );
  expect(made.stdout).toContain("gh api -X POST repos/toy-experiment/productions/labels -f name=production");
  const before = await readFile(form, "utf8");
  expect(before).toContain("label: campaign\n");
  expect(before).toContain("label: Jobs of simulate\n");
  const conventions = join(place, "productions/conventions.yaml");
  await writeFile(conventions, (await readFile(conventions, "utf8")).replaceAll("campaign", "season"));
  expect((await shrekWarm(place, ["schema", "--write"])).stdout).toContain("production.yml is made from");
  expect(await readFile(form, "utf8")).toBe(before.replaceAll("campaign", "season"));
});

test("A production from the template of shrek init is valid after its author replaced the marked lines", async () => {
  const dir = await emptyFolder();
  const place = join(dir, "prod");
  await init(dir);
  await gitIn(dir, "init", "--quiet", "--initial-branch=main", place);

  const fields = ["campaign=c1", "stage=signal", "description=Signal", "contact=@ada"];
  const made = await shrekWarm(place, ["new", "--template", "simulation", ...fields]);
  expect(made.stdout).toContain("Replace the 3 marked parts");
  const file = join(place, "productions/c1-signal/production.yaml");
  await writeFile(file, (await readFile(file, "utf8")).replaceAll(/ # CHANGE:.*$/gm, ""));
  const payload = join(place, "productions/c1-signal/simulate.sh");
  await writeFile(payload, (await readFile(payload, "utf8")).replace(/^# CHANGE THIS:.*\n/m, ""));

  expect((await shrekWarm(place, ["check"])).stdout).toContain("1 production, good");
});

test.each(["epic", "sphenix"])(
  "shrek init --template %s asks for what the experiment has not decided, and the check accepts what it makes",
  async (template) => {
    const dir = await emptyFolder();
    const place = join(dir, "prod");
    const { repository = "", owner = "", panda = "", issuer = "" } = answers;

    const open = await init(dir, { template });
    expect([open.code, open.stdout]).toEqual([1, expect.not.stringContaining("--experiment is missing")]);
    const given = { template, repository, owner, panda, issuer, "trial-scope": "user.ada", with: "form" };
    expect(await init(dir, given)).toMatchObject({ code: 0, stderr: "" });

    await gitIn(dir, "init", "--quiet", "--initial-branch=main", place);
    expect(await shrekWarm(place, ["check"])).toEqual({ code: 0, stdout: "0 productions, good\n", stderr: "" });
  },
);

test("An unknown template of shrek init is refused with the names of those that there are", async () => {
  const dir = await emptyFolder();

  expect(await init(dir, { ...answers, template: "atlas" })).toMatchObject({
    code: 1,
    stdout: '--template: "atlas" is none of plain, epic, sphenix\n',
  });
});

test("shrek init changes no existing file, and a second call reports that", async () => {
  const dir = await emptyFolder();
  const place = join(dir, "prod");
  await mkdir(join(place, ".github"), { recursive: true });
  await writeFile(join(place, ".github/CODEOWNERS"), "* @grace\n");

  const first = await init(dir);
  expect(linesOf(first, "kept")).toEqual([".github/CODEOWNERS: it is not as init would write it"]);
  const second = await init(dir);

  expect(linesOf(second, "made")).toEqual([]);
  expect(linesOf(second, "there")).toEqual(linesOf(first, "made"));
  expect(await readFile(join(place, ".github/CODEOWNERS"), "utf8")).toBe("* @grace\n");
});

test("shrek init in a repository with conventions only asks for what they lack", async () => {
  const dir = await emptyFolder();
  await init(dir);
  const { repository = "", panda = "", issuer = "" } = answers;
  await rm(join(dir, "prod/productions/production.schema.json"));

  const again = await init(dir, { repository, panda, issuer, tag: "{other}" });

  expect(linesOf(again, "made")).toEqual(["productions/production.schema.json"]);
  const schema = await readFile(join(dir, "prod/productions/production.schema.json"), "utf8");
  expect(schema).toContain('"campaign"');
  expect(schema).not.toContain('"other"');
});

test("shrek init without a terminal names all missing answers at once, and makes no file", async () => {
  const dir = await emptyFolder();

  const { code, stdout } = await init(dir, { repository: "toy-experiment/productions", login: "id-token" });

  expect(code).toBe(1);
  expect(stdout.match(/^--[a-z-]+(?= is missing: )/gm)).toEqual([
    "--experiment",
    "--owner",
    "--vo",
    "--site",
    "--scope",
    "--trial-scope",
    "--panda",
  ]);
  expect(await readdir(dir)).toEqual([]);
});

test.each([
  ["repository", "productions", '"productions" is not OWNER/NAME'],
  ["owner", "@a/team", '"@a/team" is not a GitHub login with @'],
  ["tag", "fixed", '"fixed" is not a tag of fields, such as {campaign}-{physics}-{stage}'],
  ["tag", "{version}-{a}", "{version} stands there twice, or means something else already"],
  ["vo", "sPHENIX", '"sPHENIX" is not a VO name'],
  ["site", "A, B/C", '"B/C" is not a PanDA site name'],
  ["scope", "sphenix", '"sphenix" is not user.NICKNAME or group.NAME'],
  ["panda", 'http://x"$(id)', "is not an address such as https://HOST/server/panda"],
  ["issuer", "https://iam", '"https://iam" is not the name of a host'],
  ["login", "password", '"password" is none of robot, refresh-token, id-token'],
])("shrek init refuses --%s %s: %s", async (name, value, words) => {
  const dir = await emptyFolder();

  const { code, stdout } = await init(dir, { ...answers, [name]: value });

  expect(code).toBe(1);
  expect(stdout).toContain(`--${name}: `);
  expect(stdout).toContain(words);
  expect(await readdir(dir)).toEqual([]);
});

test("shrek init from a build that is no release cannot name the release for the workflows", async () => {
  const dir = await emptyFolder();

  const { code, stderr } = await shrekWarm(dir, ["init", ...flags(answers).slice(2)]);

  expect(code).toBe(2);
  expect(stderr).toContain("--release vX.Y.Z@COMMIT");
});

test("shrek check without a production validates the conventions", async () => {
  const dir = await emptyFolder();
  const place = join(dir, "prod");
  await init(dir);
  await gitIn(dir, "init", "--quiet", "--initial-branch=main", place);
  const file = join(place, "productions/conventions.yaml");
  await writeFile(file, (await readFile(file, "utf8")).replace("vo: sphenix", "vo: sPHENIX"));

  const { code, stdout } = await shrekWarm(place, ["check"]);

  expect(code).toBe(1);
  expect(stdout).toContain("[bad-conventions]");
});
