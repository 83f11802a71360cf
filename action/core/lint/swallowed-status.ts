import { parse } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { isPython, isShell } from "./bash/programs.ts";
import { isInserted } from "./bash/script.ts";
import { plainText, type Run, runOf } from "./bash/simple-command.ts";
import { type ErrexitState, lost } from "./errexit.ts";

/** A failure that another command takes over, whose own exit code is the one that counts. */
export const checkSwallowed = (state: ErrexitState): readonly Problem[] => {
  const { runs } = state.script.facts;
  // Once: thousands of `echo` would each go through all of them.
  const inserted = runs.filter((one) => isInserted(state.script, one) && !isOneLiner(one) && state.works(one));
  return runs.flatMap((run): readonly Problem[] => {
    if (declaring.has(run.name ?? "")) {
      const inner = inserted.find((one) => isWithin(run, one));
      return lost(state, inner, `is within \`${run.name}\`, which succeeds by itself`);
    }
    if (
      run.name === "trap" &&
      /\bexit 0\b/.test(run.args[0]?.value ?? "") &&
      run.args.some(({ value }) => value === "EXIT" || value === "ERR")
    ) {
      const work = runs.find((one) => state.works(one));
      return lost(state, work && { ...work, pos: run.pos }, "ends by a `trap`, which says 0");
    }
    const [program, why] = run.name === "find" ? [foundFor(run), byFind] : [firstShelled(run), byShell];
    return program === undefined || !state.works(program) ? [] : lost(state, { ...program, pos: run.pos }, why);
  });
};
const declaring: ReadonlySet<string> = new Set(["local", "export", "declare", "typeset", "readonly", "echo", "printf"]);
const byFind = "is run by `find -exec ... \\;`, which ignores its exit code";
const byShell = "is followed by another command within `bash -c`, which has no `set -e`";

/** `export X=$(python3 -c 'print(...)')` is a line of a set-up. */
const isOneLiner = ({ name, args }: Run): boolean => isPython(name) && args[0]?.value === "-c";
const isWithin = (outer: Run, { subshell = -1 }: Run): boolean => outer.pos < subshell && subshell < outer.end;

/** `find ... -exec root -b {} \;`; with `+` find itself fails. */
const foundFor = (run: Run): Run | undefined => {
  const { args } = run;
  const at = args.findIndex(({ value }) => value === "-exec" || value === "-execdir");
  const end = args.findIndex(({ value }, index) => index > at && (value === ";" || value === "+"));
  const nameWord = args[at + 1];
  return at === -1 || nameWord === undefined || args[end]?.value !== ";"
    ? undefined
    : { ...run, name: plainText(nameWord), nameWord, args: args.slice(at + 2, end) };
};

/** `bash -c "root $macro; ls"`: what is put in is no command of its own. */
const inDoubleQuotes = (text: string): string | undefined => /^"(.*)"$/s.exec(text)?.[1]?.replaceAll('\\"', '"');

/** The first command of `bash -c 'root ...; ls'` that is not the last. */
const firstShelled = ({ name, args }: Run): Run | undefined => {
  const word = args[args.findIndex(({ value }) => /^-[a-z]*c$/.test(value)) + 1];
  const text = word === undefined || word === args[0] ? undefined : (plainText(word) ?? inDoubleQuotes(word.text));
  if (!isShell(name) || text === undefined || args.some(({ value }) => /^-[a-z]*e/.test(value))) return undefined;
  const tree = parse(text);
  if ((tree.errors ?? []).length > 0 || /\bset -[a-z]*e/.test(text)) return undefined;
  const [first] = tree.commands.slice(0, -1);
  return first?.command.type === "Command" ? runOf(first.command) : undefined;
};
