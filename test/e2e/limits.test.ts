import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { author, productionFiles } from "../../scripts/demo/world.ts";
import { raise } from "./stand.ts";
import { lastRun, raiseWorld, slotOf } from "./world.ts";

/** So little that every judgement is past it. */
const none = { SHREK_JUDGE_SECONDS: "0.05" };

test("A validation beyond its time limit is a problem in a terminal, with code and way out, and of no request", async () => {
  const { run, runAs, scene } = await raise();

  const words = await runAs(none, "check");
  const json = await runAs({ SHREK_JUDGE_MEGABYTES: "30" }, "check", "productions/toy-pileup", "--json");
  const [since, plan, diff] = [
    await runAs(none, "check", "--base", "HEAD", "--json"),
    await runAs(none, "plan", "--json"),
    await runAs(none, "diff", "productions/toy-pileup", "--json"),
  ].map(({ stdout }) => JSON.parse(stdout) as object);
  const others = await Promise.all(
    [["plan"], ["diff", "productions/toy-pileup"], ["check", "--base", "HEAD"]].map((args) => runAs(none, ...args)),
  );
  const wrong = await runAs({ SHREK_JUDGE_SECONDS: "soon" }, "plan");

  expect(words.code).toBe(1);
  expect(words.stderr).toMatch(/^productions:1:1 error \[validation-too-large\] .* more than 0.05 s/);
  expect(words.stderr).toContain("hint: make the request and its files smaller");
  for (const other of others)
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("[validation-too-large]") });
  expect(json.code).toBe(1);
  // Programs find the keys that every answer of the command has.
  const problems = [expect.objectContaining({ code: "validation-too-large", severity: "error" })];
  const check = { format: 1, productions: 0, errors: 1, warnings: 0, notes: 0, unread: 0, rules: [], problems };
  expect(JSON.parse(json.stdout)).toEqual(check);
  expect(since).toEqual(check);
  expect(plan).toEqual({ format: 1, plans: [], rules: [], approval: "", campaigns: [], problems });
  expect(diff).toEqual({ diffs: [], problems });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("SHREK_JUDGE_SECONDS is") });
  // Within the limits nothing of this is seen, and exit codes come through.
  expect(await run("check")).toMatchObject({ code: 0, stderr: "" });
  const file = join(scene.clone, "productions/toy-pileup/production.yaml");
  await writeFile(file, (await readFile(file, "utf8")).replace("jobs: 10", "nJobs: 10"));
  expect((await run("check")).code).toBe(1);
  expect((await run("check", "elsewhere")).code).toBe(2);
});

test("The check and the comment of a pull request report a validation beyond its time limit", async () => {
  const world = await raiseWorld({ env: none });
  await world.github.commit({ branch: "toy", login: author, files: productionFiles(["toy-pileup"]) });
  const { octokit, owner, repo } = world.as(author);
  const { number } = (await octokit.rest.pulls.create({ owner, repo, title: "toy", head: "toy", base: "main" })).data;
  await world.runner.idle();

  const check = lastRun(world, "check");
  expect(check.exits).toContain(1);
  expect(check.annotations.join("\n")).toContain("more than 0.05 s");
  const plan = await slotOf(world, number, "plan");
  expect(plan).toContain("Refused");
  expect(plan).toContain("validation-too-large");
  expect(plan).toContain("As of commit");
});
