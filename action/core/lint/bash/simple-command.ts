import type { Command, Redirection, Word } from "unbash";

/** One simple command, without what only wraps it (`nice`, `env X=1`, `timeout 10m`). */
export type Run = {
  /** `undefined`: only known when it runs, or nothing but assignments. */
  readonly name: string | undefined;
  readonly nameWord: Word | undefined;
  readonly args: readonly Word[];
  readonly redirects: readonly Redirection[];
  /** The name in front of the command as `x=`, with no value. */
  readonly emptied: string | undefined;
  /** How many arguments are of the form `x=1`. */
  readonly assigns: number;
  readonly pos: number;
  readonly end: number;
  /** Its output goes into the command behind it. */
  readonly piped: boolean;
  /** Within `if`, or joined by `&&` or `||`. */
  readonly conditional: boolean;
  /** Where the innermost subshell begins that it runs in; `undefined`: the script itself. */
  readonly subshell: number | undefined;
  readonly inFunction: boolean;
};

/** Where a command is, as far as it matters for what it does. */
export type RunPlace = Pick<Run, "piped" | "conditional" | "subshell" | "inFunction">;
const alone: RunPlace = { piped: false, conditional: false, subshell: undefined, inFunction: false };

export const runOf = (node: Command, { piped, conditional, subshell, inFunction }: RunPlace = alone): Run => {
  const words = node.args.filter((arg) => arg.type === "Word");
  const [nameWord, args] = unwrap(node.name, words);
  return {
    name: nameWord === undefined ? undefined : plainText(nameWord),
    nameWord,
    args,
    redirects: node.redirects,
    assigns: node.args.length - words.length,
    emptied: emptiedBy(node),
    pos: node.pos,
    end: node.end,
    piped,
    conditional,
    subshell,
    inFunction,
  };
};

const emptiedBy = ({ prefix }: Command): string | undefined => {
  const [first, ...others] = prefix;
  return others.length === 0 && first?.type === "Assignment" && first.value.type === "Word" && first.value.text === ""
    ? first.name
    : undefined;
};

const unwrap = (name: Word | undefined, args: readonly Word[]): [Word | undefined, readonly Word[]] => {
  const own = name === undefined ? undefined : plainText(name);
  const at = own === undefined ? undefined : launchedAt(own, args);
  return at === undefined ? [name, args] : unwrap(args[at], args.slice(at + 1));
};

/** The text of a word that nothing is put into; `undefined` for any other. */
export const plainText = (word: Word): string | undefined =>
  (word.parts ?? []).every(
    (part) =>
      part.type === "Literal" ||
      part.type === "SingleQuoted" ||
      part.type === "AnsiCQuoted" ||
      (part.type === "DoubleQuoted" && part.parts.every(({ type }) => type === "Literal")),
  )
    ? word.value
    : undefined;

/** A program that runs another: words of its own in front of that one, and options that take the word behind them. */
type Launcher = { readonly words: number; readonly valued?: RegExp; readonly verb?: RegExp };

const ofContainers: Launcher = {
  words: 2,
  verb: /^(?:exec|run)$/,
  valued: /^(?:-[BHW]|--bind|--home|--env|--env-file|--pwd|--workdir|--overlay)$/,
};

/** By their manual pages: coreutils and util-linux, Open MPI, Slurm, Apptainer, and LHCb's `lb-run`. */
const launchers: ReadonlyMap<string, Launcher> = new Map([
  ["nohup", { words: 0 }],
  ["eic-shell", { words: 0 }],
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
  ["apptainer", ofContainers],
  ["singularity", ofContainers],
  ["lb-run", { words: 1, valued: /^(?:-c|-p|--platform)$/ }],
]);

/** The word of the program that a launcher runs, by its place among the arguments. `undefined`: it is none, or runs none. */
const launchedAt = (name: string, args: readonly Word[]): number | undefined => {
  const launcher = launchers.get(name);
  if (launcher === undefined) return undefined;
  let own = launcher.words;
  for (let at = 0; at < args.length; at++) {
    const { value = "" } = args[at] ?? {};
    if (launcher.valued?.test(value) === true) at++;
    else if (value.startsWith("-") || (name === "env" && value.includes("="))) continue;
    else if (own === launcher.words && launcher.verb !== undefined && !launcher.verb.test(value)) return undefined;
    else if (own > 0) own--;
    else return at;
  }
  return undefined;
};
