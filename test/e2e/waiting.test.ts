import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import { pass } from "./a-pass.ts";
import { raise, type Stand, statusOf } from "./stand.ts";

const upstream = "sP26a-toy-pileup";
const reader = "sP26a-toy-signal";

/** A production of one step that reads what another one made. */
const reading = (input: string): string => `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: signal }
description: Reads what another production made
contact: ["@test-user"]
build: toy.1
conditions: none
inputs:
  merged: { ${input} }
defaults: { sites: [SANDBOX], maxAttempt: 1, walltime: 1 }
steps:
  use:
    in: [{ from: merged, filesPerJob: 1 }]
    out: [used.txt]
    run: cat "\${merged[@]}" >used.txt
`;

const request = async ({ scene }: Stand, input: string): Promise<void> => {
  await mkdir(join(scene.clone, "productions/reader"), { recursive: true });
  await writeFile(join(scene.clone, "productions/reader/production.yaml"), reading(input));
  await commitAll(scene, "Read it");
};

const stateOf = async (stand: Stand): Promise<string> => {
  const [row] = await statusOf(stand, reader);
  return `${row?.state}: ${row?.words}`;
};

describe("a reader of another production", () => {
  test("A production that reads another's data waits for them, is submitted once by three passes at the same time, and reads the datasets that PanDA really made", async () => {
    const stand = await raise();
    await request(stand, `production: ${upstream}, version: 1.0.0, step: merge`);

    expect((await stand.run("reconcile")).code).toBe(0);
    expect(await stateOf(stand)).toContain(`waiting: waits for ${upstream} 1.0.0/merge`);
    expect(stand.panda.count().submissions).toBe(1);

    await stand.panda.tick(24);
    const passes = await Promise.all([1, 2, 3].map(() => stand.run("reconcile")));
    await pass(stand);
    expect(passes.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(stand.panda.count().submissions).toBe(2);

    await stand.panda.tick(24);
    await pass(stand);
    const [row] = await statusOf(stand, reader);
    expect(row?.state).toBe("done");
    expect(row?.tasks.map(({ status }) => status)).toEqual(["done"]);
  });
});

describe("a reader of an older task", () => {
  const task = async (stand: Stand): Promise<string> =>
    JSON.parse((await stand.run("status", upstream, "--json")).stdout).submissions[0].tasks.at(-1).name;

  test("A production that reads the data of a task waits for the end of the task where its request says so", async () => {
    const stand = await raise();
    await pass(stand);
    await stand.panda.tick(1);
    await pass(stand);
    const name = (await task(stand)) as string | undefined;
    await request(stand, `task: ${name}, output: merged.txt, require: 100%, files: 1`);

    await pass(stand);
    expect(await stateOf(stand)).toContain(`waiting: waits for task ${name}`);

    await stand.panda.tick(24);
    await pass(stand);
    await pass(stand);
    expect(stand.panda.count().submissions).toBe(2);
  });
});
