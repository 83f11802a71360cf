import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Production } from "../../../action/core/production/production.ts";
import {
  bindRendering,
  inputsFile,
  provisionalBindings,
  renderProduction,
  workflowFile,
} from "../../../action/core/render/rendering.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { askInFile, askPython } from "../real-parser.ts";
import type { Venv } from "../venv.ts";
import { vo } from "../workflow.ts";

/** A job as JEDI wrote it down. Seeds are all sequence numbers of it; files by stream. */
export type MadeJob = {
  readonly command: string;
  readonly seeds: readonly number[];
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly outputs: readonly string[];
  readonly good: boolean;
};
/** What JEDI makes of a task by its first jobs. Memory in MB per core. */
export type Scouted = {
  /** How many jobs it made first, and whether they are scouts. */
  readonly first: number;
  readonly scouts: boolean;
  /** After one look of its post-processor. */
  readonly status: string;
  readonly dialog: string | null;
  readonly asked: number;
  readonly memory: number;
  /** How many jobs it makes next, and whether they are scouts again. */
  readonly later: number;
  readonly again: boolean;
  /** What an exhausted one becomes by a retry; `null` for others. */
  readonly retried: string | null;
  /** Memory that the next jobs ask for. */
  readonly asks: number | null;
};
export type MadeStep = {
  readonly step: string;
  readonly task: number;
  readonly params: Readonly<Record<string, unknown>>;
} & (
  | {
      /** Jobs by the number of their files, made at each look while the parent was still running. */
      readonly early: readonly (readonly number[])[];
      readonly jobs: readonly MadeJob[];
      /** Of each of its outputs; left out of tasks that are left after their first jobs. */
      readonly destinations?: readonly string[];
      readonly scouts?: Scouted;
    }
  | { readonly error: string }
);
export type Made = { readonly error: string } | { readonly steps: readonly MadeStep[] };

export type AskedCase = {
  readonly production: Production;
  readonly datasets: Readonly<Record<string, readonly string[]>>;
  readonly fails: Readonly<Record<string, Readonly<Record<number, number>>>>;
  readonly retried: readonly string[];
  /** Steps that JEDI looks at while their parent is running, each time with so many of its files. */
  readonly grows?: Readonly<Record<string, readonly number[]>>;
  /** Steps whose jobs always fail unless they have so many primary files. */
  readonly needed?: Readonly<Record<string, number>>;
  /** Each task is left after its first jobs: so many end well, so many badly for ever, the others go on. */
  readonly scouts?: { readonly good: number; readonly bad: number; readonly measured?: object };
  /** Data are looked up there, by JEDI's own code; `datasets` is then empty. */
  readonly rucio?: { readonly url: string; readonly user: string; readonly password: string };
  /** Added to the task parameters that all steps begin with. */
  readonly base?: object;
};

/** All cases in one process of Python: what imports cost is paid once. */
export const askJedi = async (venv: Venv, cases: readonly AskedCase[]): Promise<readonly Made[]> => {
  using temporary = temporaryFolder("shrek-contracts-jedi-");
  const place = temporary.path;
  const container = await baseTaskParams(venv, cases);
  const asked = await Promise.all(cases.map((one, index) => writeCase(join(place, String(index)), one, container)));
  const { made } = await askInFile(venv, "jedi/jobs_of_workflows.py", asked);
  return made as readonly Made[]; // jobs_of_workflows.py wrote it
};

const writeCase = async (dir: string, one: AskedCase, container: object): Promise<object> => {
  const { production, datasets, fails, retried, grows = {}, needed = {}, scouts, rucio, base } = one;
  for (const { path, bytes } of bindRendering(renderProduction(production).sent, provisionalBindings(production))) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), bytes);
  }
  const request = {
    taskParams: { container: { ...container, ...base } },
    outDS: production.outDS,
    workflowSpecFile: workflowFile,
    workflowInputFile: inputsFile,
    userName: "Contract Check",
    base_platform: "centos7", // pchain's default
  };
  const more = { ...(scouts === undefined ? {} : { scouts }), ...(rucio === undefined ? {} : { rucio }) };
  return { dir, request, datasets, fails, retried, grows, needed, ...more };
};

/** What pchain puts beside a workflow; all cases are of one VO and label. */
const baseTaskParams = (venv: Venv, [first]: readonly AskedCase[]): Promise<object> =>
  askPython(venv, "base_task_params.py", [first?.production.outDS ?? "", "--vo", vo, "--prodSourceLabel", "test"]);
