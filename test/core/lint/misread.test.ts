import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codes } from "./a-payload.ts";

const end = "tar cf hits.tar x\n";
const ours = (code: string, payload: string): boolean => codes(`touch x\n${payload}\n${end}`).includes(code);

/** What bash answers, and the files that it makes. */
const asked = (script: string): { readonly said: string; readonly files: readonly string[] } => {
  const cwd = mkdtempSync(join(tmpdir(), "shrek-test-"));
  try {
    const said = execFileSync("bash", ["-c", `a=10\nempty=\n${script}`], {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return { said: said.trim(), files: readdirSync(cwd) };
  } finally {
    rmSync(cwd, { recursive: true });
  }
};
const answer = (condition: string): string => asked(`if ${condition}; then echo yes; else echo no; fi`).said;

describe("tests that are always wrong", () => {
  test.each([
    ["[ $a > 50 ]", "yes"],
    ['[ "$a"=5 ]', "yes"],
    ["[ $a=5 ]", "yes"],
    ["[ ! $a==10 ]", "no"],
    ['["$a" = 10 ]', "no"],
    ["[[$a == 10 ]]", "no"],
    ['[ "$a" = 10]', "no"],
    ["[ $a -gt 1.5 ]", "no"],
    ["[ $a -eq ten ]", "no"],
  ])("bash answers %s otherwise than it looks, and the lint says so", (condition, said) => {
    expect(answer(condition)).toBe(said);
    expect(ours("wrong-test", `a=10\nif ${condition}; then touch y; fi`)).toBe(true);
  });

  test.each([
    "[ $a -gt 5 ] >log",
    "[ $a = 10 ]",
    '[ "a=b" ]',
    '[ "$a" \\> 5 ]',
    "[ -e $a=5 ]",
    "test $a -gt 5 >log",
    "[[ $a -eq ten ]]",
    '[ -n "$a" ]',
    "[ ! -e $a ]",
    "[ $a -gt -1 ]",
    "[[ $a > ten ]]",
    "[[ $a > 20260101 ]]",
    '[[ $a == "5"* ]]',
    '[[ $a =~ "part of it" ]]',
    "[[ $a =~ ^1 ]]",
    "[ $a ]",
  ])("The lint says nothing of the test %s", (condition) => {
    const payload = `a=10\nif ${condition}; then touch y; fi`;
    expect(ours("wrong-test", payload)).toBe(false);
    expect(ours("doubtful-test", payload)).toBe(false);
  });

  test.each([
    ["[ -n $empty ]", "yes"],
    ["[[ $a > 9 ]]", "no"],
    ['[[ $a =~ "^1.*" ]]', "no"],
  ])("bash answers %s wrongly for some values, and the lint warns", (condition, said) => {
    expect(answer(condition)).toBe(said);
    expect(ours("doubtful-test", `a=10\nempty=$(cat x)\nif ${condition}; then touch y; fi`)).toBe(true);
  });
});

describe("values that end with a process", () => {
  test.each([
    ["n=0\necho | while read -r _; do n=$((n + 1)); done", "0"],
    ["n=0\n( n=1 )", "0"],
    ["n=0\n{ n=1; } | cat", "0"],
    ["n=0\nwhile read -r _; do n=$((n + 1)); done < <(echo)", "1"],
    ["( n=1 )\nn=2", "2"],
    ["n=0\n{ n=1; }", "1"],
    ["echo | while read -r _; do n=1; done\nn=3", "3"],
  ])("The lint warns of %j where bash forgets the value", (script, said) => {
    expect(asked(`${script}\necho $n`).said).toBe(said);
    expect(ours("value-lost", `${script}\necho "$n"`)).toBe(said === "0");
  });
});

describe("redirections", () => {
  test.each([
    ["echo b >y\nsort y >y", "file-emptied"],
    ["echo b >y\nsort <y >y", "file-emptied"],
    ["sort y >z\nmv z y", undefined],
    ["cat y >z\nsort z", undefined],
    ["grep y z >y", undefined],
  ])("The lint says of %j whether a file is emptied", (payload, code) => {
    expect(ours("file-emptied", payload)).toBe(code !== undefined);
  });

  test.each([
    ["echo a >card\necho b >card", true],
    ["echo a >card\necho b >>card", false],
    ["echo a >card\nsimulate card\necho b >card", false],
    ["echo a >card\ngrep a card\necho b >card", false],
    ["if true; then echo a >card; fi\necho b >card", false],
    ["ls 2>&1 >log", true],
    ["ls 2>&1 >/dev/null", false],
    ["ls 2>&1 >log | grep x", false],
    ["ls >log 2>&1", false],
    ["ls 2>1", true],
    ["ls >a >b", true],
    ["ls >a 2>b", false],
  ])("The lint says of %j whether a redirection misleads", (payload, misleads) => {
    expect(ours("redirect-misread", payload)).toBe(misleads);
  });
});

test.each([
  ["exec simulate", true],
  ["exit 0", true],
  ["if true; then\n  exit 3\n  touch y\nfi", true],
  ["exec >log 2>&1", false],
  ["if true; then exit 3; fi", false],
  ["[ -e x ] || exit 3", false],
  ["finish() { echo $1; exit 3; }", false],
])("The lint says of %j whether commands behind it are never executed", (payload, never) => {
  expect(ours("never-reached", payload)).toBe(never);
});
