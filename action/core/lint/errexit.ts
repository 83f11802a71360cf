import type { Problem } from "../problems/problem.ts";
import { doesWork, isModest, isShell } from "./bash/programs.ts";
import { finding, type Script } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
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
