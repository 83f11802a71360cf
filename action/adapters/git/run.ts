import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { secretVariables } from "../../core/login/settings.ts";
import { Failure } from "../../core/problems/failure.ts";

const run = promisify(execFile);

export type GitOutcome = { readonly code: number; readonly stdout: Buffer; readonly stderr: string };

/**
 * Runs git with an argument array, never through a shell. Prompts are off: a git that asks for a password would hang
 * a job for ever.
 */
export const gitOutcome = async (
  dir: string,
  args: readonly string[],
  options: { readonly input?: string | Uint8Array; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<GitOutcome> => {
  const started = run("git", ["-C", dir, ...args], {
    encoding: "buffer",
    maxBuffer: 512 * 1024 * 1024,
    env: { ...gitEnvironment(), ...options.env },
  });
  if (options.input !== undefined) started.child.stdin?.end(options.input);
  try {
    const { stdout, stderr } = await started;
    return { code: 0, stdout, stderr: stderr.toString("utf8") };
  } catch (error) {
    if (!isExit(error))
      throw new Failure("git could not be started.", { wayOut: "Install git 2.30 or newer.", cause: error });
    return { code: error.code, stdout: error.stdout, stderr: error.stderr.toString("utf8").trim() };
  }
};

/**
 * git needs much of the environment, for proxies and credentials of its own; a login to PanDA is not among it. An object
 * is read as it is: `refs/replace` and grafts would show another history or another file under a name that was approved.
 */
export const gitEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !secretNames.has(name))),
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_GRAFT_FILE: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
});
const secretNames: ReadonlySet<string> = new Set(secretVariables);

/** Variables by which a caller's git (a hook, say) would lead this one into another repository. */
export const misleading = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_SHALLOW_FILE",
  "GIT_NAMESPACE",
];

type Exit = Error & { readonly code: number; readonly stdout: Buffer; readonly stderr: Buffer };
const isExit = (error: unknown): error is Exit =>
  error instanceof Error && "code" in error && typeof error.code === "number" && "stdout" in error && "stderr" in error;

/** The output of a git that must succeed. */
export const git = async (
  dir: string,
  args: readonly string[],
  options: { readonly input?: string | Uint8Array; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string> => {
  const { code, stdout, stderr } = await gitOutcome(dir, args, options);
  if (code !== 0) throw new Failure(`git ${args[0]} failed: ${stderr.split("\n")[0] ?? ""}`);
  return stdout.toString("utf8");
};
