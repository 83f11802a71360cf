import type { Word } from "unbash";

/** A program that runs another: words of its own in front of that one, and options that take the word behind them. */
type Launcher = { readonly words: number; readonly valued?: RegExp; readonly verb?: string };

/** By their manual pages: coreutils and util-linux, Open MPI, Slurm, Apptainer, and LHCb's `lb-run`. */
const launchers: ReadonlyMap<string, Launcher> = new Map([
  ["nohup", { words: 0 }],
  ["setsid", { words: 0 }],
  ["command", { words: 0 }],
  ["exec", { words: 0, valued: /^-a$/ }],
  ["nice", { words: 0, valued: /^-n$/ }],
  ["ionice", { words: 0, valued: /^-[cn]$/ }],
  ["stdbuf", { words: 0, valued: /^-[ioe]$/ }],
  ["env", { words: 0, valued: /^-[uC]$/ }],
  ["timeout", { words: 1, valued: /^-[ks]$/ }],
  ["taskset", { words: 1 }],
  ["mpirun", { words: 0, valued: /^(?:-n|-np|-c|-N|-x|-host|--host|-hostfile|--hostfile|--map-by|--bind-to|--mca)$/ }],
  ["mpiexec", { words: 0, valued: /^(?:-n|-np|-host|--host|-hostfile|--hostfile)$/ }],
  ["srun", { words: 0, valued: /^-[nNctpA]$/ }],
  [
    "apptainer",
    { words: 2, verb: "exec", valued: /^(?:-[BHW]|--bind|--home|--env|--env-file|--pwd|--workdir|--overlay)$/ },
  ],
  [
    "singularity",
    { words: 2, verb: "exec", valued: /^(?:-[BHW]|--bind|--home|--env|--env-file|--pwd|--workdir|--overlay)$/ },
  ],
  ["lb-run", { words: 1, valued: /^(?:-c|-p|--platform)$/ }],
]);

/** The word of the program that a launcher runs, by its place among the arguments. `undefined`: it is none, or runs none. */
export const launchedAt = (name: string, args: readonly Word[]): number | undefined => {
  const launcher = launchers.get(name);
  if (launcher === undefined) return undefined;
  let own = launcher.words;
  for (let at = 0; at < args.length; at++) {
    const { value = "" } = args[at] ?? {};
    if (launcher.valued?.test(value) === true) at++;
    else if (value.startsWith("-") || (name === "env" && value.includes("="))) continue;
    else if (own === launcher.words && launcher.verb !== undefined && value !== launcher.verb) return undefined;
    else if (own > 0) own--;
    else return at;
  }
  return undefined;
};
