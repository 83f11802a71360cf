import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import type { Started } from "../../../scripts/sandbox/runner/child.ts";
import { functionText } from "./program.ts";
import { startWarm } from "./warm-process.ts";

const ran = async (run: Started) => {
  const code = new Promise((resolve) => run.on("close", (number, signal) => resolve(number ?? signal)));
  const [ended, stdout, stderr] = await Promise.all([code, text(run.stdout), text(run.stderr)]);
  return { code: ended, stdout, stderr, pid: run.pid };
};

/** A build of one program: what it prints and how it ends, warm. */
const build = async (files: Readonly<Record<string, string>>) => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-warm-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const [name, body] of Object.entries(files)) await writeFile(join(dir, name), body);
  return (program: string, env: Readonly<Record<string, string>> = {}, ...args: readonly string[]) =>
    ran(startWarm({ program: join(dir, program), args, cwd: dir, env: { PATH: process.env["PATH"] ?? "", ...env } }));
};

test("A run answers its exit code and both outputs, and the next run in the same process starts with none of them", async () => {
  const run = await build({
    "a.js": 'process.stdout.write(`out ${process.argv[2]}`); console.error("err"); process.exitCode = 2;',
    "b.js":
      "process.stdout.write(JSON.stringify([process.exitCode ?? null, process.cwd(), process.env.LEFT ?? null]));",
  });

  const first = await run("a.js", { LEFT: "yes" }, "words");
  const second = await run("b.js");

  expect(first).toMatchObject({ code: 2, stdout: "out words", stderr: "err\n" });
  expect(second).toMatchObject({ code: 0, stderr: "", pid: first.pid });
  expect(JSON.parse(second.stdout)).toEqual([null, expect.stringContaining("shrek-warm-"), null]);
});

test("A module of a warm program keeps nothing for the next run, and modules of one run share theirs", async () => {
  const run = await build({
    "a.js": 'import { next } from "./b.js";\nimport { s } from "./d.js";\nnext(); console.log(next(), s());',
    "b.js": "let count = 0;\nconst next = () => ++count;\nexport { next };\n",
    "d.js": 'export { seen as s } from "./c.js";\n',
    "c.js": 'import { next as n } from "./b.js";\nconst seen = () => n();\nexport { seen };\n',
  });

  expect((await run("a.js")).stdout).toBe("2 3\n");
  expect((await run("a.js")).stdout).toBe("2 3\n");
});

test("A module may be given and taken under the name `as`, to which the bundler shortens some", async () => {
  const run = await build({
    "a.js": 'import { a as one, as as two } from "./b.js";\nimport { as } from "./c.js";\nconsole.log(one, two, as);',
    "b.js": "const as = 2;\nconst a = 1;\nexport { a, as };\n",
    "c.js": 'export { as as as } from "./b.js";\n',
  });

  expect((await run("a.js")).stdout).toBe("1 2 2\n");
});

test("A run lasts as long as something is waited for, and what it left behind does not reach the next", async () => {
  const run = await build({
    "a.js": `process.on("SIGUSR2", () => undefined);
process.once("exit", (code) => console.log("exit", code));
setInterval(() => console.log("a timer of the run before"), 1).unref();
setTimeout(() => console.log("late"), 50);`,
    "b.js": `await new Promise((resolve) => setTimeout(resolve, 50));
console.log(process.listenerCount("SIGUSR2"), performance.now() < 10_000);`,
  });

  const first = await run("a.js");
  const second = await run("b.js");

  expect(first.stdout.split("\n").filter((line) => !line.startsWith("a timer"))).toEqual(["late", "exit 0", ""]);
  expect(second).toMatchObject({ stdout: "0 true\n", pid: first.pid });
});

