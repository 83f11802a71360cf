import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type LimitedEnd, runLimited } from "../../../action/adapters/system/limited-process.ts";

const adapter = new URL("../../../action/adapters/system/limited-process.ts", import.meta.url).href;

const run = async (text: string, seconds: number, megabytes = 1000): Promise<LimitedEnd> =>
  (await runIn(text, seconds, megabytes)).end;

const runIn = async (text: string, seconds: number, megabytes = 1000) => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-limited-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, "program.ts");
  await writeFile(file, `import { answering } from ${JSON.stringify(adapter)};\n${text}`);
  const end = await runLimited({ file, args: ["one"], env: { PATH: process.env.PATH } }, { seconds, megabytes });
  return { file, end };
};

test.each([
  ["counts without end", "while (true);"],
  [
    "waits for a program that counts without end",
    'import { execFileSync } from "node:child_process"; execFileSync("bash", ["-c", "echo $$ >$0.pid; while :; do :; done", process.argv[1]]);',
  ],
])("A process that %s is ended by the time of the processor, with all that it started", async (_, text) => {
  const { end, file } = await runIn(text, 1);

  expect(end).toEqual({ kind: "beyond", beyond: "processor" });
  const started = await readFile(`${file}.pid`, "utf8").catch(() => undefined);
  if (started !== undefined) await expect.poll(() => existsSync(`/proc/${started.trim()}/exe`)).toBe(false);
});

test("A process that waits without end is ended", async () => {
  expect(await run("setInterval(() => undefined, 1000);", 1)).toEqual({ kind: "beyond", beyond: "wait" });
});

test("A process whose machine works for others meanwhile has the time of the processor, not of the clock", async () => {
  const slowly = `const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
for (let n = 0; n < 90; n++) {
  for (const until = used() + 0.005; used() < until; );
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
}
answering("made");`;

  expect(await run(slowly, 4)).toEqual({ kind: "ended", code: 0, answer: '"made"\n' });
});

test.each([
  ["buffers, which V8 does not count", "const all = []; while (true) all.push(Buffer.alloc(1024 * 1024, 1));"],
  ["objects", "const all = []; while (true) all.push({ n: all.length });"],
])("A process whose memory grows without end is ended: %s", async (_, text) => {
  expect(await run(text, 100, 200)).toEqual({ kind: "beyond", beyond: "memory" });
});

test("A child process that ends by itself gives its exit code and its whole answer, however long", async () => {
  const end = await run('answering({ of: process.argv[2], long: "é\\n".repeat(300_000) }); process.exitCode = 3;', 100);

  expect(end).toMatchObject({ kind: "ended", code: 3 });
  expect(end.kind === "ended" && JSON.parse(end.answer ?? "")).toEqual({ of: "one", long: "é\n".repeat(300_000) });
});

test("A child process that fails gives no answer", async () => {
  expect(await run("throw new Error('a bug')", 100)).toEqual({ kind: "ended", code: 1, answer: undefined });
});
