import { globSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import type { VersionOutcome } from "./mutant.ts";
import { type Asked, type Task, taskVariable } from "./task.ts";

/** The fates of these mutants, by number, in one worker of vitest. `texts` are the switched files, by their path. */
export const runRoom = async (
  texts: ReadonlyMap<string, string>,
  tests: readonly string[],
  asked: readonly Asked[],
): Promise<ReadonlyMap<number, VersionOutcome>> => {
  const folder = await mkdtemp(join(tmpdir(), "shrek-mutants-"));
  const answer = join(folder, "answer.json");
  const task: Task = {
    texts: [...texts].map(([path, text]) => [resolve(path), text]),
    tests: globSync([...tests]).map((path) => resolve(path)),
    asked: asked.map(({ number, file }) => ({ number, file })),
    answer,
  };
  try {
    await writeFile(join(folder, "task.json"), JSON.stringify(task));
    await execa("vitest", ["run", "--config", "scripts/mutants/vitest.config.ts", "--reporter", "dot"], {
      preferLocal: true,
      env: { [taskVariable]: join(folder, "task.json") },
      all: true,
    });
    const fates: unknown = JSON.parse(await readFile(answer, "utf8"));
    return new Map(Array.isArray(fates) ? fates : []);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
