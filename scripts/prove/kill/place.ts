import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { Ran } from "../../demo/scene.ts";
import type { SandboxHandle } from "../../sandbox/panda/handle.ts";

/** The call, counted from 1, before or behind which a process is killed. */
export type KilledAt = { readonly at: number; readonly when: "before" | "after" };
/** `days`: its clock jumps by so many, and nobody kills it. */
export type Disturbed = KilledAt & { readonly days?: number };

/** One production on main, a ledger and a PanDA, where one program reconciles. */
export type Place = {
  readonly tag: string;
  /** What must be done in the end, each once. */
  readonly submissions: number;
  readonly panda: SandboxHandle;
  reconcile(): Promise<Ran>;
  /** A pass that nobody kills, and how many calls left it. */
  countCalls(): Promise<number>;
  isKilled(kill: KilledAt): Promise<boolean>;
  shrek(args: readonly string[]): Promise<Ran>;
  /** What people read in the end that is not so. */
  wrongWords(): Promise<string | undefined>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** `prepare` makes once what all places begin with. */
export type OpenPlace = { readonly name: string; prepare(dir: string): Promise<() => Promise<Place>> };

type Env = Readonly<Record<string, string>>;

const killer = new URL("killer.ts", import.meta.url).href;

/** Loads the killer before a program, which counts its calls or does this to it. */
export const disturbing = (what: Disturbed | { readonly countFile: string }): Env => {
  const loaded = { NODE_OPTIONS: `--import=${killer}` };
  if ("countFile" in what) return { ...loaded, PROVE_KILL_COUNT: what.countFile };
  const { at, when, days = 0 } = what;
  return { ...loaded, PROVE_KILL_AT: String(at), PROVE_KILL_WHEN: when, PROVE_JUMP_DAYS: String(days) };
};

/** How a place runs its program once, with this added to its environment. */
export const killing = (run: (env: Env) => Promise<Ran>, countFile: string) => ({
  reconcile: () => run({}),
  countCalls: async (): Promise<number> => {
    const { code, stdout, stderr } = await run(disturbing({ countFile }));
    if (code !== 0) throw new Error(stderr || stdout);
    return Number(await readFile(countFile, "utf8"));
  },
  isKilled: async (what: KilledAt): Promise<boolean> => {
    try {
      await run(disturbing(what));
      return false;
    } catch (error) {
      if (error instanceof Error && "signal" in error && error.signal === "SIGKILL") return true;
      throw error;
    }
  },
});

/** A bundle as a process of its own; one that a signal ended is an error with that signal. */
export const runBundle = (bundle: string, cwd: string, env: Env): Promise<Ran> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [bundle], { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve({ code: 0, stdout, stderr });
      else if (typeof error.code === "number") resolve({ code: error.code, stdout, stderr });
      else reject(error);
    });
  });
