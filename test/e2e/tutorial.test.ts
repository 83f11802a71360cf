import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { pageAt } from "../docs/pages.ts";
import { type Playground, startPlayground } from "./a-playground.ts";
import { compileCache } from "./prepared.ts";

/** Commands of a page, and what it shows that they print. */
type Block = { readonly commands: string; readonly shown: readonly string[] };

const blocksOf = (markdown: string): readonly Block[] =>
  [...markdown.matchAll(/^```bash\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```\n)?/gm)].map(
    ([, commands = "", shown = ""]) => ({ commands, shown: shown.split("\n").slice(0, -1) }),
  );

/** What is another one each time. */
const steady = (line: string): string =>
  line
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replaceAll(/(\btask[ /])\d+/g, "$1N")
    .replaceAll(/\bin (?:\d+ min )?\d+ s\b/g, "in N s")
    .trimEnd();

const exactly = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether all that is shown was printed, in this order; `...` stands for what is left out, also at the end of a line. */
const isPrinted = (shown: readonly string[], printed: string): boolean => {
  const wanted = shown.map((line) =>
    line === "..." ? "(?:[^\\n]*\\n)*?" : `${exactly(steady(line)).replace(/(?:\\\.){3}$/, "[^\\n]*")}\\n`,
  );
  const text = printed.split("\n").map(steady).join("\n");
  return new RegExp(`^${wanted.join("")}${shown.at(-1) === "..." ? "" : "$"}`).test(`${text.trimEnd()}\n`);
};

/** What a reader asks again until the answer has come: nothing in it changes anything. */
const isQuestion = ({ commands }: Block): boolean =>
  /^(?:(?:gh pr (?:view|checks)|gh issue view|shrek status)\b.*\n)+$/.test(commands);
/** Milliseconds that an answer may take on a busy machine. */
const longest = 240_000;

let dir: string;
let playground: (Playground & { readonly end: () => Promise<void> }) | undefined;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "shrek-tutorial-"));
});
afterAll(async () => {
  await playground?.end();
  await rm(dir, { recursive: true, force: true });
});

/** A page starts sandboxes in the first terminal, or goes on with those of the page before. */
const firstTerminal = async (page: string): Promise<Playground> => {
  const [, epic] = /^npm run try(?: -- (epic))?$/m.exec(page) ?? [];
  const isNew = /^npm run try\b/m.test(page);
  if (isNew) await playground?.end();
  if (isNew) playground = await startPlayground("ready", ...(epic === undefined ? [] : (["epic"] as const)));
  if (playground === undefined) throw new Error("no page before starts the sandboxes");
  return playground;
};

/** Which runs of workflows have ended: nothing else changes an answer. */
const runsEnded = async ({ folder }: Playground): Promise<string> => {
  const person = await readFile(join(folder, "ada"), "utf8");
  const [api, repo] = ["GH_API", "GH_REPO"].map((name) => new RegExp(`\\b${name}=(\\S+)`).exec(person)?.[1]);
  const runs = (await (await fetch(`${api}/${repo}/actions?json`)).json()) as readonly { id: number; status: string }[];
  return runs.flatMap(({ id, status }) => (status === "completed" ? [id] : [])).join(" ");
};

let who = "ada";
/** What it prints; a block that shows nothing has to go well. */
const play = async ({ folder }: Playground, { commands, shown }: Block): Promise<string> => {
  const env = { PATH: process.env["PATH"], HOME: dir, PLAYGROUND: folder, NODE_COMPILE_CACHE: compileCache() };
  const lines = `exec 2>&1\nsource "$PLAYGROUND/${who}"\n${commands}`;
  const bash = shown.length === 0 ? "-ec" : "-c";
  const ran = promisify(execFile)("bash", [bash, lines], { cwd: join(folder, "productions"), env });
  const { stdout } = await ran.catch((error: { readonly stdout: string }) => {
    if (shown.length === 0) throw error;
    return error;
  });
  who = [...commands.matchAll(/^source "\$PLAYGROUND\/(\w+)"$/gm)].at(-1)?.[1] ?? who;
  return stdout;
};

const pages = readdirSync(join(root, "docs/tutorial")).toSorted();

test("Each page of the tutorial has commands, and most of them show what they print", () => {
  expect(pages.length).toBeGreaterThan(1);
  for (const page of pages) {
    const blocks = blocksOf(pageAt(`docs/tutorial/${page}`).text);
    expect(blocks.filter(({ shown }) => shown.length > 0).length, page).toBeGreaterThan(4);
    expect(
      blocks.filter((block) => isQuestion(block) && block.shown.length === 0),
      page,
    ).toEqual([]);
  }
});

// One after the other: each page goes on where the one before ended.
test.each(pages)("The commands of docs/tutorial/%s print what the page shows", async (page) => {
  const { text } = pageAt(`docs/tutorial/${page}`);
  const terminal = await firstTerminal(text);
  for (const block of blocksOf(text)) {
    const began = performance.now();
    const isLate = (): boolean => performance.now() - began > longest;
    let ended = await runsEnded(terminal);
    let printed = await play(terminal, block);
    while (!isPrinted(block.shown, printed) && isQuestion(block) && !isLate()) {
      for (const before = ended; ended === before && !isLate(); ended = await runsEnded(terminal)) await wait(500);
      printed = await play(terminal, block);
    }
    const isRight = block.shown.length === 0 || isPrinted(block.shown, printed);
    expect(isRight ? "" : `${block.commands}\n${printed}\nshown:\n${block.shown.join("\n")}`, page).toBe("");
  }
});

test("A page that shows what was not printed is found", () => {
  expect(isPrinted(["a", "...", "c"], "a\nb\nc\n")).toBe(true);
  expect(isPrinted(["a...", "c"], "ab\nc\n")).toBe(true);
  expect(isPrinted(["at task 5001, in 3 s"], "at task 17, in 1 min 20 s")).toBe(true);
  expect(isPrinted(["a", "c"], "a\nb\nc\n")).toBe(false);
  expect(isPrinted(["a"], "a\nb\n")).toBe(false);
  expect(isPrinted(["...", "d", "..."], "a\nb\n")).toBe(false);
});
