import type { Word, WordPart } from "unbash";
import type { Problem } from "../../problems/problem.ts";
import { isModest, type Script } from "./script.ts";
import type { Run } from "./simple-command.ts";

/** A value that is only known when the job runs. */
export const unknown = "\u0000";

export type Values = (name: string) => string | undefined;

/** What a word becomes, with what is known put in. Wildcards stay as they are written. */
export const expand = (word: Word, values: Values): string =>
  word.parts === undefined ? word.value : word.parts.map((part) => expandPart(part, values)).join("");

const expandPart = (part: WordPart, values: Values): string => {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return part.value;
    case "Glob":
      return part.text;
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.map((inner) => expandPart(inner, values)).join("");
    case "SimpleExpansion":
      return values(part.text.slice(1)) ?? unknown;
    case "ParameterExpansion":
      return part.prefix === undefined && part.index === undefined && part.operation === undefined
        ? (values(part.parameter) ?? unknown)
        : unknown;
    case "CommandExpansion":
    case "ArithmeticExpansion":
    case "ProcessSubstitution":
    case "ExtendedGlob":
    case "BraceExpansion":
      return unknown;
  }
};

/** Wildcards outside quotes. */
export const hasGlob = (word: Word): boolean => (word.parts ?? []).some(({ type }) => type === "Glob");

/** Whether a name may come out of a word: unknown parts and wildcards may be anything. Linear, for texts of strangers. */
export const mayBe = (expanded: string, name: string): boolean => {
  const pieces = expanded.split(/[\0*?]+/);
  const [first = ""] = pieces;
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return first === name;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = name.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return from <= name.length - last.length;
};

/** A file that a command names as what it writes. */
export type WrittenFile = { readonly word: Word; readonly name: string; readonly run: Run; readonly appends: boolean };

export const writtenBy = (script: Script, values: Values): readonly WrittenFile[] =>
  script.facts.runs.flatMap((run) => {
    const written = (word: Word, appends: boolean): WrittenFile => ({
      word,
      name: expand(word, values).replace(/^(?:\.\/+)+/, ""),
      run,
      appends,
    });
    const redirected = run.redirects.flatMap((redirect) =>
      redirect.type === "Redirect" && /^(?:>>?|>\||&>>?)$/.test(redirect.operator) && redirect.target !== undefined
        ? [written(redirect.target, redirect.operator.endsWith(">>"))]
        : [],
    );
    return [...redirected, ...namedTargets(run).map((word) => written(word, false))];
  });

const namedTargets = ({ name, args }: Run): readonly Word[] => {
  const plain = args.filter(({ value }) => !value.startsWith("-"));
  switch (name) {
    case "tar": {
      const archive = createdArchive(args);
      return archive === undefined ? [] : [archive];
    }
    case "cp":
    case "mv":
    case "ln":
    case "rsync":
    case "xrdcp":
    case "gfal-copy":
      return plain.slice(1).slice(-1);
    case "hadd":
    case "zip":
      return plain.slice(0, 1);
    case "touch":
    case "tee":
      return plain;
    case undefined:
      return [];
    default:
      return isModest(name)
        ? []
        : args.filter((_, index) => /^(?:-o|--out(?:put)?)$/.test(args[index - 1]?.value ?? ""));
  }
};

/** The word after the `f` of `tar cf`, `tar -czf`, `tar -c -f`. */
export const createdArchive = (args: readonly Word[]): Word | undefined => {
  const first = args[0]?.value ?? "";
  const options = args.filter(({ value }, index) => index === 0 || /^-[a-zA-Z]/.test(value)).map(({ value }) => value);
  const creates = /^-?[a-zA-Z]*c/.test(first) || options.some((option) => /^-[a-zA-Z]*c|^--create/.test(option));
  if (!creates) return undefined;
  const at = args.findIndex(({ value }, index) => (index === 0 ? /^-?[a-zA-Z]*f$/ : /^-[a-zA-Z]*f$/).test(value));
  return at === -1 ? undefined : args[at + 1];
};

/** What is known around a script: values, and the names that SHREK gives one, which are never empty. */
type Around = { readonly values: Values; readonly given: ReadonlySet<string> };

/** What bash reads otherwise than it looks shows each script alone. */
export type LookAtScript = (script: Script, around: Around) => readonly Problem[];
