import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const script = new URL("../.ci/run", import.meta.url);

/** What each command of npm does in the place of the real one: cases of a shell, by all its words. */
const good = `
  test) echo " Tests  5 passed (5)" ;;
  "run test:stories") echo " Tests  7 passed (7)" ;;
  "run -s contracts") echo "9 passed, 0 failed, 0 skipped" ;;`;

/** `.ci/run` in an empty folder, with a npm that does only this. */
const runWith = async (cases: string): Promise<{ readonly code: number; readonly lines: readonly string[] }> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-ci-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const folder of [".ci", "bin"]) await mkdir(join(dir, folder));
  await copyFile(script, join(dir, ".ci/run"));
  const programs = { npm: `case "$*" in ${cases}\nesac`, git: "", zsh: "", fish: "", chromium: "" };
  for (const [name, lines] of Object.entries(programs))
    await writeFile(join(dir, "bin", name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  const env = { ...process.env, PATH: `${join(dir, "bin")}:${process.env["PATH"]}`, TMPDIR: dir };
  const [code, output] = await new Promise<[number, string]>((ended) => {
    const child = execFile("bash", [join(dir, ".ci/run")], { env }, (_, stdout) =>
      ended([child.exitCode ?? 1, stdout]),
    );
  });
  return { code, lines: output.trimEnd().split("\n") };
};

test(".ci/run ends with one line: what its parts counted, and one for each other part", async () => {
  const { code, lines } = await runWith(good);

  expect(lines.at(-1)).toBe("34 passed, 0 failed, 0 skipped");
  expect(code).toBe(0);
  expect(lines).toContainEqual(expect.stringMatching(/^prove +0 s +0 s of processors +exit 0$/));
});

test("A part of .ci/run that dies without a count is one failure, and its output comes again at the end", async () => {
  const { code, lines } = await runWith(`*prove*) echo "it began"; kill -9 $$ ;; ${good}`);

  expect(lines.at(-1)).toBe("33 passed, 1 failed, 0 skipped");
  expect(code).toBe(1);
  expect(lines.slice(lines.indexOf("=== prove is not good:"))[1]).toBe("it began");
  expect(lines.filter((line) => line === "it began")).toHaveLength(2);
});

test("Failed tests are counted one by one, and a skipped test fails .ci/run", async () => {
  const failed = await runWith(`test) echo " Tests  2 failed | 3 passed (5)"; exit 1 ;; ${good}`);
  expect(failed.lines.at(-1)).toBe("32 passed, 2 failed, 0 skipped");
  expect(failed.code).toBe(1);

  const skipped = await runWith(`test) echo " Tests  4 passed | 1 skipped (5)" ;; ${good}`);
  expect(skipped.lines.at(-1)).toBe("33 passed, 0 failed, 1 skipped");
  expect(skipped.code).toBe(1);
  expect(skipped.lines).toContain("=== test is not good:");
});

test("A part of .ci/run that dies after a good count of its tests is a failure all the same", async () => {
  const { code, lines } = await runWith(`test) echo " Tests  5 passed (5)"; exit 3 ;; ${good}`);

  expect(lines.at(-1)).toBe("34 passed, 1 failed, 0 skipped");
  expect(code).toBe(1);
});

test(".ci/run starts each bench of package.json, and one that fails is a failed part", async () => {
  const { scripts } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const benches = Object.keys(scripts).filter((name) => /^bench(?::|$)/.test(name));
  const started = (lines: readonly string[]): readonly string[] =>
    lines.flatMap((line) => /^bench starts: run -s (\S+) -- /.exec(line)?.[1] ?? []);

  const all = await runWith(`*bench*) echo "bench starts: $*" ;; ${good}`);
  expect(started(all.lines).toSorted()).toEqual(benches.toSorted());

  const broken = await runWith(`*bench:live*) exit 1 ;; ${good}`);
  expect(broken.lines.at(-1)).toBe("33 passed, 1 failed, 0 skipped");
  expect(broken.lines).toContain("=== benches is not good:");
});
