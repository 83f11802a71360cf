import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import { campaign } from "../../scripts/pictures/scenes.ts";
import { rulesBelow } from "./rules-below.ts";
import { raise, type Stand } from "./stand.ts";
import { shrekWarm } from "./warm/start.ts";

const request = "productions/toy-pileup/production.yaml";

/** The shipped request under another name, with one thing spoilt. */
const spoil = async (stand: Stand, name: string, change: (text: string) => string): Promise<void> => {
  const text = await readFile(join(stand.scene.clone, request), "utf8");
  const folder = join(stand.scene.clone, "productions", name);
  await mkdir(join(folder, "toy"), { recursive: true });
  for (const file of ["generate.awk", "overlay.awk", "merge.sh"])
    await writeFile(join(folder, "toy", file), `# ${name}\n`);
  await writeFile(join(folder, "production.yaml"), change(text.replace("stage: pileup", "stage: signal")));
};

test("A terminal shows paths of problems from the working folder, and JSON shows them from the top of the repository", async () => {
  const stand = await raise();
  await spoil(stand, "b-key", (text) => text.replace("jobs: 3", "nJobs: 3"));
  const inside = join(stand.scene.clone, "productions/toy-pileup");

  const { stdout } = await shrekWarm(inside, ["check", "../b-key"]);
  const json = await shrekWarm(inside, ["check", "../b-key", "--json"]);

  expect(stdout.split("\n")[0]).toMatch(/^\.\.\/b-key\/production\.yaml:\d+:\d+ error \[unknown-key\] /);
  expect(json.stdout).toContain('"file": "productions/b-key/production.yaml"');
});

test("The files that a shell makes of productions/* are checked as the productions, and conventions alone are refused as no request", async () => {
  const { clone } = (await raise()).scene;
  await mkdir(join(clone, "productions/_templates/empty"), { recursive: true });
  const all = ["toy-pileup", "conventions.yaml", "production.schema.json", "_templates"];
  await writeFile(join(clone, "productions/production.schema.json"), "{}");

  const whole = await shrekWarm(clone, ["check", ...all.map((name) => `productions/${name}`)]);
  const alone = await shrekWarm(clone, ["check", "productions/conventions.yaml"]);

  expect([whole.code, whole.stdout.split("\n").at(-2)]).toEqual([0, "1 production, good"]);
  expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining("is not a production.yaml") as string]);
});

test("shrek check and plan report changed rules, and which productions are affected in which way", async () => {
  const stand = await raise();
  const root = join(stand.scene.clone, "productions/conventions.yaml");
  const text = await readFile(root, "utf8");
  await writeFile(root, text.replace("release: user.sphnxpro", "release: group.elsewhere"));
  await mkdir(join(stand.scene.clone, "productions/new"));
  await writeFile(
    join(stand.scene.clone, "productions/new/conventions.yaml"),
    rulesBelow(text).replace("vo: sphenix", "vo: eic"),
  );

  const [check, plan] = [await stand.run("check"), await stand.run("plan")];

  for (const { stdout, stderr } of [check, plan]) {
    expect(`${stdout}${stderr}`).toContain(
      "productions/conventions.yaml is changed.\n  scopes.release: user.sphnxpro -> group.elsewhere\n",
    );
    expect(`${stdout}${stderr}`).toContain("productions/new/conventions.yaml:");
    expect(`${stdout}${stderr}`).toContain("It governs no production yet.\nNeeds approval by");
  }
  expect(check.code).toBe(1);
  expect(plan.stdout).toContain("Rules: productions/conventions.yaml (not committed); scope group.elsewhere.");
});

test("shrek plan and check --base say what a campaign would use of its budget, and count each submission once", async () => {
  const stand = await raise();
  const { clone } = stand.scene;
  const campaigns = join(clone, "campaigns");
  await mkdir(campaigns);
  await writeFile(join(campaigns, "toys.yaml"), "campaign: 1\nproductions: [sP26a-toy-*]\ncoreHours: 1000\n");
  await writeFile(join(campaigns, "others.yaml"), "campaign: 1\nproductions: [sP26a-other-*]\ncoreHours: 9\n");
  await commitAll(stand.scene, "Two campaigns");
  const line = (used: number): string => `Campaign toys: ${used} of 1 000 core-hours with this.`;

  const [fresh, json] = [await stand.run("plan"), await stand.run("plan", "--json")];
  expect((await stand.run("reconcile")).code).toBe(0);
  const merged = await stand.run("plan");
  await spoil(stand, "signal", (text) => text);
  const [both, based] = [await stand.run("plan"), await stand.run("check", "--base", "origin/main")];

  expect(fresh.stdout).toContain(line(34));
  expect(JSON.parse(json.stdout)).toMatchObject({ campaigns: [line(34)] });
  expect(merged.stdout).toContain(line(34));
  for (const { stdout } of [both, based]) expect(stdout).toContain(line(68));
  expect(both.stdout).not.toContain("Campaign others");
});

