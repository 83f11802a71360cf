import type { Word } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { suggestName } from "../text/nearest-name.ts";
import { problemAt } from "../text/places.ts";
import { arrivals } from "./available-files.ts";
import { expand, unknown } from "./bash/expand.ts";
import { baseOf, enough, finding, isRoot, type Script } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import type { LintedStep } from "./linted-step.ts";

export type MacroRun = {
  readonly script: Script;
  readonly pos: number;
  /** `pass1/Fun4All.C`, with what is known put in. */
  readonly macro: string;
  /** The text as written begins with `$macro`. */
  readonly byParameter: boolean;
};

const named = /^([^\s(]+\.(?:C|cc|cpp|cxx))\+*(?:\(|$)/i;
const dotX = /(?:^|\n|;)[ \t]*\.x[ \t]+([^\s(;]+\.(?:C|cc|cpp|cxx))/gi;

/** Every macro that ROOT gets to run: as an argument, by `-e`, or on its standard input. */
export const macroRuns = (linted: LintedStep): readonly MacroRun[] =>
  linted.scripts.flatMap((script) =>
    script.facts.runs.flatMap((run) => {
      if (!isRoot(run.name)) return [];
      return [...run.args, ...inputOf(run)].flatMap((word): readonly MacroRun[] => {
        const text = expand(word, linted.valuesIn(script));
        const macros = [named.exec(text)?.[1], ...[...text.matchAll(dotX)].map(([, macro]) => macro)];
        const byParameter = /^["']?\$\{?macro\b/.test(word.text);
        return macros.flatMap((macro) => {
          if (macro === undefined) return [];
          const pos = word.pos + Math.max(0, word.text.indexOf(macro));
          return [{ script, pos, macro: macro.replace(/^(?:\.\/+)+/, ""), byParameter }];
        });
      });
    }),
  );

/** Heredocs and here-strings, as words. */
export const inputOf = (run: Run): readonly Word[] =>
  run.redirects.flatMap((redirect): readonly Word[] => {
    switch (redirect.type) {
      case "HereString":
        return redirect.target === undefined ? [] : [redirect.target];
      case "HereDoc": {
        const { pos, end, text, parts } = redirect.body;
        return [{ type: "Word", pos, end, text, value: text, ...(parts === undefined ? {} : { parts }) }];
      }
      case "Redirect":
        return [];
    }
  });

/** Macros that the job will not find. */
const missingMacros = (linted: LintedStep): readonly MacroRun[] => {
  const { resources } = linted;
  const arriving = arrivals(linted);
  if (arriving === "anything") return [];
  const moves = linted.scripts.some(({ facts }) => facts.runs.some(({ name }) => name === "cd" || name === "pushd"));
  const bases = new Set([...resources].map(baseOf));
  const isThere = (macro: string): boolean => (moves ? bases.has(baseOf(macro)) : resources.has(macro));
  return macroRuns(linted).filter(({ macro }) => isRelative(macro) && !isThere(macro) && !arriving.has(baseOf(macro)));
};

/** Those that are misspelt: another macro was meant, and it is known. */
export const misspeltMacros = (linted: LintedStep): ReadonlySet<string> =>
  new Set(
    missingMacros(linted)
      .map(({ macro }) => macro)
      .filter((macro) => suggestFile(macro, [...linted.resources])?.startsWith("did you mean")),
  );

/** Every job would fail, after it has waited for its turn. */
export const checkMacros = (linted: LintedStep): readonly Problem[] => {
  const { production, step, resources, path } = linted;
  return missingMacros(linted)
    .slice(0, enough)
    .map(({ script, pos, macro, byParameter }) => {
      const message = `The macro ${macro} is not among the resources of \`${step.name}\`.`;
      const hint = suggestFile(macro, [...resources]);
      return byParameter && step.parameters.macro !== undefined
        ? problemAt(production.where, [...path, "parameters", "macro"], "macro-not-found", { message, hint })
        : finding(script, pos, "macro-not-found", { message, hint });
    });
};

/** Neither of the site nor only known when the job runs. */
const isRelative = (macro: string): boolean => !/^[/~$]/.test(macro) && !macro.includes(unknown);

/** The same name in another folder or with other capitals, before anything that only looks like it. */
export const suggestFile = (macro: string, resources: readonly string[]): string | undefined => {
  const same = resources.find((file) => baseOf(file).toLowerCase() === baseOf(macro).toLowerCase());
  return same === undefined ? suggestName(macro, resources) : `did you mean "${same}"?`;
};

/** The macro written into the commands while `macro` says another. */
export const hardCodedMacro = (linted: LintedStep): MacroRun | undefined => {
  const said = linted.step.parameters.macro;
  if (said === undefined) return undefined;
  const runs = macroRuns(linted);
  if (linted.scripts.some(({ facts }) => facts.uses.some(({ name }) => name === "macro"))) return undefined;
  return runs.find(({ macro }) => !macro.includes(unknown) && baseOf(macro) !== baseOf(String(said)));
};

export const checkHardCodedMacro = (linted: LintedStep): readonly Problem[] => {
  const found = hardCodedMacro(linted);
  if (found === undefined) return [];
  return [
    finding(found.script, found.pos, "macro-differs", {
      message: `The commands run ${found.macro}, \`macro\` says ${linted.step.parameters.macro}.`,
      hint: 'write "$macro(...)" in the commands',
    }),
  ];
};
