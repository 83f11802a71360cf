import { expect, test } from "vitest";
import { approve, merge, openPull, pushToMain } from "../../scripts/demo/pull-request.ts";
import { tagRules } from "../../scripts/demo/set-rules.ts";
import { author, productionFiles, reviewer, type World } from "../../scripts/demo/world.ts";
import { raiseWorld, slotOf } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";
const conventions = "productions/conventions.yaml";
const text = (path: string): string => productionFiles(["toy-pileup", "conventions.yaml"])[path] ?? "";
const version2 = text(request).replace("version: 1.0.0", "version: 2.0.0");

let branch = 0;
const open = (world: World, login: string, files: Readonly<Record<string, string>>): Promise<number> =>
  openPull(world, { login, branch: `b${++branch}`, title: "Change", files });

/** Approved by grace, merged, submitted. */
const goodFirst = async (world: World): Promise<void> => {
  const number = await open(world, author, toy);
  await approve(world, reviewer, number);
  await merge(world, author, number);
  await world.runner.idle();
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
};

const settled = async (world: World): Promise<void> => {
  await world.runner.idle();
  await world.runner.schedule();
  await world.runner.idle();
};

test("The approval of another production in the same merge does not approve a version that nobody reviewed", async () => {
  const world = await raiseWorld({ parallelJobs: 1, unruled: true });
  await goodFirst(world);
  const unseen = await open(world, author, { [request]: version2.replace("jobs: 10", "jobs: 77") });
  const harmless = await open(world, author, { "productions/toy-pileup/README.md": "harmless\n" });
  await approve(world, reviewer, harmless);

  await merge(world, author, unseen);
  await merge(world, author, harmless);
  await settled(world);

  expect(world.panda.count()).toMatchObject({ submissions: 1 });
});

test("A payload that came with another merge does not run under the approval of this one", async () => {
  const world = await raiseWorld({ parallelJobs: 1, unruled: true });
  await goodFirst(world);
  const approved = await open(world, author, { [request]: version2.replace("jobs: 10", "jobs: 11") });
  await approve(world, reviewer, approved);
  const evil = await open(world, author, {
    "productions/toy-pileup/toy/merge.sh": `true evil\n${text("productions/toy-pileup/toy/merge.sh")}`,
  });

  await merge(world, author, evil);
  await merge(world, author, approved);
  await settled(world);

  expect(world.panda.count()).toMatchObject({ submissions: 1 });
  expect(await slotOf(world, approved, "status")).toContain("main holds other content than the version approved");
});

test("Conventions without an approval do not reach the wrappers of an approved request", async () => {
  const world = await raiseWorld({ parallelJobs: 1, unruled: true });
  const approved = await open(world, author, toy);
  await approve(world, reviewer, approved);
  const rules = await open(world, author, {
    [conventions]: text(conventions).replace("  SANDBOX:\n", "  SANDBOX:\n    setup: true evil\n"),
  });

  await merge(world, author, rules);
  await merge(world, author, approved);
  await settled(world);

  expect(world.panda.count()).toMatchObject({ submissions: 0 });
  expect(await slotOf(world, approved, "status")).toContain(
    "productions/conventions.yaml, which governs it, came to main by pull request",
  );
});

test("A changed tag template submits no production again and loses none", async () => {
  const world = await raiseWorld({ parallelJobs: 1, unruled: true });
  await goodFirst(world);

  await pushToMain(world, author, {
    [conventions]: text(conventions).replace('"{campaign}-{physics}-{stage}"', '"{campaign}-{physics}-{stage}-x"'),
  });
  await settled(world);

  expect(world.panda.count()).toMatchObject({ submissions: 1 });
});

test("Rules and a production in one pull request are withheld even after an approval and a merge", async () => {
  const world = await raiseWorld({ unruled: true });
  const mixed = await open(world, author, { ...toy, CODEOWNERS: "* @nobody\n" });
  await approve(world, reviewer, mixed);
  await merge(world, author, mixed);
  await settled(world);

  expect(world.panda.count()).toMatchObject({ submissions: 0 });
  expect(await slotOf(world, mixed, "status")).toContain("rules and productions cannot change in one pull request");
});

test("An author of a part of a pull request cannot give the approval, whoever opened the pull request", async () => {
  const world = await raiseWorld({ unruled: true });
  const number = await open(world, reviewer, { "notes.md": "x\n" });
  await world.github.commit({ branch: `b${branch}`, login: author, files: toy });
  await world.runner.idle();
  await approve(world, author, number);
  await merge(world, author, number);
  await settled(world);

  expect(world.panda.count()).toMatchObject({ submissions: 0 });
});

test("An owner's approval is requested before the merge, and another person's approval does not replace that", async () => {
  const world = await raiseWorld({ unruled: true });
  world.github.addUser("dora", "write");
  const owners = await open(world, author, { CODEOWNERS: `/productions/ @${reviewer}\n` });
  await approve(world, reviewer, owners);
  await merge(world, author, owners);
  const number = await open(world, author, toy);
  expect(await slotOf(world, number, "plan")).toContain(
    `Needs approval by \`@${reviewer}\` (owners of productions/toy-pileup).`,
  );

  await approve(world, "dora", number);
  await merge(world, author, number);
  await settled(world);

  expect(world.panda.count()).toMatchObject({ submissions: 0 });
  expect(await slotOf(world, number, "status")).toContain(
    `its final commit lacks the approval of \`@${reviewer}\` (owners of productions/toy-pileup)`,
  );
});

test("A request for changes holds a version back, whoever else approved", async () => {
  const world = await raiseWorld({ unruled: true });
  world.github.addUser("dora", "write");
  const number = await open(world, author, toy);
  const { octokit, owner, repo } = world.as(reviewer);
  const review = { owner, repo, pull_number: number, event: "REQUEST_CHANGES", body: "Fewer jobs" } as const;
  await octokit.rest.pulls.createReview(review);

  await approve(world, "dora", number);
  await merge(world, author, number);
  await settled(world);

  expect(world.panda.count()).toMatchObject({ submissions: 0 });
  expect(await slotOf(world, number, "status")).toContain(`\`@${reviewer}\` requests changes`);
});

test("A tag made by hand stops its own production, with the reason", async () => {
  const world = await raiseWorld();
  world.github.enforceRuleset(tagRules, false);
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.git.getRef({ owner, repo, ref: "heads/main" });
  await octokit.rest.git.createRef({
    owner,
    repo,
    ref: "refs/tags/production/sP26a-toy-pileup/1.0.0",
    sha: data.object.sha,
  });
  const number = await open(world, author, toy);
  await approve(world, reviewer, number);
  await merge(world, author, number);
  await settled(world);

  expect(world.panda.count()).toMatchObject({ submissions: 0 });
  expect(await slotOf(world, number, "status")).toContain("is not an annotated tag");
});

test("A request that PanDA runs twice is suspected as soon as both are visible", async () => {
  const world = await raiseWorld();
  world.panda.fault({ fault: "duplicate", at: "put_workflow_request:submit", times: 1 });
  const number = await open(world, author, toy);
  await approve(world, reviewer, number);
  await merge(world, author, number);
  await world.runner.idle();
  await world.panda.tick(6);
  await settled(world);

  expect(world.panda.count()).toMatchObject({ submissions: 2 });
  expect(await slotOf(world, number, "status")).toContain("duplicate-suspected");
});
