import { dividesFiles } from "../plan/prun-options.ts";
import type { Problem } from "../problems/problem.ts";
import { keysOf } from "../production/file-names.ts";
import { countsAnew, type Production, type Step } from "../production/production.ts";
import { suggestName } from "../text/nearest-name.ts";
import { problemAt } from "../text/places.ts";
import { baseOf, enough, finding, isSource, type Script } from "./bash/script.ts";
import type { Use } from "./bash/variable-uses.ts";
import { calledBy, inputNames, isSetUp, type LintedStep, ofRun, rowVariables } from "./linted-step.ts";

const setByShrek = ["tag", "version", "build", "conditions", "step"];

/** A name without a value: empty at the site, and a macro reads it as nothing or 0 (2022: run 0). */
export const checkUnset = (linted: LintedStep): readonly Problem[] => [
  ...numbersInParameters(linted),
  ...linted.scripts.flatMap((script) => {
    const known = knownIn(linted, script);
    // `$NEVENTS` where `nEvents` was meant: long enough that no set-up of a site exports it by chance.
    const capitals = new Set([...known].filter((name) => name.length > 5).map((name) => name.toUpperCase()));
    const certainUntil = certainty(linted, script);
    const reported = new Set<string>();
    return [...script.facts.uses]
      .toSorted((a, b) => a.pos - b.pos)
      .flatMap((use): readonly Problem[] => {
        if (
          reported.size >= enough ||
          reported.has(use.name) ||
          isExcused(use, script, { known, capitals, certainUntil })
        )
          return [];
        reported.add(use.name);
        return [unset(linted, script, use, known)];
      });
  }),
];

