import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { root, shrek } from "../../scripts/demo/scene.ts";

/**
 * Lines typed into a bash with a terminal, the key TAB as \t. Gives the words with which `shrek` would have been called:
 * a function takes them down, and completion asks the real program.
 */
const typed = async (...lines: readonly string[]): Promise<readonly string[]> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-completion-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await mkdir(join(dir, "productions/c1-toy-signal"), { recursive: true });
  await writeFile(join(dir, "shrek"), `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/cli.js")}" "$@"\n`);
  await chmod(join(dir, "shrek"), 0o755);
  const begin = `source <(command shrek completion); shrek() { echo "$*" >>called; }`;
  await writeFile(join(dir, "begin"), `PS1=; ${begin}\n`);
  const work = promisify(execFile)("script", ["-qec", "bash --noprofile --rcfile begin -i", "/dev/null"], {
    cwd: dir,
    env: { PATH: `${dir}:${process.env["PATH"] ?? ""}`, HOME: dir, TERM: "dumb" },
    timeout: 60_000,
  });
  work.child.stdin?.end(`${lines.join("\n")}\nexit\n`);
  await work;
  return (await readFile(join(dir, "called"), "utf8")).trimEnd().split("\n");
};

test("bash completes commands, flags, values and names of files", async () => {
  expect(
    await typed(
      "shrek pl\t prod\t --a\tcw\t",
      "shrek led\tveri\t",
      "shrek upg\t--wh\t",
      "shrek check prod\tc1\t",
      "shrek nothing-like-it pro\t",
    ),
  ).toEqual([
    "plan productions/ --as cwl",
    "ledger verify",
    "upgrade --whole",
    "check productions/c1-toy-signal/",
    "nothing-like-it productions/",
  ]);
});

test("what is proposed for a word", async () => {
  const proposed = async (...words: readonly string[]) =>
    (await shrek(tmpdir(), ["completion", "--", ...words])).stdout.split("\n").filter((line) => line !== "");

  expect(await proposed("plan", "--as", "")).toEqual(["prun", "cwl", "native"]);
  expect(await proposed("plan", "")).toEqual([]);
  expect(await proposed("plan", "--j")).toEqual(["--json"]);
  expect(await proposed("plan", "$(touch x)")).toEqual([]);
});
