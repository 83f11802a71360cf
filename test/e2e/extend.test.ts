import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import { pass } from "./a-pass.ts";
import { requestWithAFailure } from "./a-request-with-a-failure.ts";
import { raise, type Stand } from "./stand.ts";

const tag = "sP26a-hfcharm-signal";
const folder = "productions/charm";
const request = requestWithAFailure("@test-user");

const write = async (stand: Stand, text: string): Promise<void> => {
  const place = join(stand.scene.clone, folder);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, "production.yaml"), text);
};
const textOf = (stand: Stand): Promise<string> => readFile(join(stand.scene.clone, folder, "production.yaml"), "utf8");
/** All jobs of what is at PanDA have run. */
const toEnd = async (stand: Stand): Promise<void> => {
  await stand.panda.tick(40);
  await pass(stand);
};
const status = async (stand: Stand): Promise<string> => (await stand.run("status", tag)).stdout;

test("A version that failed for good is made again as the next one under new seeds, and the status counts both", async () => {
  const stand = await raise();
  await write(stand, request);
  await commitAll(stand.scene, "Charm");
  const early = await stand.run("extend", `${tag}@1.0.0`, "--events", "lost");
  expect(early).toMatchObject({ code: 1, stdout: `The ledger has no ${tag} 1.0.0.\n` });
  await pass(stand);
  const running = await stand.run("extend", `${tag}@1.0.0`, "--events", "50");
  expect(running.stdout).toMatch(/^sP26a-hfcharm-signal 1\.0\.0 has not ended: it is submitted \(/);
  await toEnd(stand);

  expect(await status(stand)).toContain(`${tag}: delivered 75 of 100 events (75 %): files times events of a file`);
  expect(await status(stand)).toContain(
    `  shrek extend ${tag}@1.0.0 --events lost  writes the request that makes the results of 1 job of make again, with new seeds`,
  );
  const made = await stand.run("extend", `${tag}@1.0.0`, "--events", "lost");
  expect(made).toMatchObject({
    code: 0,
    stdout: `${folder}/production.yaml: version 1.1.0 extends 1.0.0 by 1 job, 25 events\n`,
  });
  expect(await textOf(stand)).toBe(
    request.replace("1.0.0 # the first", "1.1.0 # the first\nextends: 1.0.0").replace("jobs: 4", "jobs: 1"),
  );
  const plan = await stand.run("plan", folder);
  expect(plan.stdout).toContain(
    "Extends the sample of 1.0.0, with new seeds. Wanted are 100 events: 1.0.0 delivered 75; this version makes 25; that is all.",
  );
  const again = await stand.run("extend", `${tag}@1.0.0`, "--events", "lost");
  expect(again.stdout).toContain(`${folder} holds 1.1.0. The ledger has no ${tag} 1.1.0.`);

  await commitAll(stand.scene, "What was lost");
  await pass(stand);
  await toEnd(stand);
  const lines = await readFile(
    stand.panda.dataset(`user.sphnxpro.${tag}.v1.1.0.b0_000_make_made.txt/`)[0] ?? "",
    "utf8",
  );
  expect(lines).toBe("5 25\n");
  expect(await status(stand)).toContain(
    `${tag}: delivered 100 of 100 events (100 %): 1.0.0 75, files times events of a file; 1.1.0 25, files times events of a file`,
  );
  const json = JSON.parse((await stand.run("status", tag, "--json")).stdout) as { samples: readonly object[] };
  expect(json.samples).toMatchObject([
    { tag, requested: 100, delivered: 100, isAll: true, versions: [{ delivered: 75, asked: 100 }, { delivered: 25 }] },
  ]);
  const lost = await stand.run("extend", `${tag}@1.0.0`, "--events", "lost");
  expect(lost.stdout).toContain("1.1.0 extends it already, and may have made what was lost");

  const more = await stand.run("extend", `${tag}@1.0.0`, "--events", "1k", "--json");
  expect(JSON.parse(more.stdout)).toMatchObject({ version: "1.2.0", jobs: { make: 40 }, events: 1100 });
  expect(await textOf(stand)).toContain("events: 1100");
});

test("An extension by 0 or by 1e99 events is refused, and says how a number is written", async () => {
  const stand = await raise();
  for (const events of ["0", "1e99"]) {
    const { code, stderr } = await stand.run("extend", `${tag}@1.0.0`, `--events=${events}`);

    expect(code).toBe(2);
    expect(stderr).toContain(`and "${events}" is not that`);
  }
});
