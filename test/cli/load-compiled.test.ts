import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const loader = new URL("../../action/cli/load-compiled.ts", import.meta.url).href;

const place = async () => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-compiled-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, "program.cjs");
  const program = `import { Script } from "node:vm";
import { loadCompiled } from ${JSON.stringify(loader)};
const create = Script.prototype.createCachedData;
let kept = "as it was";
Script.prototype.createCachedData = function () { kept = "anew"; return create.call(this); };
const { said } = loadCompiled(${JSON.stringify(file)}, process.argv[2]);
process.on("exit", () => console.log(said(), kept));`;
  await writeFile(join(dir, "start.ts"), program);
  return {
    kept: async () => (await readdir(dir)).filter((name) => name.startsWith("shrek-")).map((name) => join(dir, name)),
    load: async (said: string, folder: string | undefined = dir): Promise<string> => {
      await writeFile(file, `const path = require("node:path");\nexports.said = () => path.basename("a/${said}");`);
      const args = [join(dir, "start.ts"), ...(folder === "" ? [] : [folder])];
      return (await promisify(execFile)(process.execPath, args)).stdout.trim();
    },
  };
};

test("compiled code is kept once, and a file of equal length with another text has its own", async () => {
  const { load, kept } = await place();

  expect([await load("one"), await load("one"), await load("two"), await load("one")]).toEqual([
    "one anew",
    "one as it was",
    "two anew",
    "one as it was",
  ]);
  expect(await kept()).toHaveLength(2);
});

test("what others may write is not run, and kept anew for us alone", async () => {
  const { load, kept } = await place();
  await load("one");
  const [file = ""] = await kept();
  await chmod(file, 0o666);

  expect(await load("one")).toBe("one anew");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("what V8 did not write is compiled again", async () => {
  const { load, kept } = await place();
  await load("one");
  const [file = ""] = await kept();
  await writeFile(file, "nothing that V8 wrote");

  expect([await load("one"), await load("one")]).toEqual(["one anew", "one as it was"]);
});

test("without a folder, or with one that is not there, the program runs all the same", async () => {
  const { load, kept } = await place();

  expect([await load("one", ""), await load("one", "/nowhere")]).toEqual(["one as it was", "one anew"]);
  expect(await kept()).toEqual([]);
});
