import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { inputsFile, workflowFile } from "../../action/core/render/rendering.ts";
import { temporaryFolder } from "../temporary-folder.ts";
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
      readonly begun: readonly BegunSteps[];
    }
  | { readonly kind: "rejected"; readonly message: string };

/** By steps. `behind`: which states of which steps, as `and(STEP is_started)`. */
export type IddsWorkflow = {
  readonly works: readonly string[];
  readonly begins: readonly { readonly begins: string; readonly behind: string }[];
};

/** What iDDS begins when the tasks of the first steps are in these states; `null`: there is no task. */
export type BegunSteps = {
  readonly states: Readonly<Record<string, string | null>>;
  readonly begun: readonly string[];
};

/** With the request that pchain would make for it; with `spec`, a description of PanDA's own in that file; `states` are tried on tasks. */
export const parseAsSent = async (
  venv: Venv,
  { dir, plan }: Workflow,
  { spec, states = [] }: { readonly spec?: string; readonly states?: readonly (string | null)[] } = {},
): Promise<Parsed> => {
  const request = {
    outDS: plan.outDS,
    workflowSpecFile: spec ?? workflowFile,
    ...(spec === undefined ? {} : { language: "yaml" }),
    workflowInputFile: inputsFile,
    userName: "Contract Check",
    base_platform: "centos7", // pchain's default
  };
  parser ??= openParser(venv);
  const prun = ["--vo", vo, "--prodSourceLabel", plan.label];
  const answer = await parser.ask({ directory: dir, request, prun, states });
  if (typeof answer["error"] === "string") return { kind: "rejected", message: answer["error"] };
  const parsed = answer as Omit<Extract<Parsed, { kind: "accepted" }>, "kind">; // parse_workflow.py wrote it
  return { ...parsed, kind: "accepted" };
};

let parser: ReturnType<typeof openParser> | undefined;

/** Else its process goes on to wait for questions. */
export const closeParser = (): void => parser?.close();

/** One process of Python for all questions, which imports the server once; it answers in their order. */
const openParser = ({ python }: Venv) => {
  const child = spawn(python, ["-B", join(import.meta.dirname, "parse_workflow.py")], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const waiting: PromiseWithResolvers<ParsedObject>[] = [];
  const fail = (error: Error): void => waiting.splice(0).forEach(({ reject }) => reject(error));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const answer = JSON.parse(line) as ParsedObject; // parse_workflow.py wrote it
    const asked = waiting.shift();
    if (answer["broken"] === undefined) asked?.resolve(answer);
    else asked?.reject(new Error(`parse_workflow.py gave no answer: ${String(answer["broken"])}`));
  });
  child.on("error", fail);
  child.on("close", () => fail(new Error("parse_workflow.py ended")));
  child.stdin.on("error", () => undefined); // told by "close"
  return {
    ask: (question: object): Promise<ParsedObject> => {
      const answer = Promise.withResolvers<ParsedObject>();
      waiting.push(answer);
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return answer.promise;
    },
    close: (): void => void child.stdin.end(),
  };
};

type ParsedObject = Readonly<Record<string, unknown>>;

/** A program of this folder that answers once. */
export const askPython = async (venv: Venv, program: string, options: readonly string[]): Promise<ParsedObject> => {
  // -B: nothing is written beside the sources
  const { stdout } = await execa(venv.python, ["-B", join(import.meta.dirname, program), ...options], {
    stdin: "ignore", // prun asks questions; a server process has nobody to answer them
  });
  const answer: unknown = JSON.parse(stdout);
  if (typeof answer !== "object" || answer === null) throw new Error(`${program} printed no object: ${stdout}`);
  return answer as ParsedObject;
};

/** The same of a question with logins, or too long for a command line: in a file that nobody else reads. */
export const askInFile = async (venv: Venv, program: string, question: unknown): Promise<ParsedObject> => {
  using folder = temporaryFolder("shrek-contracts-question-");
  const file = join(folder.path, "question.json");
  await writeFile(file, JSON.stringify(question), { mode: 0o600 });
  return await askPython(venv, program, [file]);
};
