import type { Problem } from "../problems/problem.ts";
import { finding, isModest, isRoot, type Script, takesSeeds } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import type { LintedStep } from "./linted-step.ts";

/** bash(1): `RANDOM`, `SRANDOM` and `$$` differ from run to run; so do a time in seconds, the kernel's numbers and other languages' own. */
const drawn =
  /\$\{?S?RANDOM\b|\$\(\([^)]*\bS?RANDOM\b|\$\$|\$\{?(?:BASHPID|EPOCHSECONDS|EPOCHREALTIME|SECONDS)\b|\bdate\b[^|;]*\+%?[%sN]*[sN]|\/dev\/u?random\b|\b(?:shuf|uuidgen)\b|\bopenssl rand\b|\brandom\.\w+\(|\bs?rand\(/;
/** Where bash calculates, a name is its value without `$`. */
const drawnInLine = new RegExp(`${drawn.source}|\\bS?RANDOM\\b`);

/**
 * A seed that nobody can give again: the same version, processed again, makes other events, and two jobs may draw one
 * number. Looked for where a program that makes events gets it, or a variable or a card that is called a seed.
 */
export const checkChanceSeeds = ({ step, scripts }: LintedStep): readonly Problem[] => {
  if (step.inputs.length > 0) return [];
  return scripts.flatMap((script) =>
    // Most scripts draw no number, and are looked at once.
    drawnInLine.test(script.text)
      ? [...seedsByRuns(script, drawn), ...seedsByNames(script, drawnInLine)].map(({ pos, what, by }) => {
          const message = `${what} comes from \`${by}\`: nobody can make these events again, and two jobs may draw the same number.`;
          return finding(script, pos, "seed-by-chance", { message });
        })
      : [],
  );
};

/** Seeds that are the number of the job in its submission. */
export const jobSeeds = (script: Script): readonly DrawnSeed[] =>
  /\bjob\b/.test(script.text) ? [...seedsByRuns(script, ofJob), ...seedsByNames(script, ofJob)] : [];
const ofJob = /\$\{?job\b|\$\(\([^)]*\bjob\b/;

/** `$((uniqueId % 100))`, `$((uniqueId / 10))`: several jobs get one number. Beside another number of the job it is one of a pair. */
export const foldedSeeds = (script: Script, jobs: number): readonly DrawnSeed[] =>
  !/uniqueId\}?\s*[%/]/.test(script.text)
    ? []
    : [...seedsByRuns(script, folded), ...seedsByNames(script, folded)].filter(({ pos, by }) => {
        const [, operator, number] = folded.exec(by) ?? [];
        const line = script.text.slice(script.text.lastIndexOf("\n", pos) + 1).split("\n", 1)[0] ?? "";
        const isPair = line.split("uniqueId").length > 2;
        return !isPair && (operator === "/" ? number !== "1" : Number(number) < Math.max(jobs, manyNumbers));
      });
const folded = /\buniqueId\b\}?\s*([%/])\s*([1-9]\d*)/;
/** Fewer come round within the submissions of one production; a generator's own limit is beyond. */
const manyNumbers = 100_000;

type DrawnSeed = { readonly pos: number; readonly what: string; readonly by: string };

/** Numbers behind a seed that is given are those of the seed. */
const withoutSeeded = (text: string): string =>
  /\bsrand\(\s*[^\s)]/.test(text)
    ? text.replace(/\bs?rand\(/g, "(")
    : /\brandom\.seed\(\s*[^\s)]/.test(text)
      ? text.replace(/\brandom\.\w+\(/g, "(")
      : text;

const found = (pattern: RegExp, text: string, pos: number, what: string): readonly DrawnSeed[] => {
  const by = pattern.exec(withoutSeeded(text))?.[0];
  return by === undefined ? [] : [{ pos, what, by }];
};

/** Variables that are called a seed, however they get their value. */
const seedsByNames = ({ facts, text }: Script, pattern: RegExp): readonly DrawnSeed[] =>
  facts.assignments
    .filter(({ name }) => isSeed.test(name))
    .flatMap(({ name, pos }) => {
      const line = /^[^\n]*/.exec(text.slice(pos))?.[0] ?? "";
      const at = Math.max(0, line.search(pattern));
      return found(pattern, line, pos + at, `The seed \`${name}\``);
    });
const isSeed = /seed/i;

/** What a program gets for a seed. */
const seedsByRuns = (script: Script, pattern: RegExp): readonly DrawnSeed[] =>
  script.facts.runs.flatMap((run): readonly DrawnSeed[] =>
    run.args.flatMap((word, index) => {
      const before = run.args[index - 1]?.value ?? "";
      const called = isSeed.test(word.text) || (isSeed.test(before) && takesSeeds(run.name ?? ""));
      const what = `A number of \`${run.name ?? "a command"}\``;
      if (called && !isToLog(run)) return found(pattern, withValues(word.text, script), word.pos, what);
      // What is not called a seed may be any number, unless it was drawn.
      if (pattern !== drawn) return [];
      if (isRoot(run.name)) return found(drawn, ofMacro(word.text, script), word.pos, what);
      return isModest(run.name ?? "") || !/^-[a-z]$/.test(before) ? [] : found(drawn, word.text, word.pos, what);
    }),
  );

const isToLog = ({ name = "", redirects, piped }: Run): boolean =>
  /^(?:echo|printf)$/.test(name) && redirects.length === 0 && !piped;

/** A variable that holds a drawn number and nothing else is that number; in a name it makes no seed. */
const withValues = (text: string, { facts }: Script): string =>
  text.replace(/\$\{?(\w+)\}?/g, (use, name: string) => {
    // It was reported where it gets its value.
    if (isSeed.test(name)) return use;
    const value = facts.values.get(name);
    const [part, ...others] = value?.parts ?? [];
    const inner = part?.type === "DoubleQuoted" ? part.parts : [part];
    return value !== undefined && others.length === 0 && inner.length === 1 && part?.type !== "Literal"
      ? value.text
      : use;
  });

/** Arguments of a macro that are a variable alone may be numbers; within a text they are names of files. */
const ofMacro = (text: string, script: Script): string =>
  text.replace(/(?<=[(,]\s*)\$\{?\w+\}?(?=\s*[,)])/g, (use) => withValues(use, script));