/** A payload may put values into the text of a parameter itself, with envsubst or the like. */
const numbersInParameters = ({ production, step, path }: LintedStep): readonly Problem[] =>
  Object.entries(step.parameters).flatMap(([parameter, value]) => {
    const name = /\$\{?(uniqueId|job)\b/.exec(String(value))?.[1];
    return name === undefined || numbersOf(step).includes(name)
      ? []
      : problemAt(production.where, [...path, "parameters", parameter], "unset-variable", noNumber(step, name));
  });

/** Numbers that each job has of its own. */
const numbersOf = (step: Step): readonly string[] => [
  ...(step.seed === undefined ? [] : ["uniqueId"]),
  ...(countsAnew(step) ? [] : ["job"]),
];

/** What the script can see. A child sees exports only, but which of the caller's are exported is not looked into. */
const knownIn = ({ production, step, scripts, check }: LintedStep, script: Script): ReadonlySet<string> => {
  // The payload's shell has ended when the check begins.
  const around = (script === check ? [] : scripts)
    .filter(({ reading }) => reading !== "called" || script.reading === "called")
    .flatMap(({ facts }) => [...facts.assigned]);
  return new Set([
    ...setByShrek,
    ...numbersOf(step),
    ...ofRun(production),
    ...(step.naming?.fields ?? []).flatMap(keysOf),
    ...(step.eventsPerJob === undefined ? [] : ["nEvents"]),
    ...(dividesFiles(step) ? ["firstEvent"] : []),
    ...Object.keys(step.parameters),
    ...rowVariables(step),
    ...script.facts.assigned,
    ...around,
    // bash hands no array to a child
    ...(script.reading === "payload" || script.reading === "sourced"
      ? [...inputNames(step), ...(step.table?.cut?.inputs ?? [])]
      : []),
  ]);
};

/** After a file that is not read here, or `eval`, a name may come from there. */
const certainty = ({ resources }: LintedStep, { facts }: Script): number =>
  Math.min(
    ...facts.runs.flatMap((run) => {
      if (run.name === "eval") return [run.pos];
      if (!isSource(run.name) || calledBy(run, resources) !== undefined) return [];
      const file = run.args[0]?.text.replace(/^"|"$/g, "") ?? "";
      return isSetUp(file) && ofSetUps.test(baseOf(file)) ? [] : [run.pos];
    }),
    Number.POSITIVE_INFINITY,
  );

/** Names of set-up files; a collaboration's other scripts set names of any kind. */
const ofSetUps = /set-?up|env|profile|thisroot|bashrc|activate|init/i;

/** Set-up lines of sites export in capitals; bash sets names of its own. */
const environment = /^(?:[A-Z_][A-Z0-9_]*|[0-9]+|[^A-Za-z]|auto_resume|histchars|[a-z]+_proxy)$/;
/** As PanDA calls inputs: no variable of a payload. */
const stream = /^IN[0-9]*$/;

/** Names that are set here, those in capitals that the request sets, and the place after which nothing is certain. */
type Excuses = {
  readonly known: ReadonlySet<string>;
  readonly capitals: ReadonlySet<string>;
  readonly certainUntil: number;
};

/** Job numbers of Slurm, PBS, LSF and Grid Engine, by their manuals; PanDA sets none of them. */
const ofOtherBatch =
  /^(?:SLURM_(?:ARRAY_TASK_ID|ARRAY_JOB_ID|PROCID|JOB_ID|JOBID)|PBS_(?:ARRAYID|ARRAY_INDEX|JOBID)|LSB_JOB(?:INDEX|ID)|SGE_TASK_ID)$/;

const isExcused = (use: Use, { facts }: Script, { known, capitals, certainUntil }: Excuses): boolean =>
  known.has(use.name) ||
  // Where SHREK sets no number, what stands in for it would be the same in all jobs.
  (use.guarded && use.name !== "uniqueId") ||
  facts.asked.has(use.name) ||
  use.pos > certainUntil ||
  (environment.test(use.name) && !ofOtherBatch.test(use.name) && !stream.test(use.name) && !capitals.has(use.name));

const unset = (linted: LintedStep, script: Script, { name, pos }: Use, known: ReadonlySet<string>): Problem => {
  const { step } = linted;
  if (inputNames(step).includes(name)) {
    return finding(script, pos, "unset-variable", {
      message: `\`${name}\` is an array, and bash does not pass arrays to a script that it runs.`,
      hint: `pass it as arguments: "\${${name}[@]}"`,
    });
  }
  if (ofOtherBatch.test(name)) {
    return finding(script, pos, "unset-variable", {
      message: `\`${name}\` is the number of a job in another batch system: PanDA does not set it.`,
      hint: "write $uniqueId for a seed, $job for the number in this submission",
    });
  }
  if (name === "uniqueId" || name === "job") return finding(script, pos, "unset-variable", noNumber(step, name));
  // Among more names than a person would read, the nearest is chance, and looking for it is work.
  const names = known.size > 300 ? [] : [...new Set([...known, ...inputNames(step)])];
  const table = tableAbove(linted.production, step, name);
  if (table !== undefined)
    return finding(script, pos, "unset-variable", {
      message: `\`${name}\` is a column of the table of \`${table}\`, and a job of \`${step.name}\` cannot know of which row its files are${whyUnknown(step)}.`,
      hint: `let each step from \`${table}\` on read filesPerJob: 1, or let \`${table}\` write it into the file`,
    });
  const without = runWithout(linted.production, name);
  if (without !== undefined)
    return finding(script, pos, "unset-variable", {
      message: `\`${name}\` has no value in run ${without}, whose list has no such column.`,
      hint: `give that list the column, or write \${${name}:-} where it may be missing`,
    });
  const message =
    name === "nEvents"
      ? `\`nEvents\` has no value: \`${step.name}\` has no \`eventsPerJob\`.`
      : `\`${name}\` has no value here: it is not a parameter, and nothing sets it.`;
  const own = stream.test(name) ? step.inputs[Number(name.slice(2) || "1") - 1]?.name : undefined;
  const hint = own === undefined ? suggestName(name, names) : `an input has its own name: \${${own}[@]}`;
  return finding(script, pos, "unset-variable", { message, hint });
};

/** A run whose list lacks a column that another list has. */
const runWithout = ({ runs = [] }: Production, name: string): number | undefined =>
  runs.some(({ columns }) => Object.hasOwn(columns, name))
    ? runs.find(({ columns }) => !Object.hasOwn(columns, name))?.run
    : undefined;

const noNumber = (step: Step, name: string): { readonly message: string; readonly hint: string } =>
  countsAnew(step)
    ? {
        message: `\`${name}\` has no value: \`${step.name}\` reads its data again and again, and PanDA counts the jobs anew each time.`,
        hint: "write one step for each reading",
      }
    : {
        message: `\`${name}\` has no value: the number of jobs of \`${step.name}\` is unknown, so no numbers can be reserved for them.`,
        hint: "write files: N or maxFiles: N at the input, or $job, which counts the jobs of one submission",
      };

const whyUnknown = ({ inputs: [primary], splitting }: Step): string => {
  if (splitting.kind === "gigabytes") return ": PanDA gives it as many as fit";
  return primary === undefined || primary.filesPerJob === 1 ? "" : `: it reads ${primary.filesPerJob} of them`;
};

/** The step with the table, of all that the step's files are made of, that gives its own jobs this name. */
const tableAbove = ({ steps }: Production, { inputs }: Step, name: string): string | undefined => {
  const seen = new Set<string>();
  const open = inputs.flatMap(({ source }) => (source.kind === "step" ? [source.step] : []));
  for (const parent of open) {
    const step = steps.find((one) => one.name === parent);
    if (step === undefined || seen.has(parent)) continue;
    seen.add(parent);
    if (step.table !== undefined && rowVariables(step).includes(name)) return parent;
    open.push(...step.inputs.flatMap(({ source }) => (source.kind === "step" ? [source.step] : [])));
  }
  return undefined;
};

const argumentText = (name: string): string => {
  if (name === "1") return "the wrapper's job number";
  return name === "@" || name === "*" ? "the wrapper's argument list" : "one of the wrapper's lists of input files";
};

/** `$1` in 2022 was the job's number in one wrapper and the number of events in the next. */
export const checkArguments = ({ scripts }: LintedStep): readonly Problem[] =>
  scripts.flatMap((script) => {
    if (script.reading !== "payload") return [];
    // `set -- a b` gives arguments.
    if (script.facts.runs.some(({ name, args }) => name === "set" && args.some(({ value }) => value === "--")))
      return [];
    const uses = script.facts.uses.filter(
      (use) => /^(?:[1-9@*])$/.test(use.name) && !use.inFunction && !use.guarded && !isOnlyPrinted(use, script),
    );
    return [...new Map(uses.toReversed().map((use) => [use.name, use])).values()].toReversed().map(({ name, pos }) => {
      const message = `\`$${name}\` is ${argumentText(name)}, not an argument of your script.`;
      const hint =
        'use $uniqueId for a seed, $job for the number of the job, $nEvents for the events, "${NAME[@]}" for the files of an input';
      return finding(script, pos, "no-arguments", { message, hint });
    });
  });

/** `echo $@` writes the arguments to a log, and nothing else is made of them. */
const isOnlyPrinted = ({ pos }: Use, { facts }: Script): boolean =>
  facts.runs.some(
    ({ name, args, redirects, subshell }) =>
      name === "echo" &&
      subshell === undefined &&
      redirects.length === 0 &&
      args.some((word) => word.pos <= pos && pos < word.end),
  );
