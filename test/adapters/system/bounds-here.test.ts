import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const adapter = new URL("../../../action/adapters/system/bounds-here.ts", import.meta.url).href;
const request = "productions/a/production.yaml";

/** A process that judges for so many seconds more, and what it says of its end. */
const run = async (text: string, seconds: number, megabytes = 1000): Promise<unknown> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-bounds-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, "program.ts");
  await writeFile(
    file,
    `import { boundsHere } from ${JSON.stringify(adapter)};
const over = (beyond) => { console.log(JSON.stringify(beyond)); process.exit(); };
const seconds = performance.now() / 1000 + ${seconds};
const { begin, run } = boundsHere({ seconds, megabytes: ${megabytes} }, over);
begin("productions/before/production.yaml");
${text}`,
  );
  return JSON.parse((await promisify(execFile)(process.execPath, [file])).stdout);
};
const beginning = `begin(${JSON.stringify(request)});`;

test.each([
  ["counts without end", "while (true);"],
  ["matches a pattern that tries without end", '/^(a+)+$/.test("a".repeat(60) + "b");'],
])("A validation that %s is stopped, and the message names the place", async (_, hangs) => {
  expect(await run(`run(() => { ${beginning} ${hangs} });`, 0.3)).toEqual({ what: "time", at: request });
});

test("A validation that waits without end is ended", async () => {
  const waits = `${beginning} await new Promise(() => setInterval(() => undefined, 1000));`;
  expect(await run(waits, 0.3)).toEqual({ what: "time", at: request });
});

test("No further step of a validation runs after its time limit", async () => {
  const late = `${beginning} while (performance.now() < 1000 * seconds); run(() => console.log("too late"));`;
  expect(await run(late, 0.3)).toEqual({ what: "time", at: request });
});

test("A validation that uses too much memory is stopped at the next file", async () => {
  const grows = "const all = []; while (true) { all.push(Buffer.alloc(1024 * 1024, 1)); begin(`${all.length}`); }";
  expect(await run(`run(() => { ${grows} });`, 100, 300)).toEqual({
    what: "memory",
    at: expect.stringMatching(/^\d+$/),
  });
});

test("A validation that ends in time gives its result, or throws its error", async () => {
  const both =
    'const thrown = () => { throw new TypeError("a bug"); }; let said = ""; try { run(thrown); } catch (error) { said = `${error instanceof TypeError} ${error.message}`; } console.log(JSON.stringify([run(() => "made"), said]));';
  expect(await run(both, 100)).toEqual(["made", "true a bug"]);
});
