import { type CompoundList, type If, parse } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { doesWork, finding, isInserted, isModest, isPython, isShell, type Script } from "./bash/script.ts";
import { plainText, type Run, runOf } from "./bash/simple-command.ts";
import { calledBy, type LintedStep, namesInput } from "./linted-step.ts";

/** What matters for the status of one script. */
export type ErrexitState = {
  readonly script: Script;
  /** `set -e` holds from the beginning or is set by the script. */
  readonly strict: boolean;
  /** Whether the failure of a part of the pipe that begins at this place is one of the pipe. */
  pipefailAt(pos: number): boolean;
  works(run: Run): boolean;
};

export const errexitState = (linted: LintedStep, script: Script): ErrexitState => {
  const outputs = linted.step.outputs.map(({ name }) => name);
  const inherits = script.reading === "payload" || script.reading === "sourced";
  const sets = (option: RegExp, long: string): boolean =>
    script.facts.runs.some(
      ({ name, args }) => name === "set" && args.some(({ value }) => option.test(value) || value === long),
    );
  return {
    script,
    strict: inherits || sets(/^-[a-zA-Z]*e/, "errexit") || startsStrict(linted, script),
    pipefailAt: (pos) => {
      const last = script.facts.runs.findLast((run) => run.pos < pos && run.name === "set" && namesPipefail(run));
      return last === undefined ? inherits || sets(/^$/, "pipefail") : !last.args.some(({ value }) => value === "+o");
    },
    works: (run) =>
      doesWork(run.name) ||
      calledBy(run, linted.resources) !== undefined ||
      isGivenWork(linted, run, script) ||
      makesOutput(run, outputs),
  };
};

const namesPipefail = ({ args }: Run): boolean => args.some(({ value }) => value === "pipefail");

/** An unknown program with the job's events, number or files, or the name of an output, among its arguments. */
const isGivenWork = ({ step }: LintedStep, { name, args }: Run, { facts, text }: Script): boolean =>
  name !== undefined &&
  !isModest(name) &&
  !facts.functions.has(name) &&
  args.some((word) => {
    const written = text.slice(word.pos, word.end);
    return (
      /\$\{?(?:nEvents|uniqueId)\b/.test(written) ||
      namesInput(step, written) ||
      step.outputs.some((output) => output.name === word.value)
    );
  });

/** The last command of a result: `tar cf hits.tar *.root || true` hands on what there is. */
const makesOutput = ({ name, args, redirects }: Run, outputs: readonly string[]): boolean =>
  redirects.some(
    (one) => one.type === "Redirect" && one.operator.startsWith(">") && outputs.includes(one.target?.value ?? ""),
  ) ||
  (name === "tar" && /c/.test(args[0]?.value ?? "") && args.some(({ value }) => outputs.includes(value))) ||
  ((name === "cp" || name === "mv") && outputs.includes(args.at(-1)?.value ?? ""));

/** By `bash -e run.sh`, or by a first line that only counts where bash is not named. */
const startsStrict = ({ resources, scripts }: LintedStep, script: Script): boolean =>
  scripts.some(({ facts }) =>
    facts.runs.some((run) => {
      const called = calledBy(run, resources);
      if (called === undefined || script.resource !== called.path) return false;
      return isShell(run.name)
        ? run.args.some(({ value }) => /^-[a-z]*e/.test(value))
        : /^#!.*\s-[a-z]*e/.test(script.text);
    }),
  );

export const lost = ({ script }: ErrexitState, run: Run | undefined, why: string): readonly Problem[] =>
  // A script that tests for the file afterwards handles the failure.
  run === undefined || script.facts.fileTests.some((pos) => pos > run.pos)
    ? []
    : [
        finding(script, run.pos, "exit-status-ignored", {
          message: `A failure of ${run.name ?? "this command"} is lost: it ${why}, so the job would count as successful.`,
        }),
      ];

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

/** What an `if` may do. */
export const bodiesOf = (node: If): readonly CompoundList[] => [
  node.then,
  ...node.elif.map(({ then }) => then),
  ...(node.else === undefined ? [] : [node.else]),
];
