import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { sendWorkflow, wire } from "../../../test/sandbox/panda/wire.ts";
import { start } from "../../sandbox/panda/start.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { builtCli } from "../built-cli.ts";
import type { CondorPool } from "./condor-pool.ts";
import { ensureImage } from "./podman-image.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/** Every file that a production makes: its name without the id of the task, which is the engine's affair, and its content. */
export type MadeFiles = Readonly<Record<string, string>>;

/** What an engine runs: the folder of a production and, where it has a list of runs, `--run` with one of them. */
export type Runnable = readonly [folder: string, ...run: readonly string[]];

/** Who runs a production; each in a folder of its own, which is removed. */
export type Engine = { readonly name: string; run(production: Runnable): Promise<MadeFiles> };

const shrek = (...args: readonly string[]) => execa(process.execPath, [builtCli, ...args], { cwd: root });

const madeBelow = async (folder: string): Promise<MadeFiles> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return madeOf(entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
};

const madeOf = async (paths: readonly string[]): Promise<MadeFiles> => {
  const files = await Promise.all(
    paths.map(
      async (path) =>
        [basename(path).replaceAll(/\d+(?=\._\d{6}\.)/g, "TASK"), await readFile(path, "latin1")] as const,
    ),
  );
  const made = Object.fromEntries(files.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  if (Object.keys(made).length !== paths.length) throw new Error("two files have one name");
  return made;
};

const inFolder = async <T>(work: (dir: string) => Promise<T>): Promise<T> => {
  using temporary = temporaryFolder("shrek-engine-");
  const dir = temporary.path;
  return await work(dir);
};

export const shrekRun: Engine = {
  name: "shrek run",
  run: (production) =>
    inFolder(async (dir) => {
      await shrek("run", ...production, "--output", join(dir, "out"));
      return madeBelow(join(dir, "out", "data"));
    }),
};

/** Each job in a container; the request is a copy that names the image. */
export const shrekRunByPodman = (say: (line: string) => void): Engine => ({
  name: "shrek run, in containers by podman",
  run: ([production, ...run]) =>
    inFolder(async (dir) => {
      const { image, env } = await ensureImage(dir, say);
      const copy = join(dir, "copy");
      await execa("git", ["clone", "--quiet", root, copy]);
      const request = join(copy, production, "production.yaml");
      const text = await readFile(request, "utf8");
      const named = text.replace(/^defaults: \{/m, `defaults: { container: "${image}",`);
      if (named === text) throw new Error(`${request} has no line of defaults`);
      await writeFile(request, named);
      await execa(process.execPath, [builtCli, "run", production, ...run, "--output", join(dir, "out")], {
        cwd: copy,
        env,
      });
      return madeBelow(join(dir, "out", "data"));
    }),
});

/** With its own reader and its own arithmetic. */
export const sandboxPanda: Engine = {
  name: "sandbox PanDA",
  run: (production) =>
    inFolder(async (dir) => {
      await shrek("render", ...production, "-o", join(dir, "rendered"));
      const rendered = join(dir, "rendered");
      const names = (await readdir(rendered, { recursive: true, withFileTypes: true })).filter((entry) =>
        entry.isFile(),
      );
      const paths = names.map((entry) => join(entry.parentPath, entry.name));
      const files = await Promise.all(
        paths.map(async (path) => [path.slice(rendered.length + 1), await readFile(path, "utf8")] as const),
      );
      const plan = JSON.parse(await readFile(join(rendered, "plan.json"), "utf8")) as {
        readonly outDS: string;
        readonly steps: readonly { readonly outputs: readonly { readonly dataset: string }[] }[];
      };
      await using panda = await start({ dir: join(dir, "panda"), executes: ["SANDBOX", "LAPTOP"] });
      const client = wire(panda.url, await panda.token());
      await sendWorkflow(client, panda.url, plan.outDS, Object.fromEntries(files));
      await panda.tick(200);
      const datasets = plan.steps.flatMap(({ outputs }, index) =>
        outputs.map(({ dataset }) => dataset.replace("_NNN_", `_${String(index).padStart(3, "0")}_`)),
      );
      return await madeOf(datasets.flatMap((dataset) => panda.dataset(dataset)));
    }),
};

/** A program that takes a workflow and its inputs, as cwltool and all that follow its command line. `command` names it by its whole path. */
const cwlEngine = (
  name: string,
  programs: string,
  command: (dir: string) => readonly string[],
  env: Readonly<Record<string, string>> = {},
): Engine => ({
  name,
  run: (production) =>
    inFolder(async (dir) => {
      await shrek("export", "cwl", ...production, "--output", join(dir, "cwl"));
      const [program = "", ...options] = command(dir);
      await execa(
        program,
        [...options, "--outdir", join(dir, "out"), join(dir, "cwl/workflow.cwl"), join(dir, "cwl/inputs.yml")],
        { cwd: dir, env: { ...withPrograms(programs), ...env } },
      );
      return madeBelow(join(dir, "out"));
    }),
});

/** Both engines ask a `node` for expressions; toil's workers are programs of its environment. */
const withPrograms = (programs: string): Readonly<Record<string, string>> => ({
  PATH: [programs, dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
});

export const cwltool = (programs: string): Engine =>
  cwlEngine("cwltool", programs, () => [join(programs, "cwltool"), "--quiet"]);

const toilIn = (programs: string, dir: string): readonly string[] => [
  join(programs, "toil-cwl-runner"),
  ...["--logLevel", "ERROR"],
  ...["--jobStore", join(dir, "store")],
  ...["--workDir", dir],
];

export const toil = (programs: string): Engine => cwlEngine("toil", programs, (dir) => toilIn(programs, dir));

export const toilOnHtcondor = (programs: string, pool: CondorPool): Engine =>
  cwlEngine(
    "toil on HTCondor",
    programs,
    (dir) => [...pool.asUser, ...toilIn(programs, dir), "--batchSystem", "htcondor"],
    pool.env,
  );

/** `cwltool --validate`: the whole of an export against the standard. */
export const validateExport = (programs: string, production: Runnable): Promise<void> =>
  inFolder(async (dir) => {
    await shrek("export", "cwl", ...production, "--output", join(dir, "cwl"));
    await execa(join(programs, "cwltool"), ["--validate", join(dir, "cwl/workflow.cwl"), join(dir, "cwl/inputs.yml")], {
      env: withPrograms(programs),
    });
  });

export const digestOf = (made: MadeFiles): string =>
  createHash("sha256")
    .update(JSON.stringify(Object.entries(made)))
    .digest("hex");
