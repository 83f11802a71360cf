import { readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packTar, type TarHeader } from "modern-tar";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runJob } from "../../../action/adapters/jobs/job-runner.ts";
import type { JobToRun } from "../../../action/adapters/jobs/job-to-run.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "job-runner-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const order = (change: Partial<JobToRun>): JobToRun => ({
  dir: join(root, "job"),
  archive: undefined,
  inputs: [],
  command: "true",
  outputs: [],
  timeLimit: 20,
  ...change,
});

const archive = async (headers: readonly (Partial<TarHeader> & { readonly name: string })[]): Promise<string> => {
  const tar = await packTar(
    headers.map((header) => ({
      header: { size: header.type === undefined ? 5 : 0, type: "file", mode: 0o755, ...header },
      ...(header.type === undefined ? { body: "echo\n" } : {}),
    })),
  );
  const path = join(root, "archive.tar.gz");
  await writeFile(path, gzipSync(tar));
  return path;
};

test("A local job sees its archive and its input, and its outputs are found", async () => {
  await writeFile(join(root, "data"), "hello\n");

  const result = await runJob(
    order({
      archive: await archive([{ name: "bin/run.sh" }]),
      inputs: [{ name: "user.x.1.in.txt", path: join(root, "data") }],
      command: "ls bin; cat user.x.1.in.txt > out.txt; touch DST_2.txt DST_1.txt old_DST_3.txt; echo done >&2",
      outputs: [{ output: "out.txt" }, { output: "other.txt" }, { output: "DST.txt", expression: /^DST_/ }],
    }),
  );

  expect(result.end).toEqual({ kind: "exited", exitCode: 0 });
  expect(result.outputs.map(({ output, name, exists }) => [output, name, exists])).toEqual([
    ["out.txt", "out.txt", true],
    ["other.txt", "other.txt", false],
    ["DST.txt", "DST_1.txt", true],
    ["DST.txt", "DST_2.txt", true],
  ]);
  expect(await readFile(join(root, "job/out.txt"), "utf8")).toBe("hello\n");
  expect(await readFile(result.log, "utf8")).toBe("run.sh\ndone\n");
});

test("The exit code of a local job is that of its command", async () => {
  expect((await runJob(order({ command: "exit 30" }))).end).toEqual({ kind: "exited", exitCode: 30 });
});

test("A local job has a clean environment: no token of the process that starts it", async () => {
  process.env["PANDA_AUTH_ID_TOKEN"] = "secret";
  const result = await runJob(order({ command: "env" }));
  delete process.env["PANDA_AUTH_ID_TOKEN"];

  const names = (await readFile(result.log, "utf8"))
    .trim()
    .split("\n")
    .map((line) => line.split("=")[0] ?? "");
  expect(names.filter((name) => !["_", "PWD", "SHLVL", "OLDPWD"].includes(name)).sort()).toEqual([
    "HOME",
    "LANG",
    "PATH",
    "TMPDIR",
  ]);
});

test("A local job cannot change its input file", async () => {
  await writeFile(join(root, "data"), "hello\n");

  await runJob(order({ inputs: [{ name: "in", path: join(root, "data") }], command: "echo changed > in" }));

  expect(await readFile(join(root, "data"), "utf8")).toBe("hello\n");
});

test("A time limit ends the command of a local job and all processes that the command started", async () => {
  const result = await runJob(
    order({ command: "sh -c 'sleep 60; echo late > late.txt' & echo $! > child; wait", timeLimit: 0.5 }),
  );

  expect(result.end).toEqual({ kind: "timed-out" });
  const child = Number(await readFile(join(root, "job/child"), "utf8"));
  await expect.poll(() => isAlive(child)).toBe(false);
});

test("A process that a job's command leaves in the background ends with the job", async () => {
  const result = await runJob(order({ command: "sleep 60 & echo $! > child" }));

  expect(result.end).toEqual({ kind: "exited", exitCode: 0 });
  const child = Number(await readFile(join(root, "job/child"), "utf8"));
  await expect.poll(() => isAlive(child)).toBe(false);
});

test("A stopped local job is reported as stopped", async () => {
  const stop = new AbortController();
  const running = runJob(order({ command: "sleep 60", signal: stop.signal }));
  stop.abort();

  expect((await running).end).toEqual({ kind: "stopped" });
});

test.each([
  ["a path that leaves the folder", { name: "../evil" }],
  ["an absolute path", { name: "/tmp/evil" }],
  ["a symbolic link", { name: "link", type: "symlink", linkname: "/etc/passwd" }],
  ["a hard link", { name: "link", type: "link", linkname: "other" }],
] as const)("An archive with %s is refused before any file is written", async (_, header) => {
  const result = await runJob(order({ archive: await archive([{ name: "good" }, header]) }));

  expect(result.end).toMatchObject({ kind: "not-started", message: expect.stringMatching(/archive/) });
  expect(await readdir(join(root, "job"))).toEqual([".tmp"]);
});

test("A file that is no archive makes a local job fail with a message", async () => {
  await writeFile(join(root, "archive.tar.gz"), "not gzip");

  expect((await runJob(order({ archive: join(root, "archive.tar.gz") }))).end).toMatchObject({ kind: "not-started" });
});

test("A local job with a missing input does not start", async () => {
  expect((await runJob(order({ inputs: [{ name: "in", path: join(root, "nowhere") }] }))).end).toEqual({
    kind: "not-started",
    message: "The input file in is not there.",
  });
});

/** Dead, or a corpse that nobody has buried yet. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return process.platform !== "linux" || !isZombie(pid);
};
const isZombie = (pid: number): boolean => {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return true;
  }
};
