import type { Word } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { isPython } from "./bash/programs.ts";
import { enough, finding } from "./bash/script.ts";
import { type LintedStep, ofRun } from "./linted-step.ts";

/** `{run}` is filled in names of data and of files; a command gets the braces. */
export const checkNamesInCommands = ({ production, scripts, step }: LintedStep): readonly Problem[] => {
  const fields = new Set([
    "run",
    "input",
    "tag",
    "version",
    "build",
    "step",
    ...ofRun(production),
    ...(step.naming?.fields ?? []),
  ]);
  return scripts
    .flatMap((script) =>
      script.facts.runs.flatMap(({ name = "", args }) =>
        ownBraces.test(name) || isPython(name)
          ? []
          : args.flatMap((word): readonly Problem[] => {
              const field = fieldIn(word, fields);
              if (field === undefined) return [];
              const value = field === "input" ? `"\${${step.inputs[0]?.name ?? "NAME"}[@]}"` : `$${field}`;
              const message = `\`{${field}}\` is filled in names of data and files; here ${name || "the program"} gets it as it is written.`;
              return [finding(script, word.pos, "variable-not-expanded", { message, hint: `write ${value}` })];
            }),
      ),
    )
    .slice(0, enough);
};
const ownBraces = /^(?:[gmn]?awk|sed|perl|jq|find|xargs|parallel|curl|printf|echo|[ef]?grep|git)$/;

const fieldIn = ({ text }: Word, fields: ReadonlySet<string>): string | undefined =>
  [...text.matchAll(/(?<![$\w{])\{([a-z]\w*)\}/g)].map(([, field = ""]) => field).find((field) => fields.has(field));

/** A run of the list, written out: all runs of the list would process this one. */
export const checkFixedRun = ({ production, scripts }: LintedStep): readonly Problem[] => {
  const listed = new Set((production.runs ?? []).map(({ run }) => run));
  if (listed.size === 0) return [];
  return scripts
    .flatMap((script) =>
      script.facts.words.flatMap((word): readonly Problem[] => {
        const run = [...word.value.matchAll(longNumber)].map(Number).find((number) => listed.has(number));
        if (run === undefined) return [];
        const message = `${run} is a run of the list: every run would take this one.`;
        return [finding(script, word.pos, "fixed-run", { message })];
      }),
    )
    .slice(0, enough);
};
/** A shorter number may be anything. */
const longNumber = /(?<![0-9])[0-9]{5,12}(?![0-9])/g;
