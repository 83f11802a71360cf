import { textTable } from "../../action/core/markdown/text-table.ts";

/** Where the demonstration speaks: a moving line in a terminal, plain lines in a pipe. */
export type Stage = {
  say(text: string): void;
  table(rows: readonly (readonly string[])[]): void;
  progress(): Promise<Progress>;
};
export type Progress = { show(line: string): void; end(): void };

export const openStage = (): Stage => ({
  say: (text) => void process.stdout.write(`\n${text}\n`),
  table: ([heads = [], ...rows]) => void process.stdout.write(`${textTable(heads, rows)}\n`),
  progress: async () => (process.stdout.isTTY ? spinner() : plainLines()),
});

/** Says what is being done until it is done, for what takes seconds in which nothing else is said. */
export const during = async <T>(stage: Stage, words: string, work: () => Promise<T>): Promise<T> => {
  const progress = await stage.progress();
  progress.show(words);
  try {
    return await work();
  } finally {
    progress.end();
  }
};

const spinner = async (): Promise<Progress> => {
  const { default: ora } = await import("ora");
  const turning = ora().start();
  return {
    show: (line) => {
      turning.text = line;
    },
    end: () => void turning.stop(),
  };
};

const plainLines = (): Progress => {
  let last = "";
  return {
    show: (line) => {
      if (line !== last) process.stdout.write(`  ${line}\n`);
      last = line;
    },
    end: () => undefined,
  };
};
