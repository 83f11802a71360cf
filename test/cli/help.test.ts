import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { run } from "@stricli/core";
import { describe, expect, test } from "vitest";
import { application } from "../../action/cli/command-line.ts";
import { moreOf, pages } from "../../action/cli/more-help.ts";
import { shrekWarm } from "../e2e/warm/start.ts";

const said = async (...words: readonly string[]): Promise<string> => {
  let text = "";
  const write = (more: string): void => void (text += more);
  await run(application, words, { process: { stdout: { write }, stderr: { write }, env: {} } });
  return text;
};

/** Every command, with those below it. */
const commands = Object.entries(entriesOf(application.root)).flatMap(([name, target]) => {
  const below = Object.keys(entriesOf(target));
  return below.length === 0 ? [[name]] : below.map((sub) => [name, sub]);
});

function entriesOf(target: object): Readonly<Record<string, object>> {
  if (!("getAllEntries" in target) || typeof target.getAllEntries !== "function") return {};
  const entries = target.getAllEntries() as readonly { readonly name: { readonly original: string }; target: object }[];
  return Object.fromEntries(entries.map(({ name, target: found }) => [name.original, found]));
}

test("The first help fits a terminal of 80 columns and 24 lines, begins with what SHREK is, and names every command", async () => {
  const lines = (await said("--help")).trimEnd().split("\n");

  expect(lines[0]).toBe("shrek: productions requested, reviewed and run on PanDA from a Git repository");
  // The prompt is the last line.
  expect(lines.length).toBeLessThan(24);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(80);
  for (const [name = ""] of commands.filter(([name]) => name !== "trial"))
    expect(lines.slice(2).join("\n")).toMatch(new RegExp(`\\b${name}\\b`));
});

describe("help of commands", () => {
  test.each(commands.filter(([name]) => name !== "trial").map((words) => ({ words, name: words.join(" ") })))(
    "The help of $name has an example that can be typed, the exit codes and a page that exists",
    async ({ words, name }) => {
      const help = await said(...words, "--help");
      const more = moreOf(name);
      const [page = "", place] = (more?.page ?? "").split("#");

      expect(help).toContain(`EXAMPLES\n  ${more?.examples[0]}`);
      expect(help).toContain("EXIT CODES\n  0  good");
      expect(help.trimEnd().endsWith(`${pages}${more?.page}`)).toBe(true);
      const headings = [...readFileSync(`docs/${page}`, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
        title.toLowerCase().replaceAll(" ", "-"),
      );
      if (place !== undefined) expect(headings).toContain(place);
      for (const example of more?.examples ?? []) {
        expect(example).toContain(`shrek ${name}`);
        for (const [flag] of example.matchAll(/(?<= )--?[a-z-]+(?= |$)/g)) expect(help).toContain(flag);
      }
    },
  );

  test("The help of runs add shows PATH and RUN as two arguments, and that of ledger init the flag that is typed", async () => {
    expect(await said("runs", "add", "--help")).toContain(
      "ARGUMENTS\n  PATH    A production's folder\n  RUN...  Runs;",
    );
    expect(await said("ledger", "init", "--help")).toContain("shrek ledger init [--no-baseline] [--remote NAME]\n");
    expect(await said("retry", "--help")).toContain(
      'shrek retry [--yes] [--json] [--remote NAME] [TAG[@VERSION][#RUN][/STEP]] [memory=MB] [site=SITE] [reason="..."]',
    );
  });
});

test("shrek help prints the same as --help, of a command too", async () => {
  const out = async (...args: readonly string[]) => (await shrekWarm(tmpdir(), args)).stdout;

  expect(await out("help")).toBe(await out("--help"));
  expect(await out("help", "runs", "add")).toBe(await out("runs", "add", "--help"));
  expect(await out("help", "check")).toBe(await out("check", "--help"));
});

test("Every command writes its files to --output, and no flag has two names", async () => {
  const helps = await Promise.all(commands.map(async (words) => ({ words, help: await said(...words, "--help") })));

  expect(helps.filter(({ help }) => /--out\b(?!put)/.test(help))).toEqual([]);
  const writers = helps.filter(({ help }) => help.includes("--output")).map(({ words }) => words.join(" "));
  expect(writers).toEqual([
    "new",
    "render",
    "run",
    "reproduce",
    "export cwl",
    "import sphenixprod",
    "import csv",
    "site",
  ]);
  for (const { help } of helps.filter((one) => one.help.includes("--output")))
    expect(help).toMatch(/^ +-o +\[?--output/m);
});
