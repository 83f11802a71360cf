import { afterAll, beforeAll, expect, test } from "vitest";
import { productionFiles, type World } from "../../../scripts/demo/world.ts";
import { afterMerge, lastRun, raiseSharedWorld, slotOf, whileActionsAreOff } from "../world.ts";
import { asStage, bring, type Files, pass, statusLine, toyWith } from "./tale.ts";

const conventions = "productions/conventions.yaml";
const rules: Files = {
  [conventions]: (productionFiles(["conventions.yaml"])[conventions] ?? "").replace("toy]", "toy, read]"),
};

const signal = `-v slope="$slope" -f toy/generate.awk >signal.txt\n`;
const merged = `bash toy/merge.sh "\${pileup[@]}" >merged.txt\n`;

/** The toy production of a stage with a check of its first step, and a step that validates what becomes of it. */
const checked = (stage: string, check: string, validation: string): Files =>
  asStage(
    stage,
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
    ),
  );
const counts = `printf '{ "events": %s, "lines": %s }\\n' "$nEvents" "$(wc -l <signal.txt)"`;

const reader = (stage: string, input: string): Files => ({
  [`productions/read-${stage}/production.yaml`]: `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: read, stage: ${stage} }
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
const byReference = (stage: string): Files =>
  reader(stage, `{ production: sP26a-toy-${stage}, version: 1.0.0, step: pileup }`);

/** One world: a production whose checks and validation pass, one whose check fails in a job, one whose validation fails, and readers. */
let world: World;
let close: () => Promise<void>;
let status: string;
let read: string;
beforeAll(async () => {
  ({ world, close } = await raiseSharedWorld(afterMerge));
  const number = await whileActionsAreOff(world, async () => {
    await bring(world, rules);
    return bring(world, {
      ...checked("pileup", counts, "true"),
      ...checked("signal", `${counts}; [ "$job" != 2 ] || { echo '"pt" is 0'; exit 4; }`, "true"),
      ...checked("background", counts, "exit 5"),
      ...byReference("signal"),
    });
  });
  for (const ticks of [0, 40]) await pass(world, ticks);
  status = (await slotOf(world, number, "status")) ?? "";
  const pileup = [0, 1, 2, 3, 4]
    .map((n) => `user.sphnxpro.sP26a-toy-background.v1.0.0.b0_00${n}_pileup_pileup.txt`)
    .find((name) => world.panda.dataset(name).length > 0);
  const good = await whileActionsAreOff(world, async () => {
    await bring(world, reader("background", `{ dataset: ${pileup}, files: 3 }`));
    return bring(world, byReference("pileup"));
  });
  await pass(world);
  read = await statusLine(world, good);
});
afterAll(() => close());

test("The numbers of checks that pass stand in the status, and what the validated data are read by is submitted", () => {
  expect(status).toContain("**sP26a-toy-pileup 1.0.0**: done");
  expect(status).toContain("the checks of signal found events 60 in all, 20 a job; lines ");

  expect(read).toContain("submitted");
  expect(world.panda.count().submissions).toBe(4);
});

test("A check that fails in one job is said with the job whose log has its words, and who reads the data is not submitted", async () => {
  const [, job = ""] = /1 job of signal failed: check failed\.\n\n\[Log of job (\d+)\]/.exec(status) ?? [];
  expect(await (await fetch(`${world.panda.url}/log/${job}`)).text()).toContain(
    '{ "events": 20, "lines": 20 }\n"pt" is 0\nshrek: the check of the outputs ended with exit code 4 (exit 32)\n',
  );
  expect(status).not.toContain("**sP26a-toy-signal 1.0.0**: done");
  expect(status).toContain("**sP26a-read-signal 1.0.0**: blocked");
});

test("A validation that fails stops the production, and the data that it looked at are refused to others by name too", () => {
  expect(status).toContain("**sP26a-toy-background 1.0.0**: failed");
  expect(lastRun(world, "reconcile").annotations.join()).toContain(
    "It reads data of sP26a-toy-background 1.0.0, which its step compare has not found good.",
  );
  expect(world.panda.count().submissions).toBe(4);
});
