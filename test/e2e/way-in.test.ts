import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { anAdmin, blocksIn, initOf } from "../../scripts/demo/admin-steps.ts";
import { emptyRepository } from "../../scripts/demo/empty-repository.ts";
import { approve, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, openWorld, reviewer } from "../../scripts/demo/world.ts";
import { compileCache, preparedRelease } from "./prepared.ts";
import { start } from "./warm/start.ts";

test("The printed instructions lead from an empty folder to a submitted run of sPHENIX's data, and no workflow run fails in between", async () => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-way-in-"));
  const programs = { releaseTree: await preparedRelease(), start, env: { NODE_COMPILE_CACHE: compileCache() } };
  const world = await openWorld(dir, { begun: await emptyRepository(dir), settings: "none", ...programs });
  onTestFinished(async () => {
    await world.close();
    await rm(dir, { recursive: true, force: true });
  });
  const linus = await anAdmin(dir, world.github, compileCache());

  // As PanDA's sandbox knows queue and scopes; all else is sPHENIX's.
  const made = await linus.run(...initOf(world.github, { template: "sphenix", ledger: "every-collaborator" }));
  await linus.paste(blocksIn(made.stdout));
  await world.runner.idle();
  const begun = world.runner.runs();
  expect(begun.map(({ workflow, event, conclusion }) => [workflow, event, conclusion])).toEqual([
    ["reconcile", "workflow_dispatch", "success"],
  ]);

  const folder = "productions/data/calofitting";
  const fields = ["dataset=run3auau", "subsystem=calofitting", "description=A first run", "contact=@ada"];
  await linus.run("new", "--template", "calofitting", "--output", folder, ...fields);
  const texts = await Promise.all(
    (await readdir(join(linus.place, folder))).map(
      async (name) => [name, await readFile(join(linus.place, folder, name), "utf8")] as const,
    ),
  );
  // As its author edits it: the marks are gone.
  const files = Object.fromEntries(
    texts.map(([name, text]) => [`${folder}/${name}`, text.replaceAll(/ # CHANGE:.*$|^\/\/ CHANGE THIS:.*\n/gm, "")]),
  );
  const number = await openPull(world, { login: author, branch: "first", title: "A first run of data", files });
  await world.runner.idle();
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();

  const runs = world.runner.runs().map(({ workflow, conclusion }) => `${workflow}: ${conclusion}`);
  expect(runs.filter((run) => !/: (success|skipped)$/.test(run))).toEqual([]);
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.issues.listComments({ owner, repo, issue_number: number });
  expect(data.map(({ body }) => body).join("\n")).toMatch(
    /run3auau_calofitting_ana530_2025p008` v001 `#78950`\*\*: submitted, request/,
  );
});
