import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";
import { builtCli } from "../../scripts/contracts/built-cli.ts";
import { realFolder } from "./rule.ts";
import type { RuleJob } from "./rule-jobs.ts";

/** What the jobs of a request read and called, and the names of the files of each step that were kept. */
export type Ran = {
  readonly jobs: readonly Pick<RuleJob, "step" | "reads" | "calls">[];
  readonly kept: Readonly<Record<string, readonly string[]>>;
};

/** Runs a request of the folder as it lies there, with files that are made for its lists; its programs say what they were told. */
export const runRequest = async (folder: string): Promise<Ran> => {
  const dir = await mkdtemp(join(tmpdir(), `shrek-real-${folder}-`));
  try {
    const request = join("productions", folder);
    await cp(join(realFolder, folder), join(dir, request), { recursive: true });
    await cp(join(realFolder, "conventions.yaml"), join(dir, "productions", "conventions.yaml"));
    await cp(join(import.meta.dirname, "bin"), join(dir, "bin"), { recursive: true });
    await layFiles(dir, join(dir, request));
    const env = { PATH: `${join(dir, "bin")}:${process.env["PATH"] ?? ""}` };
    const shrek = (...args: readonly string[]) => execa(process.execPath, [builtCli, ...args], { cwd: dir, env });
    await shrek("bump", request);
    await shrek("run", request, "--output", "here");
    return { jobs: await jobsIn(join(dir, "here", "jobs"), dir), kept: await keptIn(join(dir, "here", "data")) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

/** The lists name files of a machine that is not here: each lies below the folder instead, with a line in it. */
const layFiles = async (dir: string, request: string): Promise<void> => {
  for (const name of (await readdir(request)).filter((one) => /\.(txt|csv)$/.test(one))) {
    const text = await readFile(join(request, name), "utf8");
    await writeFile(join(request, name), text.replaceAll("/lustre/", `${dir}/lustre/`));
    for (const [path] of text.matchAll(/\/lustre\/[^\s,]+/g)) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), `${basename(path)}\n`);
    }
  }
};

const jobsIn = async (jobs: string, dir: string): Promise<Ran["jobs"]> => {
  const found: Ran["jobs"][number][] = [];
  for (const step of await readdir(jobs))
    for (const log of (await readdir(join(jobs, step))).filter((name) => name.endsWith(".log"))) {
      const lines = (await readFile(join(jobs, step, log), "utf8"))
        .replaceAll(`${dir}/lustre/`, "/lustre/")
        .split("\n");
      const told = (word: string): readonly string[] =>
        lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
      found.push({
        step,
        reads: [...new Set(told("READ"))].map((path) => basename(path)).toSorted(),
        calls: told("CALL"),
      });
    }
  return found;
};

/** Packed files by their own names, others by what PanDA would call them. */
const keptIn = async (data: string): Promise<Ran["kept"]> => {
  const kept: Record<string, readonly string[]> = {};
  for (const step of await readdir(data)) {
    const files = (await readdir(join(data, step), { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    const names = files.map(async ({ parentPath, name }) =>
      name.endsWith(".tar") ? (await execa("tar", ["-tf", join(parentPath, name)])).stdout.split("\n") : [name],
    );
    kept[step] = (await Promise.all(names))
      .flat()
      .filter((name) => name.endsWith(".root"))
      .toSorted();
  }
  return kept;
};
