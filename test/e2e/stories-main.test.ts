import { expect, test } from "vitest";
import { approve, comment, comments, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../scripts/demo/world.ts";
import { expectQuiet, pass } from "./stories/tale.ts";
import { afterMerge, lastRun, raiseWorld, readNoMorePlans, slotOf, whileActionsAreOff } from "./world.ts";

const bot = "github-actions[bot]";
type Files = Readonly<Record<string, string | null>>;

const toy = productionFiles(["toy-pileup"]);
const toyName = "sP26a-toy-pileup 1.0.0";

const opened = (world: World, branch: string, files: Files): Promise<number> =>
  openPull(world, { login: author, branch, title: `About ${branch}`, files });

const land = async (world: World, number: number): Promise<void> => {
  await approve(world, reviewer, number);
  await merge(world, author, number);
  await world.runner.idle();
};

const landed = async (world: World, branch: string, files: Files): Promise<number> => {
  const number = await opened(world, branch, files);
  await land(world, number);
  return number;
};

const conclusion = (world: World, workflow = "reconcile") => lastRun(world, workflow).conclusion;
const kills = (world: World) => Object.keys(world.panda.count().calls).filter((call) => call.includes("kill"));
const numberOf = async (world: World, number: number): Promise<number> =>
  (await comments(world.as(author), number)).length;

/** Calls that could start work at PanDA, a check among them. */
const submitCalls = (world: World): number => world.panda.count().calls.put_workflow_request ?? 0;

/** The overview issue. Only its text: it moves once an hour by itself. */
const overviewOf = async (world: World): Promise<string> => {
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.issues.listForRepo({ owner, repo, creator: bot, state: "all" });
  const issues = data.filter(({ pull_request }) => pull_request === undefined);
  expect(issues).toMatchObject([{ state: "open" }]);
  return issues[0]?.body ?? "";
};

/** The toy under another tag and folder, with a version of its own. */
const toyAs = (stage: string, version: string): Files =>
  Object.fromEntries(
    Object.entries(toy).map(([path, text]) => [
      path.replace("/toy-pileup/", `/toy-${stage}/`),
      text
        .replace("version: 1.0.0", `version: ${version}`)
        .replace("stage: pileup", `stage: ${stage}`)
        .replace("conditions: none", `conditions: none\nbuild: toy.${version.replaceAll(".", "")}`)
        .replace("build: toy.1\n", "")
        .replace("slope: 7", `slope: ${stage.length}`),
    ]),
  );
const without = (files: Files): Files => Object.fromEntries(Object.keys(files).map((path) => [path, null]));

const other = "sP26a-toy-background 1.0.0";
const otherFiles = toyAs("background", "1.0.0");
const reader = "sP26a-toy-signal 1.0.0";
/** A production of one step that reads what the toy makes. */
const reading: Files = {
  "productions/reader/production.yaml": `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: signal }
description: Reads what another production made
contact: ["@sphenix-production"]
build: toy.1
conditions: none
inputs:
  merged: { production: sP26a-toy-pileup, version: 1.0.0, step: merge }
defaults: { sites: [SANDBOX], maxAttempt: 1, walltime: 1 }
steps:
  use:
    in: [{ from: merged, filesPerJob: 1 }]
    out: [used.txt]
    run: cat "\${merged[@]}" >used.txt
`,
};

test("The plan of a revert shows its effect, one comment asks a person, keep needs no further confirmation, and a revert of the revert goes on to its end", async () => {
  const world = await raiseWorld({ unruled: true });
  const number = await whileActionsAreOff(world, () => landed(world, "toy", { ...toy, ...otherFiles, ...reading }));
  await pass(world);
  await pass(world, 3);
  const begun = await slotOf(world, number, "status");
  for (const words of [`${toyName}**: running`, `${other}**: running`, `${reader}**: waiting`])
    expect(begun).toContain(words);

  const revert = await opened(world, "revert", without({ ...toy, ...otherFiles, ...reading }));
  expect(conclusion(world, "check")).toBe("success");
  const plan = await slotOf(world, revert, "plan");
  expect(plan).toMatch(
    /removes sP26a-toy-pileup 1\.0\.0 from main, but [1-4] of 4 tasks run; they go on until you choose keep or drop/,
  );
  expect(plan).toContain(`withdraws ${reader}, which was not submitted`);
  const before = await numberOf(world, number);
  await land(world, revert);

  const asked = (await comments(world.as(author), number)).slice(before);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.body).toContain("@sphenix-production");
  expect(asked[0]?.body).toContain("with verb `withdraw`, words `keep` and cause");
  expect(conclusion(world)).toBe("failure");
  expect(await overviewOf(world)).toContain("**1 thing waits for a person, about 2 submissions.**");
  expect(await slotOf(world, number, "status")).toContain(`**${reader}**: withdrawn, it was never submitted`);
  expect(kills(world)).toEqual([]);

  const back = await opened(world, "back", otherFiles);
  expect(await slotOf(world, back, "plan")).toContain(
    `brings ${other} back to main; it was submitted before, nothing is submitted`,
  );
  readNoMorePlans(world);
  await land(world, back);
  const left = await overviewOf(world);
  expect(left).toContain("**1 thing waits for a person.**");
  for (const choice of ["keep", "drop"]) expect(left).toContain(`/shrek withdraw ${choice} sP26a-toy-pileup@1.0.0`);
  expect(kills(world)).toEqual([]);

  await comment(world, author, number, "/shrek withdraw keep sP26a-toy-pileup@1.0.0");
  expect(conclusion(world, "command")).toBe("success");
  const killed = kills(world);
  expect(killed).not.toEqual([]);
  for (const ticks of [20, 20]) await pass(world, ticks);

  const ended = await slotOf(world, number, "status");
  expect(ended).toContain(`**${toyName}**: withdrawn`);
  expect(ended).toContain(`**${other}**: done, all 4 tasks are done`);
  expect((await comments(world.as(author), number)).slice(before + 1).map(({ body }) => body)).toEqual([
    "/shrek withdraw keep sP26a-toy-pileup@1.0.0",
    expect.stringContaining("**3 productions have ended: 1 done, 2 withdrawn.**"),
  ]);
  const overview = await overviewOf(world);
  expect(overview).not.toContain("Keep or drop?");
  expect(overview).toContain("Nothing is under way.");
  expect(kills(world)).toEqual(killed);
  expect(world.panda.count().submissions).toBe(2);
  await expectQuiet(world);
});

