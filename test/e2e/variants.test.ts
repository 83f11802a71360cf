import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import { pass } from "./a-pass.ts";
import { raise, type Stand, statusOf } from "./stand.ts";

const change = async (stand: Stand, edit: (text: string) => string): Promise<void> => {
  const path = join(stand.scene.clone, "productions/toy-pileup/production.yaml");
  await writeFile(path, edit(await readFile(path, "utf8")));
  await commitAll(stand.scene, "Change it");
};
const states = async (stand: Stand, stage: string): Promise<readonly string[]> =>
  (await statusOf(stand, `sP26a-toy-${stage}`)).map(({ version, state }) => `${version} ${state}`);

const variants = `
variants:
  - { tag: { stage: pileup } }
  - { tag: { stage: mdc }, parameters: { slope: 9 } }
`;

test("Two variants of one request are two submissions, each with its own history", async () => {
  const stand = await raise(["toy-pileup"], { ledger: false });
  await change(stand, (text) => `${text}${variants}`);
  await stand.run("ledger", "init", "--no-baseline");
  const path = "productions/toy-pileup";
  expect((await stand.run("plan", path)).stdout).toMatch(/^production +jobs +core-hours\n[^]*^all 2 +34 /m);
  const [one, none, runs] = [
    await stand.run("plan", path, "--tag", "sP26a-toy-mdc"),
    await stand.run("plan", "--tag", "sP26a-toy-mdk"),
    await stand.run("run", path, "--tag", "sP26a-toy-mdk"),
  ];
  expect(one.stdout).toMatch(/^sP26a-toy-mdc 1\.0\.0, from/);
  for (const { code, stderr } of [none, runs])
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('has the tag sP26a-toy-mdk: did you mean "sP26a-toy-mdc"? Name it with --tag.'),
    ]);

  expect((await stand.run("reconcile")).code).toBe(0);
  expect(stand.panda.count().submissions).toBe(2);
  await stand.panda.tick(60);
  await pass(stand);
  expect([await states(stand, "pileup"), await states(stand, "mdc")]).toEqual([["1.0.0 done"], ["1.0.0 done"]]);

  const appended = join(stand.scene.clone, path, "production.yaml");
  const before = await readFile(appended, "utf8");
  await writeFile(appended, `${before}  - { tag: { stage: signal }, parameters: { slope: 3 } }\n`);
  expect(await stand.run("diff", path)).toMatchObject({ code: 0 });
  expect(await stand.run("diff", path, "--against", "HEAD")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("sP26a-toy-signal"),
  });
  await writeFile(appended, before);
  await change(stand, (text) =>
    text.replace(
      "{ stage: mdc }, parameters: { slope: 9 }",
      "{ stage: mdc }, version: 2.0.0, parameters: { slope: 10 }",
    ),
  );
  expect((await stand.run("reconcile")).code).toBe(0);

  expect(stand.panda.count().submissions).toBe(3);
  expect([await states(stand, "pileup"), await states(stand, "mdc")]).toEqual([
    ["1.0.0 done"],
    ["1.0.0 done", "2.0.0 submitted"],
  ]);
});
