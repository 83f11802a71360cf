import { expect, test } from "vitest";
import { productionFiles } from "../../../scripts/demo/world.ts";
import { afterMerge, raiseWorld, slotOf } from "../world.ts";
import { bring, type Files, pass, statusLine, toyWith } from "./tale.ts";

const conventions = "productions/conventions.yaml";
const rules: Files = {
  [conventions]: (productionFiles(["conventions.yaml"])[conventions] ?? "").replace("toy]", "toy, read]"),
};

const signal = `-v slope="$slope" -f toy/generate.awk >signal.txt\n`;
const merged = `bash toy/merge.sh "\${pileup[@]}" >merged.txt\n`;

/** The toy production with a check of its first step, and a step that validates what becomes of it. */
const checked = (check: string, validation: string): Files =>
  toyWith(
    [signal, `${signal}    checks:\n      events: 100%\n      run: |\n        ${check}\n`],
    [
      merged,
      `${merged}  compare:
    in: [{ from: pileup, filesPerJob: all }]
    out: [compared.txt]
    validates: true
    run: |
      wc -l "\${pileup[@]}" >compared.txt
      ${validation}
`,
    ],
  );
const counts = `printf '{ "events": %s, "lines": %s }\\n' "$nEvents" "$(wc -l <signal.txt)"`;

const reader = (input: string): Files => ({
  "productions/toy-read/production.yaml": `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: read, stage: pileup }
description: Reads what another production made
contact: ["@sphenix-production"]
build: toy.1
conditions: none
inputs:
  piled: ${input}
defaults: { sites: [SANDBOX], maxAttempt: 1, memory: 500, walltime: 1 }
steps:
  read:
    in: [{ from: piled, filesPerJob: 1 }]
    out: [read.txt]
    run: cp "$piled" read.txt
`,
});

const byReference = reader("{ production: sP26a-toy-pileup, version: 1.0.0, step: pileup }");

test("The numbers of checks that pass stand in the status, and what the validated data are read by is submitted", async () => {
  const world = await raiseWorld(afterMerge);
  await bring(world, rules);
  const number = await bring(world, checked(counts, "true"));
  for (let n = 0; n < 5; n++) await pass(world, 6);

  expect(await statusLine(world, number)).toContain("done");
  expect(await slotOf(world, number, "status")).toContain(
    "the checks of signal found events 60 in all, 20 a job; lines ",
  );

  const read = await bring(world, byReference);
  for (let n = 0; n < 4; n++) await pass(world, 6);

  expect(await statusLine(world, read)).toContain("done");
});

test("A check that fails in one job is said with its words and numbers, and who reads the data is not submitted", async () => {
  const world = await raiseWorld(afterMerge);
  await bring(world, rules);
  const number = await bring(world, checked(`${counts}; [ "$job" != 2 ] || { echo '"pt" is 0'; exit 4; }`, "true"));
  const read = await bring(world, byReference);
  for (let n = 0; n < 6; n++) await pass(world, 6);

  const status = (await slotOf(world, number, "status")) ?? "";
  expect(status).toContain("check of outputs");
  expect(status).toContain(`the check of the outputs ended with exit code 4: { "events": 20, "lines": 20 } "pt" is 0`);
  expect(await statusLine(world, number)).not.toContain("done");
  expect(world.panda.count().submissions).toBe(1);
  expect((await slotOf(world, read, "status")) ?? "").toContain("sP26a-toy-pileup 1.0.0");
});

test("A validation that fails stops the production, and the data that it looked at are refused to others by name too", async () => {
  const world = await raiseWorld(afterMerge);
  await bring(world, rules);
  const number = await bring(world, checked(counts, "exit 5"));
  for (let n = 0; n < 6; n++) await pass(world, 6);
  expect(await statusLine(world, number)).toContain("failed");
  const pileup = [0, 1, 2, 3, 4]
    .map((n) => `user.sphnxpro.sP26a-toy-pileup.v1.0.0.b0_00${n}_pileup_pileup.txt`)
    .find((name) => world.panda.dataset(name).length > 0);

  await bring(world, reader(`{ dataset: ${pileup}, files: 3 }`));
  const { annotations } = await pass(world, 6);

  expect(annotations.join()).toContain(
    "It reads data of sP26a-toy-pileup 1.0.0, which its step compare has not found good.",
  );

  expect(world.panda.count().submissions).toBe(1);
});
