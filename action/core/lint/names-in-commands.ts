import type { Word } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { keysOf } from "../production/file-names.ts";
import type { Step } from "../production/production.ts";
import { finding, isPython, type Script } from "./bash/script.ts";
import type { LintedStep } from "./linted-step.ts";

/** `{run}` and `{segment:5}` are filled in names of data and of files; a command gets the braces. */
export const checkNamesInCommands = (linted: LintedStep): readonly Problem[] => {
  const { step, scripts } = linted;
  const given = [...linted.given, ...(step.naming?.fields ?? []).flatMap(keysOf)];
  const fields = new Set(["run", "input", "output", ...given]);
  return scripts
    .filter(({ text }) => text.includes("{"))
    .flatMap((script) =>
      [...placesIn(script)].flatMap(([word, name]): readonly Problem[] => {
        const [braces, field = "", width] = fieldIn(word, fields) ?? [];
        if (braces === undefined) return [];
        const message = `\`${braces}\` is filled in names of data and files; here ${name} gets it as it is written.`;
        const hint = valueOf(field, width, { step, isKnown: given.includes(field) });
        return [finding(script, word.pos, "variable-not-expanded", { message, hint })];
      }),
    );
};

/** Words of programs that have no braces of their own, what is written into files, and values that are no template. */
const placesIn = ({ facts, text }: Script): ReadonlyMap<Word, string> => {
  const places = new Map<Word, string>();
  for (const { name = "", args, redirects } of facts.runs) {
    if (!ownBraces.test(name) && !isPython(name)) for (const word of args) places.set(word, name || "the program");
    for (const one of redirects)
      if (one.type === "Redirect" && one.target !== undefined) places.set(one.target, name || "the command");
  }
  const hasTemplates = /\\\{|["']\{|format\(/.test(text);
  for (const [name, word] of facts.values)
    if (word !== undefined && !hasTemplates && !word.text.startsWith("'")) places.set(word, `\`${name}\``);
  return places;
};
const ownBraces = /^(?:[gmn]?awk|sed|perl|jq|find|xargs|parallel|curl|printf|echo|[ef]?grep|git)$/;

const fieldIn = ({ text }: Word, fields: ReadonlySet<string>): readonly (string | undefined)[] | undefined =>
  [...text.matchAll(/(?<![${]|\$\w{1,40})\{([A-Za-z]\w*)(?::([0-9]{1,2}))?\}/g)].find(
    ([, field = "", width]) => width !== undefined || fields.has(field),
  );

type FieldContext = { readonly step: Step; readonly isKnown: boolean };

const valueOf = (field: string, width: string | undefined, { step, isKnown }: FieldContext): string => {
  if (field === "input" || step.inputs.some(({ name }) => name === field))
    return `write "\${${field === "input" ? (step.inputs[0]?.name ?? "NAME") : field}[@]}"`;
  if (field === "output") return `write ${step.outputs[0]?.name ?? "the name of the file"}`;
  if (isKnown) return width === undefined ? `write $${field}` : `write $(printf %0${width}d "$${field}")`;
  return `nothing here is called ${field}: give it a value, and write $(printf %0${width}d "$${field}")`;
};

/** A run of the list, written out: all runs of the list would process this one. */
export const checkFixedRun = ({ production, scripts }: LintedStep): readonly Problem[] => {
  const listed = new Set((production.runs ?? []).map(({ run }) => run));
  if (listed.size === 0) return [];
  return scripts.flatMap((script) =>
    script.facts.words.flatMap((word): readonly Problem[] => {
      const run = [...word.value.matchAll(longNumber)].map(Number).find((number) => listed.has(number));
      if (run === undefined || isCompared(script, word)) return [];
      const message = `${run} is a run of the list: every run would take this one.`;
      return [finding(script, word.pos, "fixed-run", { message })];
    }),
  );
};
/** `[ "$run" != 82022 ]` and `82022)` say what one run of many needs. */
const isCompared = ({ text }: Script, { pos, end }: Word): boolean => {
  const before = text.slice(Math.max(text.lastIndexOf("\n", pos) + 1, pos - 200), pos);
  return /\$\{?run\b|\(\(\s*run\b/.test(before) || /^\s*[|)]/.test(text.slice(end, end + 20));
};
/** A shorter number may be anything. */
const longNumber = /(?<![0-9])[0-9]{5,12}(?![0-9])/g;
