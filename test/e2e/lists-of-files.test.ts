import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import { raise, type Stand, statusOf } from "./stand.ts";

const tag = "sP26a-hfcharm-signal";
const folder = "productions/toy-hosts";
const outDS = (version: string): string => `user.sphnxpro.${tag}.v${version}.b0`;

/** A job that fails at its first attempt on host b, so that it gets another serial number. */
const requestOf = (marks: string): string => `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: hfcharm, stage: signal }
description: All raw files of a host and those of the trigger of its run
contact: ["@test-user"]
build: ana.418
conditions: MDC2_ana.418
inputs:
  raw: { list: raw.txt, names: "RAW_{host}-{run:8}-{part:4}.evt" }
  gl1: { list: gl1.txt, names: "GL1_{run:8}.evt" }
defaults: { sites: [SANDBOX], maxAttempt: 3, memory: 500, walltime: 1 }
steps:
  combine:
    in: [{ from: raw, by: [run, host] }, { from: gl1, by: run }]
    out: [combined.txt]
    parameters: { marks: ${marks} }
    run: |
      if [ "$host" = b ] && [ ! -e "$marks.$run" ]; then touch "$marks.$run"; exit 1; fi
      { echo "$run $host:"; cat "\${raw[@]}" "\${gl1[@]}"; } | tr '\\n' ' ' >combined.txt
`;

const raw = (run: number, host: string, part: number): string =>
  `RAW_${host}-${String(run).padStart(8, "0")}-${String(part).padStart(4, "0")}.evt`;
const gl1 = (run: number): string => `GL1_${String(run).padStart(8, "0")}.evt`;

/** Files of which each holds its own name, and the list of them. */
const list = async (stand: Stand, name: string, files: readonly string[]): Promise<void> => {
  const there = join(stand.dir, "data");
  await mkdir(there, { recursive: true });
  await Promise.all(files.map((file) => writeFile(join(there, file), `${file}\n`)));
  await writeFile(join(stand.scene.clone, folder, name), files.map((file) => `${join(there, file)}\n`).join(""));
};

const bring = async (stand: Stand, version: string): Promise<readonly string[]> => {
  await commitAll(stand.scene, version);
  expect((await stand.run("reconcile")).code).toBe(0);
  await stand.panda.tick(60);
  expect((await stand.run("reconcile")).code).toBe(0);
  const ended = (await statusOf(stand, tag)).filter((row) => row.version === version);
  expect(ended.map(({ state }) => state)).toEqual(["done"]);
  const made = stand.panda.dataset(`${outDS(version)}_000_combine_combined.txt/`);
  const texts = await Promise.all(made.map((path) => readFile(path, "utf8")));
  return texts.map((text) => text.trim()).toSorted();
};

const job = (run: number, host: string, parts: number): string =>
  [`${run} ${host}:`, ...Array.from({ length: parts }, (_, part) => raw(run, host, part)), gl1(run)].join(" ");

test("Jobs cut from lists read their own files in PanDA and here, over retries, and a late file needs a new lock and version", async () => {
  const stand = await raise(["_templates"]);
  await mkdir(join(stand.scene.clone, folder), { recursive: true });
  await writeFile(join(stand.scene.clone, folder, "production.yaml"), requestOf(join(stand.dir, "mark")));
  const first = [raw(7, "a", 0), raw(7, "b", 0), raw(7, "a", 1), raw(12, "a", 0), raw(12, "b", 0), raw(13, "a", 0)];
  await list(stand, "raw.txt", first);
  await list(stand, "gl1.txt", [gl1(7), gl1(12)]);

  expect(await stand.run("check", folder)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("[lock-differs]"),
  });
  expect(await stand.run("bump", folder)).toMatchObject({ code: 0, stdout: "inputs.lock: nothing -> 5 lines\n" });
  const plan = await stand.run("plan", folder);
  expect(plan.stdout).toContain("combine has 4 jobs by run, host, as inputs.lock says");
  expect(plan.stdout).toContain("combine leaves out 1 file");
  expect(plan.stdout).toContain("run 13 host a (raw: gl1 has no file of run 13)");
  const before = [job(12, "a", 1), job(12, "b", 1), job(7, "a", 2), job(7, "b", 1)];
  expect(await bring(stand, "1.0.0")).toEqual(before);
  // A retried job has a later serial number, and still its row.
  const numbers = stand.panda
    .dataset(`${outDS("1.0.0")}_000_combine_combined.txt/`)
    .map((path) => /_(\d{6})\./.exec(path)?.[1]);
  expect(numbers).toEqual(["000001", "000003", "000005", "000006"]);

  await list(stand, "raw.txt", [...first, raw(12, "c", 0)]);
  const late = await stand.run("check", folder);
  expect(late.stdout).toContain("combine run 12 host c is in the lists, and not in the lock.");
  // Main holds lists that nobody cut and approved: nothing of them is submitted until the lock says it.
  await commitAll(stand.scene, "A late file without its lock");
  const held = await stand.run("reconcile");
  expect(held).toMatchObject({ code: 1, stdout: expect.stringContaining("[lock-differs] combine run 12 host c") });
  expect(await statusOf(stand, tag)).toHaveLength(1);
  await stand.run("bump", folder);
  expect(await readFile(join(stand.scene.clone, folder, "production.yaml"), "utf8")).toContain("version: 1.1.0");
  expect(await bring(stand, "1.1.0")).toEqual([...before, job(12, "c", 1)].toSorted());

  await list(stand, "raw.txt", [...first, raw(12, "c", 0), raw(7, "b", 1)]);
  await stand.run("bump", folder);
  expect(await readFile(join(stand.scene.clone, folder, "production.yaml"), "utf8")).toContain("version: 2.0.0");
  const here = await stand.run("run", folder);
  expect(here).toMatchObject({ code: 0, stdout: expect.stringMatching(/combine +5/) });
});
