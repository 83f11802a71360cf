import { cp, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { raise, type Stand } from "./stand.ts";

const standWithTemplates = (): Promise<Stand> => raise(["toy-pileup", "_templates"], { ledger: false });
const given = [
  "campaign=sP26b",
  "physics=minbias",
  "stage=background",
  "description=Mine: a first # one",
  "contact=@ada",
];

/** Of both templates: what nobody was asked for, and the macros. */
const leftToDo: Readonly<Record<string, readonly string[]>> = {
  simulation: ["build: ana.418", "conditions: MDC2_ana.418", "resources: [Fun4All_Simulate.C]"],
  chain: [
    "build: ana.418",
    "conditions: MDC2_ana.418",
    "resources: [Fun4All_Simulate.C]",
    "resources: [Fun4All_Simulate.C]",
    "resources: [Fun4All_Pileup.C]",
  ],
};
/** With the author's own in the place of what is marked. */
const edited = async (folder: string): Promise<void> => {
  const file = join(folder, "production.yaml");
  await writeFile(file, (await readFile(file, "utf8")).replaceAll(/ # CHANGE:.*$/gm, ""));
  for (const name of await readdir(folder)) {
    if (!name.endsWith(".C")) continue;
    const macro = join(folder, name);
    await writeFile(macro, (await readFile(macro, "utf8")).replace(/^.*CHANGE THIS.*\n/, ""));
  }
};

test.each(["simulation", "chain"])(
  "shrek new makes a production from the template %s, and check names what is left to do",
  async (template) => {
    const stand = await standWithTemplates();

    const made = await stand.run("new", ...given, "--template", template);
    expect(made.code).toBe(0);
    const folder = "productions/sP26b-minbias-background";
    const todo = leftToDo[template] ?? [];
    expect(made.stderr.match(/\[unedited-template\]/g)).toHaveLength(todo.length);
    expect(made.stdout).toContain(`${folder}/production.yaml was created. Replace the ${todo.length} marked parts`);
    const refused = await stand.run("check", folder, "--json");
    expect(refused.code).toBe(1);
    const lines = (await readFile(join(stand.scene.clone, folder, "production.yaml"), "utf8")).split("\n");
    const { problems } = JSON.parse(refused.stdout) as { problems: readonly { code: string; line: number }[] };
    const unedited = problems.filter(({ code }) => code === "unedited-template");
    expect(unedited.map(({ line }) => lines[line - 1]?.trim().replace(/ # CHANGE.*/, ""))).toEqual(todo);

    const text = await readFile(join(stand.scene.clone, folder, "production.yaml"), "utf8");
    const original = await readFile(
      join(stand.scene.clone, "productions/_templates", template, "production.yaml"),
      "utf8",
    );
    const comments = (yaml: string): readonly string[] =>
      yaml.replaceAll(/^description: .*$/gm, "").match(/ ?# .*$/gm) ?? [];
    const answered = /names of all datasets|one line that|contact persons/;
    const kept = original.replace("$schema=../../", "$schema=../");
    expect(comments(text)).toEqual(comments(kept).filter((comment) => !answered.test(comment)));
    expect(text).toContain('description: "Mine: a first # one"\n');
    await edited(join(stand.scene.clone, folder));
    const checked = await stand.run("check", folder, "--json");
    expect(JSON.parse(checked.stdout)).toMatchObject({ problems: [{ code: "no-history" }] });

    const again = await stand.run("new", ...given, "--template", template);
    expect(again).toMatchObject({ code: 2 });
    expect(again.stderr).toContain(`${folder} exists already.`);
    const second = await stand.run("new", ...given, "--template", template, "-o", "productions/second");
    expect(second.code).toBe(1);
    expect(second.stderr).toContain("[duplicate-tag]");
  },
);

test("shrek new in a script reports missing and wrong arguments without questions, and makes no file", async () => {
  const stand = await standWithTemplates();

  const missing = await stand.run("new", "campaign=sp26", "--template", "chain");
  expect(missing.code).toBe(1);
  expect(missing.stdout).toContain('campaign: "sp26" is not a campaign of sPHENIX; expected: sP, two digits');
  expect(missing.stdout).toContain("physics=... is missing");
  expect((await stand.run("new", ...given)).stdout).toContain("--template NAME is missing");
  expect(await stand.run("new", ...given, "--template", "chian")).toMatchObject({ code: 2 });
  const slip = await stand.run("new", "campain=sP26b");
  expect(slip.stderr).toContain('did you mean "campaign"?');
});

test("A copy of a template with its marked lines replaced in a browser is a valid production", async () => {
  const stand = await standWithTemplates();
  const folder = join(stand.scene.clone, "productions/copied");
  await cp(join(stand.scene.clone, "productions/_templates/simulation"), folder, { recursive: true });
  const file = join(folder, "production.yaml");
  const text = await readFile(file, "utf8");
  const lines: Readonly<Record<string, string>> = {
    tag: "tag: { campaign: sP26b, physics: jet10, stage: signal }",
    description: "description: Jets of 10 GeV",
    contact: 'contact: ["@ada"]',
    build: "build: ana.420",
    conditions: "conditions: MDC2_ana.420",
  };
  const marked = text.split("\n").filter((line) => line.includes("# CHANGE"));
  expect(marked.map((line) => line.split(":")[0])).toEqual(Object.keys(lines));
  await writeFile(
    file,
    text.replaceAll(/^(\w+):.*# CHANGE.*$/gm, (_, key: string) => lines[key] ?? ""),
  );

  expect((await stand.run("check", "productions/copied")).stdout).toContain(
    "Fun4All_Simulate.C is still the file of the template",
  );
  await edited(folder);
  const checked = await stand.run("check", "productions/copied", "--json");

  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.stdout)).toMatchObject({ problems: [{ code: "no-history" }] });
});

test("shrek new refuses a folder where no production would be found, and makes no file", async () => {
  const stand = await standWithTemplates();
  for (const [folder, words] of [
    ["productions/_x", "SHREK does not search _x for productions, so productions/_x would never be submitted."],
    ["productions/.x", "SHREK does not search .x for productions"],
    ["productions/_campaign/x", "SHREK does not search _campaign for productions"],
    ["productions/node_modules/x", "SHREK does not search node_modules for productions"],
    ["productions/a b", 'The name of the folder "productions/a b" has blanks or control characters.'],
    ["productions/a\u0007b", String.raw`"productions/a\u0007b" has blanks or control characters.`],
  ] as const) {
    const refused = await stand.run("new", ...given, "--template", "chain", "-o", folder);

    expect(refused, folder).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain(words);
    await expect(readFile(join(stand.scene.clone, folder, "production.yaml"))).rejects.toThrow("ENOENT");
  }
});

test("A missing template, and a request under another file name, are reported with the way out", async () => {
  const stand = await standWithTemplates();
  const productions = join(stand.scene.clone, "productions");
  await rename(join(productions, "_templates/chain"), join(productions, "_templates/chains"));
  await mkdir(join(productions, "other"));
  await writeFile(join(productions, "other/production.yml"), "schema: 1\n");

  const missing = await stand.run("new", ...given, "--template", "chain");
  expect(missing).toMatchObject({ code: 2, stdout: "" });
  expect(missing.stderr).toContain("The template in productions/_templates/chain does not exist");
  const other = await stand.run("check", "productions/other");
  expect(other).toMatchObject({ code: 2 });
  expect(other.stderr).toMatch(/Rename \S*productions\/other\/production\.yml to production\.yaml\./);
});

test("A template is not found as a production", async () => {
  const stand = await standWithTemplates();

  expect((await stand.run("check")).stdout).toContain("1 production");
});

test("A field that the conventions get is reported as missing in the templates by check, and added by new", async () => {
  const stand = await standWithTemplates();
  const conventions = join(stand.scene.clone, "productions/conventions.yaml");
  const text = await readFile(conventions, "utf8");
  const cut = "\n    q2: { type: string, pattern: '^[0-9]+to[0-9]+$' }\n    campaign:";
  await writeFile(
    conventions,
    text.replace("{campaign}-{physics}", "{campaign}-{q2}-{physics}").replace("\n    campaign:", () => cut),
  );

  const checked = await stand.run("check");
  expect(checked.stdout).toContain(
    "productions/_templates/simulation/production.yaml:5:1 warning [template-tag] The tag of this template lacks `q2`",
  );
  const made = await stand.run("new", ...given, "q2=1to10", "--template", "simulation");
  expect(made.stderr).not.toContain("cannot be changed automatically");
  const request = join(stand.scene.clone, "productions/sP26b-1to10-minbias-background/production.yaml");
  expect(await readFile(request, "utf8")).toMatch(/^tag: \{.*q2: 1to10.*\}$/m);
});

test("shrek check without paths reports a request under another name or outside of a production's folder, as never submitted", async () => {
  const stand = await standWithTemplates();
  const { clone } = stand.scene;
  await cp(join(clone, "productions/toy-pileup"), join(clone, "my-charm"), { recursive: true });
  await mkdir(join(clone, "productions/mine"));
  await cp(join(clone, "productions/toy-pileup/production.yaml"), join(clone, "productions/mine/production.yml"));

  const { code, stdout } = await stand.run("check");

  expect(code).toBe(1);
  expect(stdout).toContain(
    "my-charm/production.yaml:1:1 warning [wrong-file-name] SHREK reads requests in the folders",
  );
  expect(stdout).toContain("productions/mine/production.yml:1:1 error [wrong-file-name] A request must be named");
});
