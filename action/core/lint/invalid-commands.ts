import type { Problem } from "../problems/problem.ts";
import { enough, finding, type Script } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import { meantProgram } from "./bash/usual-programs.ts";
import type { LintedStep } from "./linted-step.ts";

/** Commands whose first word is no program: an option, a number or a file of data, or a daily program misspelt. */
export const checkPrograms = ({ scripts, resources }: LintedStep): readonly Problem[] => {
  const own = new Set(scripts.flatMap(({ facts }) => [...facts.functions]));
  // An alias gives a command any name.
  if (scripts.some(({ facts }) => facts.runs.some(({ name }) => name === "alias"))) return [];
  return scripts
    .flatMap((script) =>
      script.facts.runs.flatMap((run) =>
        run.name === undefined || run.emptied !== undefined || own.has(run.name) || resources.has(run.name)
          ? []
          : checkName(script, run, run.name),
      ),
    )
    .slice(0, enough);
};

const checkName = (script: Script, { nameWord, pos }: Run, name: string): readonly Problem[] => {
  const at = nameWord?.pos ?? pos;
  const why = noProgram(name);
  if (why !== undefined) return [finding(script, at, "not-a-program", why)];
  const meant = meantProgram(name);
  if (meant === undefined) return [];
  const message = `\`${name}\` is no program that payloads usually call.`;
  return [finding(script, at, "program-misspelt", { message, hint: `did you mean "${meant}"?` })];
};

const noProgram = (name: string): { readonly message: string; readonly hint: string } | undefined => {
  if (/^-+[A-Za-z]/.test(name))
    return {
      message: `This command begins with the option ${name}.`,
      hint: "end the line before with a backslash",
    };
  if (/^[0-9]+$/.test(name))
    return { message: `${name} stands where a program belongs.`, hint: "write >&2 for the log of errors" };
  if (data.test(name))
    return { message: `The file ${name} stands where a program belongs.`, hint: `write > ${name} to make the file` };
  return undefined;
};

const data = /^[\w-][\w.-]*\.(?:root|tar|tgz|gz|txt|list|lst|dat|log|csv|json|cfg|cmnd|xml|ya?ml|hepmc|prdf|tree)$/;
