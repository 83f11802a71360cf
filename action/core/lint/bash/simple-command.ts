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
  /** Within `if`, or joined by `&&` or `||`. */
  readonly conditional: boolean;
  /** Where the innermost subshell begins that it runs in; `undefined`: the script itself. */
  readonly subshell: number | undefined;
};

const wrappers: Readonly<Record<string, number>> = {
  nohup: 0,
  nice: 0,
  exec: 0,
  command: 0,
  stdbuf: 0,
  env: 0,
  timeout: 1,
};

export const runOf = (node: Command, conditional = false, subshell?: number): Run => {
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
  if (own === undefined || !Object.hasOwn(wrappers, own)) return [name, args];
  const first = args.findIndex(({ value }) => !value.startsWith("-") && !(own === "env" && value.includes("=")));
  const inner = first === -1 ? undefined : args[first + (wrappers[own] ?? 0)];
  return inner === undefined ? [name, args] : unwrap(inner, args.slice(args.indexOf(inner) + 1));
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
