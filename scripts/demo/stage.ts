import { setTimeout as wait } from "node:timers/promises";
import { textTable } from "../../action/core/view/text-table.ts";
import type { Ran } from "./scene.ts";

export type Look = { readonly line: string; readonly ran: Ran; readonly over: boolean };

/** Where the demonstration speaks: a moving line in a terminal, plain lines in a pipe. */
export type Stage = {
  say(text: string): void;
  /** Shows a command and what it printed; stops the play when it failed. */
  command(args: readonly string[], ran: Ran): Ran;
  table(rows: readonly (readonly string[])[]): void;
  /** Looks again and again until it is over, and answers with the last look. Milliseconds. */
  until(longest: number, look: () => Promise<Look>): Promise<Ran>;
};

export const openStage = (): Stage => ({
  say: (text) => process.stdout.write(`\n${text}\n`),
  command: (args, ran) => {
    process.stdout.write(`\n$ shrek ${args.join(" ")}\n${ran.stdout}${ran.stderr}`);
    if (ran.code !== 0) throw new Error(`shrek ${args[0]} ended with ${ran.code}`);
    return ran;
  },
  table: ([heads = [], ...rows]) => process.stdout.write(`${textTable(heads, rows)}\n`),
  until: async (longest, look) => {
    const progress = process.stdout.isTTY ? await spinner() : plainLines();
    const began = performance.now();
    for (;;) {
      const { line, ran, over } = await look();
      progress.show(line);
      if (over || performance.now() - began > longest) {
        progress.end();
        return ran;
      }
      await wait(200);
    }
  },
});

type Progress = { show(line: string): void; end(): void };

const spinner = async (): Promise<Progress> => {
  const { default: ora } = await import("ora");
  const turning = ora().start();
  return { show: (line) => (turning.text = line), end: () => void turning.stop() };
};

const plainLines = (): Progress => {
  let last = "";
  return {
    show: (line) => {
      if (line !== last) process.stdout.write(`${line}\n`);
      last = line;
    },
    end: () => undefined,
  };
};
