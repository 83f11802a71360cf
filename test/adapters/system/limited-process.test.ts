import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type LimitedEnd, runLimited } from "../../../action/adapters/system/limited-process.ts";

const supervisor = new URL("../../../action/adapters/system/supervisor.ts", import.meta.url).href;

const run = async (text: string, seconds: number, megabytes = 1000): Promise<LimitedEnd> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-limited-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, "program.ts");
  await writeFile(
    file,
    `import { answering, boundsOutside } from ${JSON.stringify(supervisor)};\nconst { begin } = boundsOutside;\n${text}`,
  );
  return runLimited({ file, args: ["one"], env: { PATH: process.env.PATH } }, { seconds, megabytes });
};
const request = "productions/line\nbreak/production.yaml";
const begun = `begin("productions/a/production.yaml"); begin(${JSON.stringify(request)});\n`;

test("A computation that never returns is ended, and the caller learns where the computation was", async () => {
  const before = performance.now();

  const end = await run(`${begun}while (true);`, 2);

  expect(end).toEqual({ kind: "beyond", what: "time", at: request });
  expect(performance.now() - before).toBeLessThan(60_000);
});

test.each([
  ["buffers, which V8 does not count", "const all = []; while (true) all.push(Buffer.alloc(1024 * 1024, 1));"],
  ["objects", "const all = []; while (true) all.push({ n: all.length });"],
])("A process whose memory grows without end is ended: %s", async (_, text) => {
  expect(await run(begun + text, 100, 200)).toEqual({ kind: "beyond", what: "memory", at: request });
});

test("A child process that ends by itself gives its exit code and its whole answer, however long", async () => {
  const end = await run('answering({ of: process.argv[2], long: "é\\n".repeat(300_000) }); process.exitCode = 3;', 100);

  expect(end).toMatchObject({ kind: "ended", code: 3 });
  expect(end.kind === "ended" && JSON.parse(end.answer ?? "")).toEqual({ of: "one", long: "é\n".repeat(300_000) });
});

test("A child process that fails gives no answer", async () => {
  expect(await run("throw new Error('a bug')", 100)).toEqual({ kind: "ended", code: 1, answer: undefined });
});
