import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";
import { builtCli } from "../../scripts/contracts/built-cli.ts";
import { shrekWarm } from "../e2e/warm/start.ts";
import { type Machine, type Rule, realFolder } from "./rule.ts";
import type { RuleJob } from "./rule-jobs.ts";

/** What the jobs of a request read and called, and the names of the files of each step that were kept. */
export type Ran = {
  readonly jobs: readonly Pick<RuleJob, "step" | "reads" | "calls">[];
  readonly kept: Readonly<Record<string, readonly string[]>>;
};

/** What the plan asks for a job of each step. */
export type Machines = Readonly<Record<string, Machine>>;

/** Of all requests by their folder, in one plan. */
export const plannedMachines = async (): Promise<ReadonlyMap<string, Machines>> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-real-"));
  try {
    await cp(realFolder, join(dir, "productions"), { recursive: true });
    const { stdout } = await execa(process.execPath, [builtCli, "plan", "--json", "productions"], { cwd: dir });
    const { plans } = JSON.parse(stdout) as Planned;
    const folders = Map.groupBy(plans, ({ folder }) => basename(folder));
    return new Map([...folders].map(([folder, own]) => [folder, machinesIn(own)]));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

/** Runs a request of the folder as it lies there, with files that are made for its lists; its programs say what they were told. */
export const runRequest = async (folder: string, rule: Rule): Promise<Ran> => {
  const dir = await mkdtemp(join(tmpdir(), `shrek-real-${folder}-`));
  try {
    const request = join("productions", folder);
    await cp(join(realFolder, folder), join(dir, request), { recursive: true });
    await cp(join(realFolder, "conventions.yaml"), join(dir, "productions", "conventions.yaml"));
    await cp(join(import.meta.dirname, "bin"), join(dir, "bin"), { recursive: true });
    const isMoved = await layFiles(dir, join(dir, request));
    await layPrograms(join(dir, "bin"), rule);
    const from = await layDatasets(dir, folder, rule);
    const env = { PATH: `${join(dir, "bin")}:${process.env["PATH"] ?? ""}`, TMPDIR: tmpdir() };
    const shrek = async (...args: readonly string[]): Promise<void> => {
      const { code, stderr } = await shrekWarm(dir, args, env);
      if (code !== 0) throw new Error(`shrek ${args.join(" ")} of ${folder} ends with ${code}: ${stderr}`);
    };
    if (isMoved) await shrek("bump", request);
    await shrek("run", request, "--output", "here", ...from);
    const steps = Object.keys(rule.steps);
    return {
      jobs: await jobsIn(join(dir, "here", "jobs"), steps, dir),
      kept: await keptIn(join(dir, "here", "data"), steps),
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

type PlannedMachine = {
  readonly step: string;
  readonly memory: number | null;
  readonly cores: number;
  readonly retryMemory?: readonly number[];
};
type Planned = { readonly plans: readonly { readonly folder: string; readonly steps: readonly PlannedMachine[] }[] };

const machinesIn = (plans: Planned["plans"]): Machines =>
  Object.fromEntries(
    plans.flatMap(({ steps }) =>
      steps.map(({ step, memory, cores, retryMemory = [] }) => [
        step,
        { memory: [...(memory === null ? [] : [memory]), ...retryMemory].map((ofCore) => ofCore * cores), cores },
      ]),
    ),
  );

/**
 * The lists name files of a machine that is not here: each lies below the folder instead, with a line in it. Whether there
 * are any: what lists say is locked by a version.
 */
const layFiles = async (dir: string, request: string): Promise<boolean> => {
  let isMoved = false;
  for (const name of (await readdir(request)).filter((one) => /\.(txt|csv)$/.test(one))) {
    const text = await readFile(join(request, name), "utf8");
    await writeFile(join(request, name), text.replaceAll("/lustre/", `${dir}/lustre/`));
    for (const [path] of text.matchAll(/\/lustre\/[^\s,]+/g)) {
      isMoved = true;
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), `${basename(path)}\n`);
    }
  }
  return isMoved;
};

/** A stand-in under the name of each program that the rule calls. */
const layPrograms = async (bin: string, { steps }: Rule): Promise<void> => {
  const called = Object.values(steps).flatMap(({ calls }) => calls.map((call) => call.split(" ")[0] ?? ""));
  for (const name of new Set(called.filter((word) => !word.includes("("))))
    await cp(join(bin, "program"), join(bin, name));
};

/** The files of data from outside, below the name of their input, which their list has too. */
const layDatasets = async (dir: string, folder: string, { steps }: Rule): Promise<readonly string[]> => {
  // What lies elsewhere is in a list of the request.
  const lists = Object.values(steps).flatMap(({ files }) => (files?.list.endsWith(".files") ? [files.list] : []));
  for (const list of lists) {
    const input = join(dir, "from", list.replace(/\..*/, ""));
    await mkdir(input, { recursive: true });
    const names = (await readFile(join(realFolder, folder, list), "utf8")).trim().split("\n");
    await Promise.all(names.map((name) => writeFile(join(input, name), `${name}\n`)));
  }
  return lists.length === 0 ? [] : ["--from", "from"];
};

/** The moment at which a job ran is no fact of a rule. */
const timeless = (text: string): string => text.replaceAll(/\d{8}T\d{6}Z/g, "TIME");

const jobsIn = async (jobs: string, steps: readonly string[], dir: string): Promise<Ran["jobs"]> => {
  const found: Ran["jobs"][number][] = [];
  for (const step of steps)
    for (const log of (await readdir(join(jobs, step))).filter((name) => name.endsWith(".log"))) {
      const text = timeless(await readFile(join(jobs, step, log), "utf8"));
      const lines = text.replaceAll(`${dir}/lustre/`, "/lustre/").split("\n");
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

const isPacked = ({ name }: { readonly name: string }): boolean => name.endsWith(".tar");

/** Packed files by their own names, others without what PanDA writes in front. */
const keptIn = async (data: string, steps: readonly string[]): Promise<Ran["kept"]> => {
  const kept: Record<string, readonly string[]> = {};
  for (const step of steps) {
    const files = (await readdir(join(data, step), { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    const [packed, single] = [files.filter(isPacked), files.filter((file) => !isPacked(file))];
    const paths = packed.map(({ parentPath, name }) => join(parentPath, name));
    const { stdout } = await execa("bash", ["-ec", 'for one; do tar -tf "$one"; done', "bash", ...paths]);
    const names = [...stdout.split("\n"), ...single.map(({ name }) => name.replace(/^user\.tester\.\d+\._\d+\./, ""))];
    kept[step] = names
      .filter((name) => name !== "" && !name.includes("/"))
      .map(timeless)
      .toSorted();
  }
  return kept;
};
