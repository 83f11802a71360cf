import { expect, test } from "vitest";
import { approve, comment, comments, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../scripts/demo/world.ts";
import { expectQuiet, pass } from "./stories/tale.ts";
import { afterMerge, lastRun, raiseWorld, readNoMorePlans, slotOf } from "./world.ts";

/** Milliseconds: a story is some ten passes, and each takes seconds where several tests share a core. */
const bot = "github-actions[bot]";
type Files = Readonly<Record<string, string | null>>;

const toy = productionFiles(["toy-pileup"]);
const toyName = "sP26a-toy-pileup 1.0.0";
const toyGone: Files = Object.fromEntries(Object.keys(toy).map((path) => [path, null]));

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

const running = async (): Promise<{ readonly world: World; readonly number: number }> => {
  const world = await raiseWorld();
  const number = await landed(world, "toy", toy);
  await pass(world, 3);
  expect(await slotOf(world, number, "status")).toContain(`**${toyName}: running.**`);
  return { world, number };
};

test("The plan of a revert shows its effect, one comment asks a person, and keep needs no further confirmation", async () => {
  const { world, number } = await running();
  const revert = await opened(world, "revert", toyGone);
  expect(conclusion(world, "check")).toBe("success");
  expect(await slotOf(world, revert, "plan")).toMatch(
    /removes sP26a-toy-pileup 1\.0\.0 from main, but [1-4] of 4 tasks run; they go on until you choose keep or drop/,
  );
  readNoMorePlans(world);
  const before = await numberOf(world, number);
  await land(world, revert);

  const asked = (await comments(world.as(author), number)).slice(before);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.body).toContain("@sphenix-production");
  expect(asked[0]?.body).toContain("`/shrek withdraw keep sP26a-toy-pileup@1.0.0`");
  expect(asked[0]?.body).toContain("`/shrek withdraw drop sP26a-toy-pileup@1.0.0`");
  expect(conclusion(world)).toBe("failure");
  expect(await overviewOf(world)).toContain("### Keep or drop? (1)");
  expect(kills(world)).toEqual([]);
  await expectQuiet(world);

  await comment(world, author, number, "/shrek withdraw keep sP26a-toy-pileup@1.0.0");
  expect(conclusion(world, "command")).toBe("success");
  expect(kills(world)).not.toEqual([]);
  for (const ticks of [4, 4, 4]) await pass(world, ticks);

  expect(await slotOf(world, number, "status")).toContain(`**${toyName}: withdrawn.**`);
  expect((await comments(world.as(author), number)).slice(before + 1).map(({ body }) => body)).toEqual([
    "/shrek withdraw keep sP26a-toy-pileup@1.0.0",
    expect.stringContaining(`**${toyName}: withdrawn`),
  ]);
  const overview = await overviewOf(world);
  expect(overview).not.toContain("Keep or drop?");
  expect(overview).toContain("Nothing is under way.");
  await expectQuiet(world);
});

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
const moved = (files: Files, from: string, to: string): Files =>
  Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) => [
      [path, null],
      [path.replace(from, to), text],
    ]),
  );

