import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { raise } from "../e2e/stand.ts";
import { shrekWarm } from "../e2e/warm/start.ts";

/** Blocks marked `console` are played as a person would type them; `...` stands for lines that are not shown. */
type Example = { readonly command: string; readonly shown: readonly string[] };

const examplesOf = (markdown: string): readonly Example[] =>
  [...markdown.matchAll(/^```console\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = "", ...shown] = part.trimEnd().split("\n");
        return { command, shown };
      }),
  );

const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).flatMap((path) =>
    path.endsWith(".md") ? [join("docs", path)] : [],
  ),
];
const withExamples = pages
  .map((page) => ({ page, examples: examplesOf(readFileSync(join(root, page), "utf8")) }))
  .filter(({ examples }) => examples.length > 0);

test("The README has console examples", () => {
  expect(withExamples.map(({ page }) => page)).toContain("README.md");
});

test.each(withExamples)("The examples of $page show the real output", async ({ examples }) => {
  const stand = await raise(["toy-pileup", "_templates"], { ledger: false });
  const bin = join(stand.dir, "bin");
  await mkdir(bin);
  await writeFile(join(bin, "shrek"), `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/cli.js")}" "$@"\n`);
  await chmod(join(bin, "shrek"), 0o755);
  const env = { ...stand.env, HOME: stand.dir, PATH: `${bin}:${process.env.PATH ?? ""}` };
  for (const { command, shown } of examples) {
    const { stdout, stderr } = isAlone.test(command)
      ? await shrekWarm(stand.scene.clone, wordsOf(command), env)
      : await promisify(execFile)("bash", ["-c", `${command} || true`], { cwd: stand.scene.clone, env });
    expect(matching(shown, `${stdout}${stderr}`.trimEnd().split("\n")), `$ ${command}\n${stdout}${stderr}`).toEqual(
      shown.filter((line) => line !== "..."),
    );
  }
});

/** A line in which bash has nothing to do but to start `shrek`. */
const isAlone = /^shrek(?: (?:[\w./@=#:-]|"[^"$`\\]*")+)+$/;
const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/ ((?:[^\s"]|"[^"]*")+)/g)].map(([, word = ""]) => word.replaceAll('"', ""));

/** What was printed, without the lines that the page leaves out. */
const matching = (shown: readonly string[], printed: readonly string[]): readonly string[] => {
  const end = shown.indexOf("...");
  if (end === -1) return printed.join("") === "" ? [] : printed;
  return printed.slice(0, end);
};

test("The README's scratch repository can be made, and its production is valid", async () => {
  const block = /^```bash\n(try=[\s\S]*?)^```/m.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1] ?? "exit 1";
  const check = `"${process.execPath}" "${join(root, "dist/cli.js")}" check; rm -rf "$try"`;
  const who = {
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "a@b",
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "a@b",
  };

  const { stdout } = await promisify(execFile)("bash", ["--norc", "-ec", `${block}\n${check}`], {
    cwd: root,
    env: { PATH: process.env.PATH ?? "", ...who },
  });

  expect(stdout).toContain("1 production, good");
});