test("After a weekend without PanDA the newest version of each is submitted once, what was reverted never, and each pull request is informed", async () => {
  const world = await raiseWorld(afterMerge);
  world.panda.fault({ fault: "500", at: "*", times: 10_000 });
  const reverted = toyAs("background", "1.0.0");
  const first = await landed(world, "first", { ...toy, ...toyAs("signal", "1.0.0"), ...reverted });
  const outage = async (): Promise<string | undefined> => {
    const { conclusion, annotations } = lastRun(world, "reconcile");
    expect({ conclusion, warned: annotations.join().includes("The next run tries again.") }).toEqual({
      conclusion: "success",
      warned: true,
    });
    return /PanDA has not answered since ([^:]+:\d\d UTC)/.exec(await overviewOf(world))?.[1];
  };
  const since = await outage();
  const second = await landed(world, "second", { ...toyAs("signal", "2.0.0"), ...without(reverted) });
  expect([since, await outage()]).toEqual([expect.stringMatching(/^20\d\d-/), since]);

  world.panda.mend();
  expect((await pass(world)).conclusion).toBe("success");

  expect(world.panda.count().submissions).toBe(2);
  expect(submitCalls(world)).toBe(4);
  const told = await slotOf(world, first, "status");
  for (const words of [
    `**${toyName}**: submitted, `,
    "**sP26a-toy-signal 1.0.0**: skipped, replaced before submission by sP26a-toy-signal 2.0.0",
    `**${other}**: skipped, taken from main before it was submitted`,
  ])
    expect(told).toContain(words);
  expect(await slotOf(world, second, "status")).toContain("**sP26a-toy-signal 2.0.0: submitted.**");
  expect(await overviewOf(world)).not.toContain("has not answered");
});
