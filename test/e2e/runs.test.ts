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

test("Runs that are appended twice while a process ends in between are each submitted once with their own result", async () => {
  const stand = await raise(["toy-runs"]);
  expect((await stand.run("reconcile")).code).toBe(0);
  expect(stand.panda.count().submissions).toBe(Object.keys(first).length);

  await writeRuns(stand, appended);
  const held = stand.panda.hold("put_workflow_request:submit", "after-effect");
  const child = spawn(process.execPath, [join(root, "dist/cli.js"), "reconcile"], {
    cwd: stand.scene.clone,
    env: { PATH: process.env.PATH, HOME: stand.dir, ...stand.env },
    stdio: "ignore",
  });
  await held.arrived;
  // All three calls of the wave have acted, and none is answered.
  await expect.poll(() => stand.panda.count().submissions).toBe(7);
  const ended = once(child, "close");
  child.kill("SIGKILL");
  await ended;
  held.release();
  stand.panda.mend();

  await writeRuns(stand, late);
  expect((await stand.run("reconcile")).code).toBe(0);
  await stand.panda.tick(60);
  expect((await stand.run("reconcile")).code).toBe(0);

  const rows = await statusOf(stand, tag);
  expect(rows.map(({ run, state }) => [run, state])).toEqual(Object.keys(late).map((run) => [Number(run), "done"]));
  expect(stand.panda.count().submissions).toBe(Object.keys(late).length);
  for (const [run, events] of Object.entries(late))
    expect(await madeBy(stand, Number(run))).toEqual([histogramOf(Number(run), events)]);

  const listed = await stand.run("files", `${tag}@1.0.0#82002/histogram`);
  const [made = ""] = await madeBy(stand, 82002);
  expect([listed.code, listed.stderr, ...listed.stdout.trimEnd().split("\n")]).toEqual([
    0,
    "",
    `user.sphnxpro.${tag}.v1.0.0.b82002_002_histogram_histogram.txt`,
    expect.stringMatching(/^by the conventions +file at PanDA +bytes$/),
    expect.stringMatching(
      new RegExp(
        `^histogram-00082002[.]txt {2}user[.]sphnxpro[.][0-9]+[.]_000001[.]histogram[.]txt +${Buffer.byteLength(made)}$`,
      ),
    ),
  ]);

  const list = await stand.run("files", `${tag}@1.0.0#82002/histogram`, "--list", "/data");
  expect([list.code, list.stderr, ...list.stdout.trimEnd().split("\n")]).toEqual([
    0,
    "",
    `# source: ${tag}@1.0.0#82002/histogram`,
    expect.stringMatching(/^# date: [0-9]{4}-[0-9]{2}-[0-9]{2}$/),
    "file,bytes",
    expect.stringMatching(new RegExp(`^/data/user[.]sphnxpro[.].*histogram[.]txt,${Buffer.byteLength(made)}$`)),
  ]);
});