test("A production that waits for data follows main, and a revert of a revert lets the one that makes the data go on to its end", async () => {
  const { world, number: maker } = await running();
  const number = await landed(world, "reader", reading);
  expect(await slotOf(world, number, "status")).toContain(`**${reader}: waiting.**`);
  const before = await comments(world.as(author), number);

  // A moved folder changes nothing.
  const move = await opened(world, "move", moved(reading, "/reader/", "/elsewhere/"));
  expect(conclusion(world, "check")).toBe("success");
  expect(await slotOf(world, move, "plan")).not.toContain("withdraws");
  await land(world, move);
  expect(conclusion(world)).toBe("success");
  expect(await comments(world.as(author), number)).toEqual(before);
  await expectQuiet(world);

  // A deletion withdraws.
  const gone = { "productions/elsewhere/production.yaml": null };
  const deletion = await opened(world, "gone", gone);
  expect(await slotOf(world, deletion, "plan")).toContain(`withdraws ${reader}, which was not submitted`);
  await land(world, deletion);
  expect(conclusion(world)).toBe("success");
  expect(await slotOf(world, number, "status")).toContain(`**${reader}**: withdrawn, it was never submitted`);
  expect((await comments(world.as(author), number)).slice(before.length).map(({ body }) => body)).toEqual([
    expect.stringContaining(`**${reader}: withdrawn`),
  ]);
  await expectQuiet(world);

  await landed(world, "revert", toyGone);
  expect(await overviewOf(world)).toContain("### Keep or drop? (1)");
  const back = await opened(world, "back", toy);
  expect(await slotOf(world, back, "plan")).toContain(
    `brings ${toyName} back to main; it was submitted before, nothing is submitted`,
  );
  expect(conclusion(world, "check")).toBe("success");
  await land(world, back);
  expect(conclusion(world)).toBe("success");
  expect(await slotOf(world, maker, "status")).not.toContain("main does not hold");
  expect(await overviewOf(world)).not.toContain("Keep or drop?");
  await expectQuiet(world);

  for (const ticks of [20, 20]) await pass(world, ticks);
  expect(await slotOf(world, maker, "status")).toContain(`**${toyName}: done, all 4 tasks are done`);
  expect(world.panda.count().submissions).toBe(1);
  expect(kills(world)).toEqual([]);
  await expectQuiet(world);
});

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
test("A production that is reverted while PanDA or its upload is down is never submitted", async () => {
  const world = await raiseWorld(afterMerge);
  for (const [at, stage, words] of [
    ["*", "pileup", "skipped, taken from main before it was submitted"],
    ["upload_cache_file", "signal", "withdrawn, it was never submitted"],
  ] as const) {
    world.panda.fault({ fault: "500", at, times: 10_000 });
    const files = toyAs(stage, "1.0.0");
    const number = await landed(world, stage, files);
    expect(conclusion(world)).toBe("success");
    await landed(world, `no-${stage}`, Object.fromEntries(Object.keys(files).map((path) => [path, null])));
    expect(conclusion(world)).toBe("success");
    world.panda.mend();
    await pass(world);

    expect(submitCalls(world)).toBe(0);
    expect(world.panda.count()).toMatchObject({ submissions: 0, waiting: 0 });
    expect(await slotOf(world, number, "status")).toContain(`**sP26a-toy-${stage} 1.0.0**: ${words}`);
    expect(await overviewOf(world)).toContain("Nothing is under way.");
    await expectQuiet(world);
  }
});

const weekend = [
  ["pileup", ["1.0.0"]],
  ["signal", ["1.0.0", "2.0.0", "3.0.0"]],
  ["background", ["1.0.0", "2.0.0"]],
] as const;

test("After a weekend without PanDA and six merges each newest version is submitted once, and each pull request is informed", async () => {
  const world = await raiseWorld(afterMerge);
  world.panda.fault({ fault: "500", at: "*", times: 10_000 });
  const pulls: { readonly number: number; readonly words: string; readonly isNewest: boolean }[] = [];
  const since = new Set<string | undefined>();
  for (const [stage, versions] of weekend)
    for (const version of versions) {
      const newest = versions.at(-1) ?? "";
      const isNewest = version === newest;
      const tag = `sP26a-toy-${stage}`;
      const words = isNewest
        ? `**${tag} ${version}**: running, `
        : `**${tag} ${version}**: skipped, replaced before submission by ${tag} ${newest}`;
      pulls.push({ number: await landed(world, `${stage}-${version}`, toyAs(stage, version)), words, isNewest });
      const { conclusion, annotations } = lastRun(world, "reconcile");
      expect({ conclusion, warned: annotations.join().includes("The next run tries again.") }).toEqual({
        conclusion: "success",
        warned: true,
      });
      since.add(/PanDA has not answered since ([^:]+:\d\d UTC)/.exec(await overviewOf(world))?.[1]);
    }
  expect([...since]).toEqual([expect.stringMatching(/^20\d\d-/)]);

  world.panda.mend();
  expect((await pass(world)).conclusion).toBe("success");
  await pass(world, 2);

  expect(world.panda.count().submissions).toBe(3);
  expect(submitCalls(world)).toBe(6);
  const told = await Promise.all(pulls.map(({ number }) => slotOf(world, number, "status")));
  expect(told).toEqual(pulls.map(({ words }) => expect.stringContaining(words)));
  expect(await overviewOf(world)).not.toContain("has not answered");
  await expectQuiet(world);
});
