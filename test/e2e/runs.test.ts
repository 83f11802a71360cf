import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { histogramOf } from "../../scripts/demo/runs-result.ts";
import { commitAll, root } from "../../scripts/demo/scene.ts";
import { raise, type Stand, statusOf } from "./stand.ts";

const tag = "sP26a-toy-signal";
const list = "productions/toy-runs/runs.txt";
type Runs = Readonly<Record<number, number>>;
/** Events of each run. */
const first: Runs = { 82001: 20, 82003: 30, 82004: 20, 82010: 10 };
const appended: Runs = { ...first, 82020: 10, 82021: 15, 82022: 5 };
const late: Runs = { 82002: 25, ...appended };

const writeRuns = async (stand: Stand, runs: Runs): Promise<void> => {
  const lines = Object.entries(runs).map(([run, events]) => `${run} ${events}\n`);
  await writeFile(join(stand.scene.clone, list), `run events\n${lines.join("")}`);
  await commitAll(stand.scene, "Runs");
};

const madeBy = async (stand: Stand, run: number): Promise<readonly string[]> =>
  Promise.all(
    stand.panda
      .dataset(`user.sphnxpro.${tag}.v1.0.0.b${run}_002_histogram_histogram.txt/`)
      .map((path) => readFile(path, "utf8")),
  );
const states = async (stand: Stand): Promise<readonly string[]> =>
  (await statusOf(stand, tag)).map(({ state }) => state);
const settle = async (stand: Stand): Promise<void> => {
  await stand.panda.tick(60);
  expect((await stand.run("reconcile")).code).toBe(0);
};

test("runs are appended twice, a process dies between, and each run is submitted once with its own result", async () => {
  const stand = await raise(["toy-runs"]);
  expect((await stand.run("reconcile")).code).toBe(0);
  await settle(stand);
  expect(await states(stand)).toEqual(Object.keys(first).map(() => "done"));

  await writeRuns(stand, appended);
  const held = stand.panda.hold("put_workflow_request:submit", "after-effect");
  const child = spawn(process.execPath, [join(root, "dist/cli.js"), "reconcile"], {
    cwd: stand.scene.clone,
    env: { PATH: process.env.PATH, HOME: stand.dir, ...stand.env },
    stdio: "ignore",
  });
  await held.arrived;
  // All three calls of the wave have acted, and none is answered.
  await expect.poll(() => stand.panda.count().submissions, { timeout: 20_000 }).toBe(7);
  const ended = once(child, "close");
  child.kill("SIGKILL");
  await ended;
  held.release();
  stand.panda.mend();
  for (let pass = 0; pass < 2; pass++) expect((await stand.run("reconcile")).code).toBe(0);

  await writeRuns(stand, late);
  expect((await stand.run("reconcile")).code).toBe(0);
  await settle(stand);

  const rows = await statusOf(stand, tag);
  expect(rows.map(({ block, state }) => [block, state])).toEqual(Object.keys(late).map((run) => [Number(run), "done"]));
  expect(stand.panda.count().submissions).toBe(Object.keys(late).length);
  for (const [run, events] of Object.entries(late))
    expect(await madeBy(stand, Number(run))).toEqual([histogramOf(Number(run), events)]);
});