test("A run that throws, or ends the process itself, ends as a process does, and the next gets a new one", async () => {
  const run = await build({
    "throws.js": 'console.log("before"); throw new Error("a bug");',
    "exits.js": 'console.log("before"); process.exit(3); console.log("behind");',
    "good.js": 'console.log("good");',
    "waits.js": 'await new Promise(() => {}); console.log("never");',
    "global.js": "globalThis.left = 1;",
  });

  const thrown = await run("throws.js");
  expect(thrown).toMatchObject({ code: 1, stdout: "before\n", stderr: expect.stringContaining("Error: a bug") });
  const exited = await run("exits.js");
  expect(exited).toMatchObject({ code: 3, stdout: "before\n" });
  const good = await run("good.js");
  expect(good).toMatchObject({ code: 0, stdout: "good\n" });
  expect(new Set([thrown.pid, exited.pid, good.pid]).size).toBe(3);
  expect(await run("waits.js")).toMatchObject({ code: 13, stdout: "" });
  expect(await run("global.js")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("left in the global object"),
  });
});

test("A run that a signal ends says so", async () => {
  const run = await build({ "a.js": 'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);' });
  expect(await run("a.js")).toMatchObject({ code: "SIGKILL", stdout: "" });
});

test("Runs beside each other have processes of their own", async () => {
  const run = await build({ "a.js": "setTimeout(() => console.log(process.argv[2]), 100);" });
  const [one, other] = await Promise.all([run("a.js", {}, "one"), run("a.js", {}, "other")]);
  expect([one.stdout, other.stdout]).toEqual(["one\n", "other\n"]);
  expect(one.pid).not.toBe(other.pid);
});

test("A git that waits for questions ends with the run that asked it", async () => {
  const run = await build({
    "a.js": `import { spawn } from "node:child_process";
const child = spawn("cat", { stdio: ["pipe", "inherit", "inherit"] });
child.unref(); child.stdin.unref();
console.log(child.pid);`,
  });
  const pid = Number((await run("a.js")).stdout);
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test("The process that validates is one of its own, stays for the next run, and ends where whoever started it kills it", async () => {
  const run = await build({
    "a.js": `const { spawn } = process.getBuiltinModule("node:child_process");
const [flag, does] = process.argv.slice(2);
const stdio = ["inherit", "inherit", "inherit", "pipe"];
const child = spawn(process.execPath, [flag, process.cwd() + "/validate.js", does], { stdio, env: { GIVEN: does } });
let said = "";
child.stdio[3].setEncoding("utf8").on("data", (text) => {
  said += text;
  if (does === "hangs") child.kill("SIGKILL");
});
child.on("close", (code, signal) => console.log(JSON.stringify({ of: process.pid, pid: child.pid, code, signal, said })));`,
    "validate.js": `import { writeSync } from "node:fs";
console.error("printed");
writeSync(3, JSON.stringify([process.pid, process.execArgv.includes("--stack-size=900"), process.env, process.cwd()]));
if (process.argv[2] === "hangs") setInterval(() => {}, 1000);
process.exitCode = 4;`,
  });
  type Said = { readonly of: number; readonly pid: number; readonly signal: string | null; readonly said: string };
  const said = async (...args: readonly string[]): Promise<Said> => {
    const { stdout, stderr } = await run("a.js", {}, ...args);
    expect(stderr).toBe("printed\n");
    return JSON.parse(stdout) as Said;
  };

  const [first, second] = [await said("--stack-size=900", "one"), await said("--stack-size=900", "two")];
  const [other, killed] = [await said("--stack-size=800", "one"), await said("--stack-size=900", "hangs")];
  const last = await said("--stack-size=900", "one");

  expect(first.pid).not.toBe(first.of);
  expect(first).toMatchObject({ code: 4, signal: null });
  expect(JSON.parse(second.said)).toEqual([first.pid, true, { GIVEN: "two" }, expect.stringContaining("shrek-warm-")]);
  expect(JSON.parse(other.said)).toEqual([other.pid, false, { GIVEN: "one" }, expect.any(String)]);
  expect(other.pid).not.toBe(first.pid);
  expect(killed).toMatchObject({ pid: first.pid, code: null, signal: "SIGKILL" });
  expect(last.pid).not.toBe(first.pid);
});

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("A line of the build that cannot be read is refused", () => {
  expect(() => functionText("export const x = 1;\n")).toThrow("cannot read this line");
});
