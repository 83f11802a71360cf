import type { Word, WordPart } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { finding, isPython, isSource, type Script } from "./bash/script.ts";
import { plainText, type Run } from "./bash/simple-command.ts";
import { calledBy, inputNames, type LintedStep } from "./linted-step.ts";

/** Calls of the production's scripts with fewer arguments than they read, or with more. */
export const checkScriptArguments = (linted: LintedStep): readonly Problem[] =>
  linted.scripts.flatMap((script) => script.facts.runs.flatMap((run) => checkCall(linted, script, run)));

const checkCall = (linted: LintedStep, script: Script, run: Run): readonly Problem[] => {
  const call = callOf(linted, run);
  const reads = call === undefined ? undefined : readsOf(linted, call.path);
  if (call === undefined || reads === undefined) return [];
  // A file that is read into a script without arguments sees those of the script.
  if (isSource(run.name) && call.args.length === 0) return [];
  const { least, exact } = countOf(call.args, singleIn(linted, script));
  const problemOf = (code: "argument-missing" | "argument-not-read", message: string): readonly Problem[] => [
    finding(script, run.pos, code, { message }),
  ];
  if (exact && reads.needed > least)
    return problemOf(
      "argument-missing",
      `${call.path} reads ${argumentsIn(reads.needed)}, and this call has ${least}.`,
    );
  return least > reads.most
    ? problemOf(
        "argument-not-read",
        `${call.path} reads ${argumentsIn(reads.most)}, and this call has ${exact ? "" : "at least "}${least}.`,
      )
    : [];
};

const argumentsIn = (count: number): string => (count === 1 ? "1 argument" : `${count === 0 ? "no" : count} arguments`);

const callOf = (
  { resources }: LintedStep,
  run: Run,
): { readonly path: string; readonly args: readonly Word[] } | undefined => {
  const python = isPython(run.name) && run.args[0] !== undefined ? plainText(run.args[0])?.replace(/^\.\//, "") : "";
  if (python !== undefined && resources.has(python)) return { path: python, args: run.args.slice(1) };
  const called = calledBy(run, resources);
  if (called === undefined) return undefined;
  const script = run.args.findIndex((word) => (plainText(word) ?? word.value).endsWith(called.path));
  return { path: called.path, args: run.args.slice(script + 1) };
};

/** How many arguments a script needs, and how many it looks at; `undefined`: unknown. */
type ArgumentsRead = { readonly needed: number; readonly most: number };

const readsOf = ({ scripts, texts, resources }: LintedStep, path: string): ArgumentsRead | undefined => {
  const script = scripts.find(({ resource }) => resource === path);
  // A file that it reads in without arguments sees the same, and may take them all.
  if (
    script?.facts.runs.some(
      (run) => isSource(run.name) && run.args.length === 1 && calledBy(run, resources) !== undefined,
    )
  )
    return undefined;
  if (script !== undefined) return readsOfBash(script);
  return path.endsWith(".py") ? readsOfPython(texts.get(path) ?? "") : undefined;
};

const readsOfBash = ({ facts, text }: Script): ArgumentsRead | undefined => {
  const uses = facts.uses.filter(({ inFunction }) => !inFunction);
  if (facts.indirect || uses.some(({ name }) => /^[@*#]$/.test(name)) || facts.runs.some(movesArguments))
    return undefined;
  const asked = (name: string): boolean => new RegExp(`-[nzv]\\s+"?\\$\\{?${name}\\b`).test(text);
  const needed = uses.filter(({ name, guarded }) => /^[1-9][0-9]*$/.test(name) && !guarded && !asked(name));
  // bash may also read what is in a text for another program.
  const named = [...text.matchAll(/\$\{?([0-9]+)/g)].map(([, name]) => name ?? "");
  return { needed: highest(needed.map(({ name }) => name)), most: highest(named) };
};

/** `shift`, `set -- a b`: after it the numbers mean other arguments. */
const movesArguments = ({ name, args }: Run): boolean =>
  name === "shift" || name === "getopts" || (name === "set" && args.some(({ value }) => /^--?$/.test(value)));

const readsOfPython = (text: string): ArgumentsRead | undefined => {
  const read = [...text.matchAll(/\bargv\b(?:\[([0-9]+)\])?/g)].map(([, index]) => index);
  // Imported by name, counted, cut or handed on: then the text shows no number.
  if (read.length === 0 || read.includes(undefined) || /\btry\b|\blen\(/.test(text)) return undefined;
  const most = highest(read.flatMap((index) => index ?? []));
  return { needed: most, most };
};

const highest = (names: readonly string[]): number => Math.max(0, ...names.map(Number));

/** How many words bash passes on; not exact where a word may become none or several. */
const countOf = (words: readonly Word[], single: IsSingle): { readonly least: number; readonly exact: boolean } => {
  const least = words.filter((word) => isOneWord(word, single)).length;
  return { least, exact: least === words.length };
};

const isOneWord = (word: Word, single: IsSingle): boolean =>
  (word.parts ?? []).every((part) => isOnePart(part, single)) || plainText(word) !== undefined;

const isOnePart = (part: WordPart, single: IsSingle): boolean => {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
    case "ArithmeticExpansion":
      return true;
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.every((inner) => !isList(inner));
    case "SimpleExpansion":
      return single(part.text.slice(1), false);
    case "ParameterExpansion":
      return part.operation === undefined && part.prefix === undefined
        ? part.index === undefined
          ? single(part.parameter, false)
          : /^[0-9]+$/.test(part.index.value) && single(part.parameter, true)
        : false;
    case "Glob":
    case "CommandExpansion":
    case "ProcessSubstitution":
    case "ExtendedGlob":
    case "BraceExpansion":
      return false;
  }
};

const isList = (part: WordPart): boolean =>
  (part.type === "SimpleExpansion" && part.text === "$@") ||
  (part.type === "ParameterExpansion" && (part.parameter === "@" || part.index?.value === "@"));

/** Whether a variable without quotes, or a place of an array, is one word. */
type IsSingle = (name: string, indexed: boolean) => boolean;

/** When its value is known and has no blank. */
const singleIn =
  (linted: LintedStep, script: Script): IsSingle =>
  (name, indexed) =>
    inputNames(linted.step).includes(name) ||
    (!indexed && (name === "uniqueId" || /^[^\s*?[\0]+$/.test(linted.valuesIn(script)(name) ?? "")));
