import { tmpdir } from "node:os";
import { describe, expect, test, vi } from "vitest";
import { coloured } from "../../action/cli/terminal/colour.ts";
import type { Problem } from "../../action/core/problems/problem.ts";
import { problemTexts } from "../../action/core/view/local/problem-text.ts";
import { shrekWarm } from "../e2e/warm/start.ts";

test.each([
  [["retri", "toy"], "shrek: There is no command retri. Did you mean retry? `shrek help` lists them.\n"],
  [["stop"], "shrek: There is no command stop. Did you mean kill? `shrek help` lists them.\n"],
  [["elephant"], "shrek: There is no command elephant. `shrek help` lists them.\n"],
  [["files"], "shrek: TAG@VERSION is missing.\nUsage: shrek files "],
  [
    ["runs", "add", "--nw"],
    "shrek: There is no flag --nw. Did you mean --new?\nUsage: shrek runs add [--new] [--json] PATH RUN...",
  ],
  [["run", "x", "--out", "y"], "shrek: --out is called --output.\nUsage: shrek run "],
  [["reproduce", "x", "--job", "1", "--out=y"], "shrek: --out is called --output.\nUsage: shrek reproduce "],
  [["plan", "--as", "x"], 'shrek: --as takes prun, cwl or native, and "x" is none of them.\nUsage: shrek plan '],
  [["run", "x", "--jobs", "many"], "shrek: --jobs: many is not a number from 1.\nUsage: shrek run "],
  [["run", "x", "--jobs"], "shrek: --jobs needs a value, and there is none.\nUsage: shrek run "],
  [["run", "x", "y"], 'shrek: "y" is a word too many.\nUsage: shrek run '],
  [["run", "x", "--tag", "a", "--tag", "b"], "shrek: --tag is there twice: a and b.\nUsage: shrek run "],
  [["check", "-q"], "shrek: There is no flag -q.\nUsage: shrek check "],
  [["completion", "tcsh"], "shrek: SHELL: "],
  [["retry"], "shrek: The name of a production is missing. Write `shrek retry [TAG"],
  [["retry", "toy", "memory", "4000"], "shrek: A setting is written with = and no blank: did you mean `memory=4000`?"],
  [["retry", "toy", "step=merge"], "shrek: The step stands behind the production: write `shrek retry toy/merge`."],
])("shrek refuses the arguments %j with exit code 2 and the correct usage", async (args, begin) => {
  const { code, stdout, stderr } = await shrekWarm(tmpdir(), args);

  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr.slice(0, begin.length)).toBe(begin);
});

describe("failed commands with --json", () => {
  test.each([
    ["check"],
    ["plan"],
    ["diff", "x"],
    ["bump", "x"],
    ["extend", "x@1", "--events", "5"],
    ["render", "x", "-o", "y"],
    ["run", "x"],
    ["new"],
    ["import", "sphenixprod", "x.yaml"],
    ["import", "csv", "x.csv"],
    ["runs", "add", "x", "1"],
    ["status"],
    ["files", "x@1"],
    ["reconcile"],
    ["ledger", "verify"],
    ["schema", "nothing.yaml"],
    ["kill", "toy"],
  ])("A command with --json that could not work prints the reason as JSON: %s %s", async (...args) => {
    const { code, stdout, stderr } = await shrekWarm(tmpdir(), [...args, "--json"]);
    const { failure } = JSON.parse(stdout) as { readonly failure: Readonly<Record<string, string>> };

    expect(code).toBe(2);
    expect(failure).toEqual({
      code: "failure",
      message: expect.stringMatching(/\w/) as string,
      hint: expect.stringMatching(/\w/) as string,
    });
    expect(stderr.trimEnd()).toBe(`shrek: ${failure["message"]} ${failure["hint"]}`);
  });

  test("A command with --json and wrong arguments prints the reason as JSON", async () => {
    const { stdout } = await shrekWarm(tmpdir(), ["files", "--json"]);

    expect(JSON.parse(stdout)).toEqual({
      failure: {
        code: "usage",
        message: "TAG@VERSION is missing.",
        hint: expect.stringContaining("Usage: shrek files") as string,
      },
    });
  });
});

describe("colour", () => {
  const first = async (env: Readonly<Record<string, string>>) => (await shrekWarm(tmpdir(), ["status"], env)).stderr;

  test("Colour is printed where a person asks for colour, and never to a pipe or against NO_COLOR", async () => {
    expect(await first({ FORCE_COLOR: "1" })).toMatch(/^\u001b\[31mshrek:\u001b\[39m /);
    expect(await first({})).toMatch(/^shrek: /);
    expect(await first({ NO_COLOR: "1" })).toMatch(/^shrek: /);
  });

  test("An error, a warning and a note have different colours in a terminal", () => {
    vi.stubEnv("FORCE_COLOR", "1");
    vi.stubEnv("NO_COLOR", undefined);
    const line = (severity: Problem["severity"]): string =>
      problemTexts([{ code: "yaml-two-readings", severity, file: "a", line: 1, col: 1, message: "m" }], undefined)
        .map((told) => coloured(told, process.stdout))
        .join();

    expect(line("error")).toContain("\u001b[31merror");
    expect(line("warning")).toContain("\u001b[33mwarning");
    expect(line("note")).toContain("\u001b[36mnote");
    vi.stubEnv("FORCE_COLOR", undefined);
    vi.stubEnv("NO_COLOR", "1");
    expect(line("error")).toBe("a:1:1 error [yaml-two-readings] m");
  });
});
