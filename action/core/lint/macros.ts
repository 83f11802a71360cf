import type { Word } from "unbash";
import { suggestName } from "../nearest-name.ts";
import type { Problem } from "../problem.ts";
import { problemAt } from "../request/places.ts";
import { expand, unknown } from "./expand.ts";
import { calledBy, type LintedStep } from "./linted-step.ts";
import { isRoot } from "./programs.ts";
import type { Run } from "./run.ts";
import { type Script, warning } from "./script.ts";

type MacroRun = {
  readonly script: Script;
  readonly pos: number;
  /** `pass1/Fun4All.C`, with what is known put in. */
  readonly macro: string;
  /** The text as written begins with `$macro`. */
  readonly byParameter: boolean;
};

const named = /^([^\s(]+\.(?:C|cc|cpp|cxx))\+*(?:\(|$)/i;
const dotX = /(?:^|\n|;)\s*\.x\s+([^\s(;]+\.(?:C|cc|cpp|cxx))/gi;

/** Every macro that ROOT is told to run: as an argument, by `-e`, or on its standard input. */
const macroRuns = (linted: LintedStep): readonly MacroRun[] =>
  linted.scripts.flatMap((script) =>
    script.facts.runs.flatMap((run) => {
      if (!isRoot(run.name)) return [];
      return [...run.args, ...inputOf(run)].flatMap((word): readonly MacroRun[] => {
        const text = expand(word, linted.valuesIn(script));
        const macros = [named.exec(text)?.[1], ...[...text.matchAll(dotX)].map(([, macro]) => macro)];
        const byParameter = /^["']?\$\{?macro\b/.test(word.text);
        return macros.flatMap((macro) =>
          macro === undefined ? [] : [{ script, pos: word.pos, macro: macro.replace(/^(?:\.\/+)+/, ""), byParameter }],
        );
      });
    }),
  );

/** Heredocs and here-strings, as words. */
const inputOf = (run: Run): readonly Word[] =>
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

/** A macro that the job will not find: every job would fail, after it has waited for its turn. */
export const judgeMacros = (linted: LintedStep): readonly Problem[] => {
  const { production, step, resources, path } = linted;
  const moves = linted.scripts.some(({ facts }) => facts.runs.some(({ name }) => name === "cd" || name === "pushd"));
  const isThere = (macro: string): boolean =>
    [...resources].some((file) => (moves ? baseOf(file) === baseOf(macro) : file === macro));
  return macroRuns(linted).flatMap(({ script, pos, macro, byParameter }) => {
    if (/^[/~$]/.test(macro) || macro.includes(unknown) || isThere(macro) || mayAppear(linted, macro)) return [];
    const message = `The macro ${macro} is not among the resources of \`${step.name}\`.`;
    const hint = suggestMacro(macro, [...resources]);
    return [
      byParameter && step.parameters.macro !== undefined
        ? problemAt(production.where, [...path, "parameters", "macro"], "macro-not-found", message, {
            hint,
            severity: "warning",
          })
        : warning(script, pos, "macro-not-found", message, hint),
    ];
  });
};

const baseOf = (file: string): string => file.split("/").at(-1) ?? file;

const suggestMacro = (macro: string, resources: readonly string[]): string | undefined => {
  const same = resources.find((file) => baseOf(file).toLowerCase() === baseOf(macro).toLowerCase());
  return same === undefined ? suggestName(macro, resources) : `did you mean "${same}"?`;
};

/** Whether the payload may fetch, unpack or write it before ROOT runs it. */
const mayAppear = (linted: LintedStep, macro: string): boolean =>
  linted.scripts.some((script) =>
    script.facts.runs.some((run) => {
      const words = run.args.map((word) => expand(word, linted.valuesIn(script)));
      switch (run.name) {
        case "cp":
        case "ln":
        case "rsync":
        case "mv":
        case "xrdcp":
          return words.some((word) => word.includes(unknown) || /^[/~]|[*?]|:\/\//.test(word) || names(word, macro));
        case "tar":
        case "unzip":
          return !/^-?c/.test(words[0] ?? "") && !run.args.some(({ text }) => /\$\{?IN[0-9]/.test(text));
        case undefined:
        default:
          return (
            run.redirects.some(
              (redirect) => redirect.type === "Redirect" && names(redirect.target?.value ?? "", macro),
            ) || isFetch(run, linted)
          );
      }
    }),
  );

const names = (word: string, macro: string): boolean => baseOf(word) === baseOf(macro);

/** A program of unknown powers, but not one of our own scripts, which are read for themselves. */
const isFetch = (run: Run, { resources, scripts }: LintedStep): boolean => {
  const known = ["git", "curl", "wget", "svn", "make", "cmake", "sed", "tee", "xargs", "gunzip", "eval"];
  if (run.name === undefined) return run.nameWord !== undefined;
  if (calledBy(run, resources) !== undefined || scripts.some(({ facts }) => facts.functions.has(run.name ?? "")))
    return false;
  return known.includes(run.name) || /^[./]|^python|^perl/.test(run.name);
};

/** The macro written into the commands while `macro` says another. */
export const hardCodedMacro = (linted: LintedStep): MacroRun | undefined => {
  const said = linted.step.parameters.macro;
  if (said === undefined) return undefined;
  const runs = macroRuns(linted);
  if (linted.scripts.some(({ facts }) => facts.uses.some(({ name }) => name === "macro"))) return undefined;
  return runs.find(({ macro }) => !macro.includes(unknown) && !names(macro, String(said)));
};

export const judgeHardCodedMacro = (linted: LintedStep): readonly Problem[] => {
  const found = hardCodedMacro(linted);
  if (found === undefined) return [];
  return [
    warning(
      found.script,
      found.pos,
      "macro-differs",
      `The commands run ${found.macro}, \`macro\` says ${linted.step.parameters.macro}.`,
      'write "$macro(...)" in the commands',
    ),
  ];
};
