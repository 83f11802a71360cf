import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const adapter = new URL("../../../action/adapters/system/bounds-here.ts", import.meta.url).href;

/** A process that validates for so many seconds of the processor more, and what it says of its end. */
const run = async (text: string, seconds: number, megabytes = 1000): Promise<unknown> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-bounds-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, "program.ts");
  await writeFile(
    file,
    `import { boundsHere } from ${JSON.stringify(adapter)};
const over = (beyond) => { console.log(JSON.stringify(beyond)); process.exit(); };
const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
const burn = (seconds) => { const until = used() + seconds; while (used() < until); };
const pause = (seconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000 * seconds);
const { look, run } = boundsHere({ seconds: used() + ${seconds}, megabytes: ${megabytes} }, over);
${text}`,
  );
  return JSON.parse((await promisify(execFile)(process.execPath, [file])).stdout);
};
test.each([
  ["counts without end", "while (true);"],
  ["matches a pattern that tries without end", '/^(a+)+$/.test("a".repeat(60) + "b");'],
])("A validation that %s is stopped", async (_, hangs) => {
  expect(await run(`run(() => { ${hangs} });`, 0.3)).toBe("processor");
});

test("A validation that waits without end is ended", async () => {
  expect(await run("await new Promise(() => setInterval(() => undefined, 1000));", 0.3)).toBe("wait");
});

test("No further step of a validation runs after its time limit", async () => {
  expect(await run('burn(0.4); run(() => console.log("too late"));', 0.3)).toBe("processor");
});

test("A validation that uses too much memory is stopped at the next file", async () => {
  const grows = "const all = []; while (true) { all.push(Buffer.alloc(1024 * 1024, 1)); look(); }";
  expect(await run(`run(() => { ${grows} });`, 100, 300)).toBe("memory");
});

test("A validation that ends in time gives its result, or throws its error", async () => {
  const both =
    'const thrown = () => { throw new TypeError("a bug"); }; let said = ""; try { run(thrown); } catch (error) { said = `${error instanceof TypeError} ${error.message}`; } console.log(JSON.stringify([run(() => "made"), said]));';
  expect(await run(both, 100)).toEqual(["made", "true a bug"]);
});

test("A validation whose machine works for others meanwhile goes on for as long as it needs the processor", async () => {
  const slowly = "for (let n = 0; n < 40; n++) { burn(0.005); pause(0.05); } return 'made';";

  expect(await run(`console.log(JSON.stringify(run(() => { ${slowly} })));`, 0.8)).toBe("made");
});
