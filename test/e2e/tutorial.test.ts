import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { pageAt } from "../docs/pages.ts";
import { inTerminal, moveOn, type Playground, raisePlayground } from "./a-playground.ts";

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
    // What took no whole second does not say how long it took.
    .replaceAll(/, in (?:\d+ min )?\d+ s\b/g, "")
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
/** Passes after which an answer is there. */
const most = 4;

let home: string;
let playground: Playground | undefined;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "shrek-tutorial-"));
});
afterAll(async () => {
  await playground?.close();
  await rm(home, { recursive: true, force: true });
});

/** A page starts sandboxes in the first terminal, or goes on with those of the page before. */
const firstTerminal = async (page: string): Promise<Playground> => {
  const [isNew, epic] = /^npm run try(?: -- (epic))?$/m.exec(page) ?? [];
  if (isNew !== undefined) {
    await playground?.close();
    playground = await raisePlayground(epic === undefined ? "ready" : "epic");
  }
  if (playground === undefined) throw new Error("no page before starts the sandboxes");
  return playground;
};

let who = "ada";
/** What it prints; a block that shows nothing has to go well. */
const play = async (terminal: Playground, { commands, shown }: Block): Promise<string> => {
  const lines = ["exec 2>&1", `source "$PLAYGROUND/${who}"`, commands];
  const place = { home, cwd: join(terminal.folder, "productions"), flags: shown.length === 0 ? "-ec" : "-c" };
  const printed = await inTerminal(terminal.folder, place, lines).catch((error: { readonly stdout: string }) => {
    if (shown.length === 0) throw error;
    return error.stdout;
  });
  who = [...commands.matchAll(/^source "\$PLAYGROUND\/(\w+)"$/gm)].at(-1)?.[1] ?? who;
  return printed;
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
    await terminal.world.runner.idle();
    if (block.commands.startsWith("shrek status ")) await moveOn(terminal.world);
    let printed = await play(terminal, block);
    for (let passes = 0; passes < most && isQuestion(block) && !isPrinted(block.shown, printed); passes++) {
      await moveOn(terminal.world);
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
