import { forEachChild, type ParsedScript, parse, type SyntaxNode } from "unbash";
import { makeProblem, type Problem, type ProblemCode, type ProblemWords } from "../../problems/problem.ts";
import type { Place } from "../../text/places.ts";
import { noteNode } from "./collect-uses.ts";
import type { Run } from "./simple-command.ts";
import type { NoteContext, Notes, ScriptFacts } from "./variable-uses.ts";

/** The strings and names within `macro.C(10,"out.root")`. */
export const tokensOf = (text: string): readonly string[] => text.split(/[\s"'(),;=]+/);

/** The name of a file without its folders. */
export const baseOf = (file: string): string => file.split("/").at(-1) ?? file;

/** What is known of programs: enough to decide which may read any variable or make any file. */
export const isRoot = (name: string | undefined): boolean => /^root(?:\.exe|\.bin)?$/.test(name ?? "");
export const isShell = (name: string | undefined): boolean => /^(?:ba|da|k|z)?sh$/.test(baseOf(name ?? ""));
export const isSource = (name: string | undefined): boolean => name === "source" || name === ".";
export const isPython = (name: string | undefined): boolean => /^python[0-9.]*$/.test(name ?? "");

export const modest: ReadonlySet<string> = new Set(
  `: [ alias awk basename bc bg break builtin bzip2 cat cd chmod cmp comm continue cp cut date declare df diff dirname
   disown dmesg du echo egrep env eval exec exit export expr false fg fgrep file find free gawk getopts grep gunzip
   gzip hadd hash head hostname id jobs join kill lcg-cp let ln local ls lscpu mapfile md5sum mkdir mktemp module mv
   nl nproc od paste popd printenv printf ps pushd pwd read readarray readlink readonly realpath return rm rmdir
   rsync scp sed seq set sha1sum sha256sum shift shopt shuf sleep sort split stat sync tac tail tar tee test time
   timeout times touch tr trap true truncate type typeset ulimit umask uname uniq unset unzip uptime wait wc which
   whoami xrdcp xrdfs rootls rootprint gfal-ls strings hexdump xz yes zcat zip zstd gfal-copy nice nohup stdbuf command`.split(
    /\s+/,
  ),
);

/** Reads no variable and makes no file but those its words name. */
export const isModest = (name: string): boolean => modest.has(name) || isRoot(name) || isPython(name);

/** Whether an option of its may be a seed: a program of its author's, or one that runs such. */
export const takesSeeds = (name: string): boolean => isRoot(name) || isPython(name) || !isModest(name);

/** Whose failure must not be lost. */
export const doesWork = (name: string | undefined): boolean =>
  isRoot(name) || isPython(name) || name === "hadd" || name === "make";

/** A script that ends with one of these says nothing about the work before it. */
export const alwaysGood = new Set([
  "cp",
  "mv",
  "rm",
  "rsync",
  "scp",
  "echo",
  "printf",
  "ls",
  "date",
  "cat",
  "true",
  ":",
]);

/**
 * How bash comes to read it. A `payload` is sourced by the wrapper, also a script that `run` names; a `called` one is
 * a child of the payload, a `sourced` one is read into the script that names it.
 */
export type Reading = "payload" | "called" | "sourced";

export type Script = {
  readonly file: string;
  readonly text: string;
  readonly reading: Reading;
  readonly resource?: string;
  /** Put before a message about a script when it is reported in another file. */
  inside?(offset: number): string;
  readonly tree: ParsedScript;
  readonly facts: ScriptFacts;
  placeOf(offset: number): Place;
};

/** Longer ones are data or made by a program: nobody would act on a problem in them. */
const maxScriptLength = 64 * 1024;

/** `undefined`: not understood, so nothing is said about it. What is wrong with its syntax is for `bash -n` to say. */
export const readScript = (script: Omit<Script, "tree" | "facts">): Script | undefined => {
  if (script.text.length > maxScriptLength || isHeredocBomb(script.text)) return undefined;
  try {
    const tree = parse(script.text);
    if ((tree.errors ?? []).length > 0) return undefined;
    const facts = scriptFacts(tree);
    return facts.broken ? undefined : { ...script, tree, facts };
  } catch (error) {
    // Nested deeper than the parser or the walk can follow: no person wrote it, and silence is the safe answer.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

/** The parser compares every `<<` of a line with every other: 20,000 of them took half a second. */
const isHeredocBomb = (text: string): boolean => text.split("\n").some((line) => line.split("<<").length > 100);

/** A place in a file that is read unchanged. */
export const placeInText = (text: string) => {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset: number): Place => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, col: offset - (starts[line] ?? 0) + 1 };
  };
};

/** Its output is put into a word: `$(root ...)`. */
export const isInserted = ({ text }: Pick<Script, "text">, { subshell }: Pick<Run, "subshell">): boolean =>
  subshell !== undefined && (text.startsWith("$(", subshell) || text[subshell] === "`");

/** As many in one step, or of one kind, as a person reads before correcting them: the next run reports the rest. It also bounds the work on hostile text. */
export const enough = 30;

export const finding = (
  { file, placeOf, inside }: Pick<Script, "file" | "placeOf" | "inside">,
  offset: number,
  code: ProblemCode,
  { message, hint }: Omit<ProblemWords, "severity">,
): Problem => makeProblem({ file, ...placeOf(offset) }, code, { message: `${inside?.(offset) ?? ""}${message}`, hint });

const scriptFacts = (tree: ParsedScript): ScriptFacts => {
  const notes: Notes = {
    uses: [],
    assignments: [],
    assigned: new Set(),
    values: new Map(),
    asked: new Set(),
    fileTests: [],
    comparisons: [],
    runs: [],
    functions: new Set(),
    words: [],
    indirect: false,
    broken: false,
  };
  const visit = (node: SyntaxNode, context: NoteContext): void => {
    const inner = noteNode(node, notes, context);
    forEachChild(node, (child) => visit(child, inner));
  };
  visit(tree, { inFunction: false, conditional: false, subshell: undefined, pipedUntil: 0, processUntil: undefined });
  return notes;
};
