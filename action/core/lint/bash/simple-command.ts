import type { Command, Redirection, Word } from "unbash";
import { launchedAt } from "./launchers.ts";

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
};

/** Where a command is, as far as it matters for what it does. */
export type RunPlace = Pick<Run, "piped" | "conditional" | "subshell">;
const alone: RunPlace = { piped: false, conditional: false, subshell: undefined };

export const runOf = (node: Command, { piped, conditional, subshell }: RunPlace = alone): Run => {
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
