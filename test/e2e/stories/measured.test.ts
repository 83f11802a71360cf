import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { cardPath } from "../../../action/core/ledger/paths.ts";
import type { Card } from "../../../action/core/view/ledger/card.ts";
import { openPull } from "../../../scripts/demo/pull-request.ts";
import { commitAll, gitIn } from "../../../scripts/demo/scene.ts";
import { author } from "../../../scripts/demo/world.ts";
import { pass as passHere } from "../a-pass.ts";
import { raise } from "../stand.ts";
import { raiseWorld, slotOf, whileActionsAreOff } from "../world.ts";
import { bring, pass, statusLine, toyWith } from "./tale.ts";

const larger = [
  ["version: 1.0.0", "version: 1.1.0"],
  ["jobs: 10", "jobs: 20"],
] as const;

test("The plan of a version shows what it would cost by what the last one used, by step", async () => {
  const world = await raiseWorld({ unruled: true });
  const first = await whileActionsAreOff(world, () => bring(world, toyWith()));
  for (const ticks of [0, 30]) await pass(world, ticks);
  expect(await statusLine(world, first)).toMatch(/^\*\*sP26a-toy-pileup 1\.0\.0: done, /);

  const card = cardPath(submissionKey("sP26a-toy-pileup", "1.0.0", undefined));
  const { source } = JSON.parse(await gitIn(world.github.gitDir(), "show", `ledger:${card}`)) as Card;
  const { octokit: _, ...at } = world.as(author);
  expect(source.commitAddress).toBe(`${world.github.url}/${at.owner}/${at.repo}/commit/${source.commit}`);

  const number = await openPull(world, { login: author, branch: "larger", title: "More", files: toyWith(...larger) });
  await world.runner.idle();

  const plan = (await slotOf(world, number, "plan")) ?? "";
  expect(plan).toMatch(
    /<summary>Expected as measured of sP26a-toy-pileup 1\.0\.0: 27 jobs, core-hours unknown, [\d.]+ kB<\/summary>/,
  );
  expect(plan).toMatch(/\| background \| 20 \| unknown \| [\d.]+ kB \| 10 jobs \|/);
  expect(plan).not.toContain("Nothing was measured before");
});

/** The pilot of the sandbox measures jobs that take a moment. */
const busy = `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: hfcharm, stage: signal }
description: A job that calculates for a moment
contact: ["@test-user"]
build: new
conditions: none
defaults: { sites: [SANDBOX], walltime: 1, memory: 500 }
steps:
  make:
    out: [made.txt]
    jobs: 1
    run: |
      for ((turn = 0; turn < 100000; turn++)); do :; done
      echo "$uniqueId" >made.txt
`;

test("shrek plan shows the cost that was measured, and its JSON has it by step; of a first release it says that nothing was measured", async () => {
  const stand = await raise();
  const folder = "productions/busy";
  const file = join(stand.scene.clone, folder, "production.yaml");
  const planned = async () =>
    (JSON.parse((await stand.run("plan", "--json", folder)).stdout) as { plans: readonly object[] }).plans;
  await mkdir(join(stand.scene.clone, folder), { recursive: true });
  await writeFile(file, busy);
  await commitAll(stand.scene, "Busy jobs");
  await passHere(stand);
  expect((await stand.run("plan", folder)).stdout).toContain(
    "Nothing was measured before: no version of sP26a-hfcharm-signal is done.",
  );
  expect(await planned()).toMatchObject([{ measured: { kind: "nothing" } }]);
  await stand.panda.tick(30);
  await passHere(stand);

  await writeFile(file, busy.replace("version: 1.0.0", "version: 1.1.0").replace("jobs: 1", "jobs: 6"));

  expect((await stand.run("plan", folder)).stdout).toMatch(
    /^Expected as measured of sP26a-hfcharm-signal@1\.0\.0: 6 jobs, 0\.00[\d]+ core-hours, 12 B\.$/m,
  );
  const of = "sP26a-hfcharm-signal@1.0.0";
  const step = { step: "make", jobs: 6, bytes: 12, measuredJobs: 1, isChanged: false };
  expect(await planned()).toMatchObject([{ measured: { kind: "measured", of, total: { jobs: 6 }, steps: [step] } }]);
});
