import type { Problem } from "../problems/problem.ts";
import { finding, isInserted, isSource, type Script } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import { meantProgram } from "./bash/usual-programs.ts";
import type { LintedStep } from "./linted-step.ts";

/** Commands whose first word is no program: an option, a number or a file of data, or a daily program misspelt. */
export const checkPrograms = ({ scripts, resources }: LintedStep): readonly Problem[] => {
  const own = new Set(scripts.flatMap(({ facts }) => [...facts.functions]));
  // An alias gives a command any name.
  if (scripts.some(({ facts }) => facts.runs.some(({ name }) => name === "alias"))) return [];
  return scripts.flatMap((script) =>
    script.facts.runs.flatMap((run) =>
      run.name === undefined
        ? givenByDollar(script, run)
        : run.emptied !== undefined || own.has(run.name) || resources.has(run.name)
          ? []
          : checkName(script, run, run.name),
    ),
  );
};

const checkName = (script: Script, run: Run, name: string): readonly Problem[] => {
  const { nameWord, pos } = run;
  const at = nameWord?.pos ?? pos;
  const why = noProgram(name) ?? outsideFunction(run) ?? ofCsh(run) ?? ofCondor(script, run);
  if (why !== undefined) return [finding(script, at, "not-a-program", why)];
  const meant = meantProgram(name);
  if (meant === undefined) return [];
  const message = `\`${name}\` is no program that payloads usually call.`;
  return [finding(script, at, "program-misspelt", { message, hint: `did you mean "${meant}"?` })];
};

/** `$n=5`: bash puts the value in, and looks for a program of the name `1=5`. */
const givenByDollar = (script: Script, { nameWord, pos }: Run): readonly Problem[] => {
  const [, name = "", value = ""] = /^\$(?:\{)?([A-Za-z_]\w*)\}?=(.*)$/s.exec(nameWord?.text ?? "") ?? [];
  if (name === "") return [];
  const message = `\`$${name}=\` gives \`${name}\` no value: bash puts the old one in, and looks for a program of that name.`;
  return [finding(script, pos, "not-a-program", { message, hint: `write ${name}=${value}` })];
};

const noProgram = (name: string): { readonly message: string; readonly hint: string } | undefined => {
  if (/^-+[A-Za-z]/.test(name))
    return { message: `This command begins with the option ${name}.`, hint: "end the line before with a backslash" };
  if (/^[0-9]+$/.test(name))
    return { message: `${name} stands where a program belongs.`, hint: "write >&2 for the log of errors" };
  if (data.test(name))
    return { message: `The file ${name} stands where a program belongs.`, hint: `write > ${name} to make the file` };
  return undefined;
};

const outsideFunction = ({ name, inFunction }: Run): { readonly message: string; readonly hint: string } | undefined =>
  name === "local" && !inFunction
    ? { message: "`local` is an error outside of functions, and sets nothing.", hint: "remove `local`" }
    : undefined;

/** Lines of csh(1), which most set-ups of the nineties were written for; bash runs them as programs of these names. */
const ofCsh = ({ name = "", args }: Run): { readonly message: string; readonly hint: string } | undefined => {
  const [first, ...others] = args.map(({ text }) => text);
  if (name === "setenv" && first !== undefined)
    return { message: "`setenv` is a command of csh.", hint: `write export ${first}=${others.join(" ")}` };
  if (name === "unsetenv" && first !== undefined)
    return { message: "`unsetenv` is a command of csh.", hint: `write unset ${first}` };
  return isSource(name) && /\.t?csh"?$/.test(first ?? "")
    ? {
        message: `${first} is written for csh, and bash reads it here.`,
        hint: "source the file for bash that is beside it",
      }
    : undefined;
};

/** HTCondor's submit files write their values as `$(Process)`; in bash that runs a program. */
const ofCondor = (script: Script, run: Run): { readonly message: string; readonly hint: string } | undefined =>
  run.args.length === 0 && condorNames.has(run.name?.toLowerCase() ?? "") && isInserted(script, run)
    ? {
        message: `\`$(${run.name})\` is written as in a submit file of HTCondor; bash runs a program of that name.`,
        hint: "write $job",
      }
    : undefined;
const condorNames: ReadonlySet<string> = new Set(["process", "procid", "cluster", "clusterid", "item", "step", "row"]);

const data = /^[\w-][\w.-]*\.(?:root|tar|tgz|gz|txt|list|lst|dat|log|csv|json|cfg|cmnd|xml|ya?ml|hepmc|prdf|tree)$/;
