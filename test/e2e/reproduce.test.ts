import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import { pass } from "./a-pass.ts";
import { raise, type Stand } from "./stand.ts";

/** A second version, whose seeds begin behind those of the first, and all its files at PanDA. */
const submitted = async (): Promise<Stand> => {
  const stand = await raise();
  await pass(stand);
  const file = join(stand.scene.clone, "productions/toy-pileup/production.yaml");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("version: 1.0.0", "version: 1.1.0").replace("jobs: 3", "jobs: 4"));
  await commitAll(stand.scene, "More events");
  await pass(stand);
  await stand.panda.tick(80);
  return stand;
};

const filesOf = (stand: Stand, step: string): readonly string[] =>
  [0, 1, 2, 3].flatMap((task) =>
    stand.panda.dataset(`user.sphnxpro.sP26a-toy-pileup.v1.1.0.b0_00${task}_${step}_${step}.txt/`),
  );

test("A job of the grid that is repeated on this machine with its seed and files makes the same output", async () => {
  const stand = await submitted();
  const reproduce = (step: string, ...args: readonly string[]) =>
    stand.run("reproduce", `sP26a-toy-pileup@1.1.0/${step}`, ...args);

  const signal = await reproduce("signal", "--job", "2", "--output", "signal");
  const [, second = ""] = filesOf(stand, "signal");
  const made = async (step: string): Promise<string> => {
    const folder = join(stand.scene.clone, step, "data", step, `${step}.txt`);
    return readFile(join(folder, (await readdir(folder))[0] ?? ""), "utf8");
  };

  expect(signal.stdout).toContain("Seed 5; log: ");
  expect(await made("signal")).toBe(await readFile(second, "utf8"));

  const alone = await reproduce("pileup", "--job", "2", "--output", "pileup");
  const from = join(stand.dir, "from");
  for (const [step, files] of [
    ["signal", [second]],
    ["background", filesOf(stand, "background").slice(5, 10)],
  ] as const) {
    await mkdir(join(from, step, `${step}.txt`), { recursive: true });
    for (const file of files) await copyFile(file, join(from, step, `${step}.txt`, basename(file)));
  }
  const pileup = await reproduce("pileup", "--job", "2", "--from", from, "--output", "pileup");

  expect([alone.code, alone.stderr]).toEqual([
    2,
    expect.stringMatching(
      /b0_001_signal_signal\.txt are not here; its log at PanDA names them\. Put these files into DIR\/signal\/signal\.txt, .*`rucio download/,
    ),
  ]);
  expect(pileup.stdout).toContain("1 job finished, none failed");
  expect(await made("pileup")).toBe(await readFile(filesOf(stand, "pileup")[1] ?? "", "utf8"));
});

test("A missing version, step or job is named when a job of the grid is to be repeated", async () => {
  const stand = await raise();
  await pass(stand);
  const said = async (...args: readonly string[]): Promise<string> => (await stand.run("reproduce", ...args)).stderr;

  expect(await said("sP26a-toy-pileup@9.0.0/signal", "--job", "1")).toContain("no submission sP26a-toy-pileup@9.0.0");
  expect(await said("sP26a-toy-pileup@1.0.0/nothing", "--job", "1")).toContain("There is no step nothing");
  expect(await said("sP26a-toy-pileup@1.0.0/signal", "--job", "4")).toContain("signal has 3 jobs, and no job 4");
  expect(await said("sP26a-toy-pileup/signal", "--job", "1")).toContain("Write TAG@VERSION/STEP.");
});
