import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { submissionKey } from "../../action/core/ledger/event.ts";
import { commandsNow } from "../../action/core/submission/commands-now.ts";
import { describeState } from "../../action/core/view/status/state-text.ts";
import { recordCommand } from "../../action/flows/commands/record-command.ts";
import { status } from "../../action/flows/status.ts";
import { commitAll } from "../../scripts/demo/scene.ts";
import { tasksNamed, wire } from "../sandbox/panda/wire.ts";
import { ledgerOf, pass } from "./a-pass.ts";
import { raise, type Stand } from "./stand.ts";

const tag = "sP26a-hfcharm-signal";
const key = submissionKey(tag, "1.0.0", 0);

const request = (steps: string): string => `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: hfcharm, stage: signal }
description: What a retry brings back
contact: ["@test-user"]
build: new
conditions: none
defaults: { sites: [SANDBOX], maxAttempt: 1, walltime: 1, memory: 2000 }
steps:
${steps}`;

const withRequest = async (stand: Stand, steps: string): Promise<void> => {
  const folder = join(stand.scene.clone, "productions/chain");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "production.yaml"), request(steps));
  await commitAll(stand.scene, "A chain");
};

/** A pass, and then the time in which tasks end. */
const stateAfter = async (stand: Stand, env = stand.env) => {
  await pass(stand, undefined, { env });
  await stand.panda.tick(24);
  const { statuses } = await status(ledgerOf(stand), [tag]);
  return statuses[0]?.state ?? { kind: "none" as const };
};
const settled = async (stand: Stand, passes: number, env = stand.env) => {
  for (let count = 1; count < passes; count++) await stateAfter(stand, env);
  return stateAfter(stand, env);
};

const retry = (stand: Stand) =>
  recordCommand({ ledger: ledgerOf(stand), clock: systemClock() }, { verb: "retry", by: "ada", id: "c1", reason: "" }, [
    key,
  ]);

test("A retry brings a step that had failed the file which its parent made by the retry", async () => {
  const stand = await raise();
  const allowed = join(stand.dir, "allowed");
  await withRequest(
    stand,
    `  make: { out: [made.txt], jobs: 3, run: '[ "$uniqueId" -ne 2 ] || [ -e ${allowed} ] || exit 1; echo "$uniqueId" >made.txt' }
  fit: { in: [{ from: make, filesPerJob: 1 }], out: [fit.txt], run: '[ -e ${allowed} ] || exit 1; cp "\${make[0]}" fit.txt' }
`,
  );
  expect((await settled(stand, 3)).kind).toBe("failed");
  await writeFile(allowed, "");
  await retry(stand);

  expect((await settled(stand, 8)).kind).toBe("done");
  expect(stand.panda.dataset(`user.sphnxpro.${tag}.v1.0.0.b0_001_fit_fit.txt/`)).toHaveLength(3);
});

test("What somebody executes again at PanDA between two passes calls a person, though it is done again", async () => {
  const stand = await raise();
  await withRequest(stand, `  make: { out: [made.txt], jobs: 1, run: 'echo 1 >made.txt' }\n`);
  expect((await settled(stand, 3)).kind).toBe("done");
  const { client, task } = await ofMake(stand);
  expect(await client.post("task/retry", { task_id: task, new_parameters: { ramCount: 2500 } })).toMatchObject({
    data: 3,
  });
  await stand.panda.tick(12);
  expect((await ofMake(stand)).row).toMatchObject({ status: "done", attemptNr: 0 });

  const state = await stateAfter(stand);
  expect([state.kind, describeState(state)]).toEqual([
    "duplicate-suspected",
    `may have run twice: it had succeeded, and now make (task ${task}) is done`,
  ]);
});

/** The task of its step at PanDA, and a client that may command it. */
const ofMake = async ({ panda }: Stand) => {
  const client = wire(panda.url, await panda.token(), "sphenix.production");
  const [row] = await tasksNamed(client, `user.sphnxpro.${tag}.v1.0.0.b0_000_make`);
  return { client, row, task: row?.jediTaskID ?? 0 };
};

test("A task that PanDA holds for the memory of its first jobs asks a person, whose retry lets the others run", async () => {
  const panda = { executes: [], pretends: ["SANDBOX"], pretendedMemory: 4500, cores: 40 };
  const stand = await raise(undefined, { panda });
  await withRequest(stand, "  make: { out: [made.txt], jobs: 31, run: 'echo 1 >made.txt' }\n");
  const state = await settled(stand, 3);

  expect(state.kind).toBe("exhausted");
  expect(describeState(state)).toMatch(
    /^step make \(task \d+\): its first jobs needed 4950 MB of memory per core, much more than it asks for, so PanDA holds the others; read the log of one of them first: if they do need it, retry lets the others run$/,
  );
  expect(commandsNow(state, tag)[0]?.line).toBe(`/shrek retry ${tag}`);
  await retry(stand);

  const production = { ...stand.env, PANDA_AUTH_VO: "sphenix.production" };
  expect((await settled(stand, 4, production)).kind).toBe("done");
  expect(stand.panda.dataset(`user.sphnxpro.${tag}.v1.0.0.b0_000_make_made.txt/`)).toHaveLength(31);
});
