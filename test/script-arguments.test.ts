import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { readArguments } from "../scripts/arguments.ts";
import { root } from "../scripts/demo/scene.ts";

const options = { most: 100, theme: "", write: false } as const;
const read = (...args: readonly string[]) => readArguments(args, options, ["runs"]);

test("Arguments of a script are numbers, texts and words, and what is left out is as the script has it", () => {
  expect(read()).toEqual({ most: 100, theme: "", write: false, words: [] });
  expect(read("--most", "7", "runs", "--write", "--theme=looks")).toEqual({
    ...{ most: 7, theme: "looks", write: true },
    words: ["runs"],
  });
  expect(readArguments(["a/b.ts"], {}, "any").words).toEqual(["a/b.ts"]);
});

test.each([
  ["--most x", '--most is a whole number from 0 to 999,999,999, not "x"'],
  ["--most 2e3", '--most is a whole number from 0 to 999,999,999, not "2e3"'],
  ["--most=-1", '--most is a whole number from 0 to 999,999,999, not "-1"'],
  ["--most", '--most is a whole number from 0 to 999,999,999, not ""'],
  ["--theme", "--theme needs a value"],
  ["--write=no", "--write takes no value"],
  ["--msot 200", "There is no --msot, 200; there is --most, --theme, --write, runs"],
  ["growing", "There is no growing; there is --most, --theme, --write, runs"],
])("A script refuses arguments for which it would do nothing: %s", (args, words) => {
  expect(() => read(...args.split(" "))).toThrow(words);
});

test("A script with an option that it does not have says so in one line, and ends with 2", async () => {
  const asked = [join(root, "scripts/mutants/mutants.ts"), "--smaple", "40"];
  await expect(promisify(execFile)(process.execPath, asked)).rejects.toMatchObject({
    code: 2,
    stdout: "",
    stderr: "There is no --smaple; there is --promises, --listed, --sample, --seed\n",
  });
});

test("No script of package.json reads its arguments in another way", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const files = Object.values(scripts).flatMap((line) => String(line).match(/scripts\/[\w/-]+\.ts/g) ?? []);
  const own = files.filter((file) => /process\.argv|parseArgs/.test(readFileSync(join(root, file), "utf8")));

  expect(files.length).toBeGreaterThan(20);
  expect(own).toEqual(["scripts/prove/prove.ts"]);
});
