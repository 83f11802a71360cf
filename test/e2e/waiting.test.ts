import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import { pass } from "./a-pass.ts";
import { raise, type Stand, statusOf } from "./stand.ts";

const upstream = "sP26a-toy-pileup";
/** By the other's name, and by that of its task. */
const readers = {
  signal: `production: ${upstream}, version: 1.0.0, step: merge`,
  background: `task: user.sphnxpro.${upstream}.v1.0.0.b0_003_merge, output: merged.txt, require: 100%, files: 1`,
};
type Reader = keyof typeof readers;

/** A production of one step that reads what another one made. */
const reading = (stage: Reader): string => `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: ${stage} }
description: Reads what another production made
contact: ["@test-user"]
build: toy.1
conditions: none
inputs:
  merged: { ${readers[stage]} }
defaults: { sites: [SANDBOX], maxAttempt: 1, walltime: 1 }
steps:
  use:
    in: [{ from: merged, filesPerJob: 1 }]
    out: [used.txt]
    run: cat "\${merged[@]}" >used.txt
`;

const request = async ({ scene }: Stand, stage: Reader): Promise<void> => {
  const folder = join(scene.clone, `productions/${stage}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "production.yaml"), reading(stage));
};
const rowOf = async (stand: Stand, stage: Reader) => (await statusOf(stand, `sP26a-toy-${stage}`))[0];

test("Productions that read another's data, by its name or by its task, wait for them, are each submitted once by three passes at the same time, and read the datasets that PanDA really made", async () => {
  const stand = await raise();
  for (const stage of ["signal", "background"] as const) await request(stand, stage);
  await commitAll(stand.scene, "Read it");

  expect((await stand.run("reconcile")).code).toBe(0);
  for (const [stage, what] of [
    ["signal", `${upstream} 1.0.0/merge`],
    ["background", `task user.sphnxpro.${upstream}.v1.0.0.b0_003_merge`],
  ] as const)
    expect(await rowOf(stand, stage)).toMatchObject({
      state: "waiting",
      words: expect.stringContaining(`waits for ${what}`),
    });
  expect(stand.panda.count().submissions).toBe(1);

  await stand.panda.tick(24);
  const passes = await Promise.all([1, 2, 3].map(() => stand.run("reconcile")));
  await pass(stand);
  expect(passes.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(stand.panda.count().submissions).toBe(3);

  await stand.panda.tick(24);
  await pass(stand);
  for (const stage of ["signal", "background"] as const)
    expect(await rowOf(stand, stage)).toMatchObject({ state: "done", tasks: [{ status: "done" }] });
});
