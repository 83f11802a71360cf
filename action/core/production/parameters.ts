import type { Problem } from "../problems/problem.ts";
import type { Request, RequestStep } from "../request/request.ts";
import { type Faults, type Located, type Path, problemAt } from "../text/places.ts";
import { isOfRun } from "./run-row.ts";

/** What the wrapper sets, so that no parameter may take these names. */
export const ofShrek = /^(tag|version|build|conditions|step|job|uniqueId|nEvents|firstEvent|shrek_.*)$/;
/** What bash, the loader or PanDA's pilot read, or bash itself sets. An array hides a variable of its name from programs. */
export const ofShell =
  /^(_|PATH|HOME|IFS|ENV|LANG|LC_.*|TERM|USER|LOGNAME|HOST(NAME|TYPE)|SHLVL|REPLY|MAPFILE|COLUMNS|LINES|PROMPT_COMMAND|BASH.*|CDPATH|DIRSTACK|EPOCH.*|EUID|EXECIGNORE|FUNCNAME|GLOBIGNORE|GROUPS|LD_.*|LINENO|OLDPWD|OPT(ARG|ERR|IND)|PIPESTATUS|POSIXLY_CORRECT|PPID|PS4|PWD|PYTHONPATH|PYTHONSTARTUP|RANDOM|SECONDS|SHELL|SHELLOPTS|SRANDOM|TMOUT|TMPDIR|UID|PANDA_.*|X509_.*)$/;

export const checkParameters = (
  where: Located,
  { runs }: Pick<Request, "runs">,
  name: string,
  step: RequestStep,
): readonly Problem[] =>
  Object.keys(step.parameters ?? {}).flatMap((parameter) => {
    const path = ["steps", name, "parameters", parameter];
    if ((runs !== undefined && isOfRun(parameter)) || ofShrek.test(parameter))
      return problemAt(where, path, "reserved-name", {
        message: `\`${parameter}\` is set by SHREK for every job.`,
        key: true,
      });
    if (ofShell.test(parameter))
      return problemAt(where, path, "reserved-name", {
        message: `\`${parameter}\` would change how the job's shell works.`,
        key: true,
      });
    return [];
  });

/** YAML reads 1.0 as 1 and 007 as 7: a file name made of it differs from what was written. */
export const checkNumbers = (where: Located, name: string, step: RequestStep): readonly Problem[] =>
  Object.entries(step.parameters ?? {}).flatMap(([parameter, value]) => {
    const path = ["steps", name, "parameters", parameter];
    const written = where.places.written(path);
    if (written === undefined) return [];
    if (typeof value === "string") return [...toOthers(where, path, parameter, written)];
    if (written === String(value)) return [];
    return problemAt(where, path, "number-rewritten", {
      message: `\`${parameter}\` is written ${written} and reaches the payload as ${value}.`,
      hint: `write "${written}" in quotes, or ${value}`,
    });
  });

/** Plain words that YAML 1.1 takes for something else: Python's reader does, and PanDA's client is Python. */
function* toOthers(where: Located, path: Path, parameter: string, written: string): Faults {
  const other = otherReadings.find(([form]) => form.test(written))?.[1];
  if (other !== undefined)
    yield problemAt(where, path, "number-rewritten", {
      message: `\`${parameter}\` reaches the payload as ${written}; readers of YAML 1.1, such as Python's, take it for ${other}.`,
      hint: `write "${written}" in quotes`,
      severity: "note",
    });
}

const otherReadings: readonly (readonly [form: RegExp, other: string])[] = [
  [/^(?:yes|on)$/i, "true"],
  [/^(?:no|off)$/i, "false"],
  [/^[-+]?[0-9]{1,9}(?::[0-5]?[0-9])+(?:\.[0-9]*)?$/, "a number of base 60"],
  [/^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?$/, "a date"],
  [/^[-+]?[0-9]+(?:_[0-9]+)+$/, "a number"],
];
