import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { inputsFile, workflowFile } from "../../action/core/render/rendering.ts";
import type { Venv } from "./venv.ts";
import { vo, type Workflow } from "./workflow.ts";

/** A step as panda-server's parser understood it; names are those of parse_workflow.py. */
export type ParsedNode = {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly parents: readonly number[];
  readonly task_name: string;
  readonly outputs: readonly string[];
  readonly primary: string | null;
  readonly secondaries: readonly {
    readonly stream: string;
    readonly dataset: string;
    readonly filesPerJob: number | null;
    readonly reusable: boolean;
  }[];
  readonly task_params: Readonly<Record<string, unknown>>;
};

export type Parsed =
  | {
      readonly kind: "accepted";
      readonly nodes: readonly ParsedNode[];
      readonly conditions: string;
      /** iDDS's own object of it; PanDA's native descriptions have none. */
      readonly workflow: IddsWorkflow | undefined;
    }
  | { readonly kind: "rejected"; readonly message: string };

/** By steps. `behind`: which states of which steps, as `and(STEP is_started)`. */
export type IddsWorkflow = {
  readonly works: readonly string[];
  readonly begins: readonly { readonly begins: string; readonly behind: string }[];
};

/** With the request that pchain would make for it; with `spec`, a description of PanDA's own in that file. */
export const parseAsSent = async (venv: Venv, { dir, plan }: Workflow, spec?: string): Promise<Parsed> => {
  const container = await askPython(venv, "base_task_params.py", [
    plan.outDS,
    ...["--vo", vo, "--prodSourceLabel", plan.label],
  ]);
  const request = {
    taskParams: { container },
    outDS: plan.outDS,
    workflowSpecFile: spec ?? workflowFile,
    ...(spec === undefined ? {} : { language: "yaml" }),
    workflowInputFile: inputsFile,
    userName: "Contract Check",
    base_platform: "centos7", // pchain's default
  };
  const place = await mkdtemp(join(tmpdir(), "shrek-contracts-request-"));
  try {
    const file = join(place, "request.json");
    await writeFile(file, JSON.stringify(request));
    const answer = await askPython(venv, "parse_workflow.py", [dir, file]);
    if (typeof answer["error"] === "string") return { kind: "rejected", message: answer["error"] };
    const parsed = answer as Omit<Extract<Parsed, { kind: "accepted" }>, "kind">; // parse_workflow.py wrote it
    return { ...parsed, kind: "accepted" };
  } finally {
    await rm(place, { recursive: true });
  }
};

type ParsedObject = Readonly<Record<string, unknown>>;
export const askPython = async (venv: Venv, program: string, options: readonly string[]): Promise<ParsedObject> => {
  // -B: nothing is written beside the sources
  const { stdout } = await execa(venv.python, ["-B", join(import.meta.dirname, program), ...options], {
    stdin: "ignore", // prun asks questions; a server process has nobody to answer them
  });
  const answer: unknown = JSON.parse(stdout);
  if (typeof answer !== "object" || answer === null) throw new Error(`${program} printed no object: ${stdout}`);
  return answer as ParsedObject;
};