test("A campaign's line leaves out the older version that was not submitted and that the merge replaces", async () => {
  const stand = await raise();
  const { clone } = stand.scene;
  await mkdir(join(clone, "campaigns"));
  await writeFile(join(clone, "campaigns/toys.yaml"), "campaign: 1\nproductions: [sP26a-toy-*]\ncoreHours: 1000\n");
  const text = await readFile(join(clone, request), "utf8");
  await writeFile(join(clone, request), text.replace(/^version: /m, "submit: hold\nversion: "));
  await commitAll(stand.scene, "A campaign, and a held production");
  expect((await stand.run("reconcile")).stdout).toContain("held");
  await writeFile(join(clone, request), text.replace("version: 1.0.0", "version: 2.0.0").replace("jobs: 3", "jobs: 6"));

  const [plan, based] = [await stand.run("plan"), await stand.run("check", "--base", "origin/main")];

  const [line] = /Campaign toys: .*/.exec(based.stdout) ?? [];
  expect(line).toMatch(/^Campaign toys: \d+ of 1 000 core-hours with this\.$/);
  expect(plan.stdout).toContain(line);
});

test("A step that reads all files of another production is told how many it makes, and is good with that number", async () => {
  const stand = await raise();
  const path = join(stand.scene.clone, "productions/all/production.yaml");
  await mkdir(dirname(path), { recursive: true });
  const reading = (files: string): Promise<void> =>
    writeFile(
      path,
      `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: signal }
description: Reads all files of another production
contact: ["@test-user"]
build: toy.1
conditions: none
inputs:
  made: { production: sP26a-toy-pileup, version: 1.0.0, step: pileup${files} }
defaults: { sites: [SANDBOX], maxAttempt: 1, walltime: 1 }
steps:
  sum: { in: [{ from: made, filesPerJob: all }], out: [sum.txt], run: 'cat "\${made[@]}" >sum.txt' }
  again: { in: [{ from: sum, filesPerJob: all }], out: [again.txt], run: 'cat "\${sum[@]}" >again.txt' }
`,
    );
  const check = async (files: string): Promise<string> => {
    await reading(files);
    return (await stand.run("check", "productions/all")).stdout;
  };

  const unsaid = await check("");
  expect(unsaid).toContain("hint: write files: 3 at the input, or a number of filesPerJob\n");
  expect(unsaid).toMatch(/\n1 production, 1 error\n$/);
  expect(await check(", files: 11")).toContain("hint: files: 3\n");
  expect(await check(", files: 3")).toMatch(/\n1 production, good\n$/);
});

test("A good check says which folders have files that are not in git, until they are", async () => {
  const stand = await raise();
  const check = async (): Promise<string> => (await stand.run("check", "productions/mine")).stdout;
  await spoil(stand, "mine", (text) => text);

  expect(await check()).toBe(
    "Not in git yet are files of productions/mine: `git add productions/mine`.\n1 production, good\n",
  );
  await commitAll(stand.scene, "Mine");
  expect(await check()).toBe("1 production, good\n");
});

test("Notes are shown for changed productions, and counted for all others", async () => {
  const stand = await raise();
  const cut = (text: string): string => text.replace(/^description: .*$/m, "description: charm #2");
  await spoil(stand, "a-note", cut);
  await commitAll(stand.scene, "A note");
  await spoil(stand, "b-note", (text) => cut(text).replace("stage: signal", "stage: background"));

  const { stdout } = await stand.run("check");
  const based = await stand.run("check", "--base", "origin/main");
  const named = await stand.run("check", "productions/a-note");

  for (const said of [stdout, based.stdout])
    expect(said).toMatch(/^productions\/b-note\/production\.yaml:\d+:\d+ note \[text-cut-short\]/m);
  expect(stdout).not.toContain("productions/a-note/production.yaml");
  expect(stdout).toContain("1 note on productions that did not change: `shrek check FOLDER` shows it.");
  expect(named.stdout).toContain("productions/a-note/production.yaml");
});

test("A check without a path of more than 100 folders says of how many it did not read payloads and versions again", async () => {
  const stand = await raise();
  for (const [path, text] of Object.entries(campaign(101))) {
    await mkdir(dirname(join(stand.scene.clone, path)), { recursive: true });
    await writeFile(join(stand.scene.clone, path), text ?? "");
  }
  await commitAll(stand.scene, "Many");

  const unread = async (...args: readonly string[]) =>
    (JSON.parse((await stand.run("check", "--json", ...args)).stdout) as { unread: number }).unread;
  expect(await unread()).toBe(102);
  expect((await stand.run("check")).stdout).toContain(
    "Payloads and versions of 102 folders as on main were not read again: `shrek check FOLDER` reads them.",
  );
  expect(await unread("productions/many7")).toBe(0);
});
