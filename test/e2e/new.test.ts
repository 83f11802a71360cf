import { cp, readFile, writeFile } from "node:fs/promises";
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

test.each(["simulation", "chain"])("from the template %s comes a production that check accepts", async (template) => {
  const stand = await standWithTemplates();

  const made = await stand.run("new", ...given, "--template", template);
  expect(made).toMatchObject({ code: 0, stderr: "" });
  const folder = "productions/sP26b-minbias-background";
  expect(made.stdout).toContain(`${folder}/production.yaml was created and has no errors.`);
  const checked = await stand.run("check", folder, "--json");
  expect(JSON.parse(checked.stdout)).toMatchObject({ problems: [{ code: "no-history" }] });

  const text = await readFile(join(stand.scene.clone, folder, "production.yaml"), "utf8");
  const original = await readFile(
    join(stand.scene.clone, "productions/_templates", template, "production.yaml"),
    "utf8",
  );
  const comments = (yaml: string): readonly string[] =>
    yaml.replaceAll(/^description: .*(?= # )/gm, "").match(/ ?# .*$/gm) ?? [];
  expect(comments(text)).toEqual(comments(original));
  expect(text).toContain('description: "Mine: a first # one" # CHANGE');

  const again = await stand.run("new", ...given, "--template", template);
  expect(again).toMatchObject({ code: 2 });
  expect(again.stderr).toContain(`${folder} exists already.`);
  const second = await stand.run("new", ...given, "--template", template, "-o", "productions/second");
  expect(second.code).toBe(1);
  expect(second.stderr).toContain("[duplicate-tag]");
});

test("a script is not asked: it hears what is missing and what is wrong, and nothing is made", async () => {
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

test("a copy of a template, with its marked lines replaced in a browser, is a production", async () => {
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

  const checked = await stand.run("check", "productions/copied", "--json");

  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.stdout)).toMatchObject({ problems: [{ code: "no-history" }] });
});

test.each([
  ["productions/_x", "SHREK does not search _x for productions, so productions/_x would never be submitted."],
  ["productions/.x", "SHREK does not search .x for productions"],
  ["productions/_campaign/x", "SHREK does not search _campaign for productions"],
  ["productions/node_modules/x", "SHREK does not search node_modules for productions"],
  ["productions/a b", 'The name of the folder "productions/a b" has blanks or control characters.'],
  ["productions/a\u0007b", String.raw`"productions/a\u0007b" has blanks or control characters.`],
])("in the folder %j nobody would find it, and nothing is made", async (folder, words) => {
  const stand = await standWithTemplates();

  const refused = await stand.run("new", ...given, "--template", "chain", "-o", folder);

  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toContain(words);
  await expect(readFile(join(stand.scene.clone, folder, "production.yaml"))).rejects.toThrow("ENOENT");
});

test("a template is no production: nobody finds it", async () => {
  const stand = await standWithTemplates();

  expect((await stand.run("check")).stdout).toContain("1 production");
});
