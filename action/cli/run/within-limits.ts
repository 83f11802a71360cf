import { boundsHere } from "../../adapters/system/bounds-here.ts";
import type { Problem } from "../../core/problems/problem.ts";
import { beyondLimit, limitsFrom } from "../../core/validate/validation-limits.ts";
import type { Bounds } from "../../ports/bounds.ts";
import { printJson, reportProblems } from "./command.ts";

/** The limits of a validation in a terminal, which ends itself (docs/adr/0018). `jsonOf`: what the command prints with --json. */
export const boundsInTerminal = (json: boolean, jsonOf: (problems: readonly Problem[]) => object): Bounds => {
  const limits = limitsFrom(process.env);
  return boundsHere(limits, (beyond) => {
    const problems = [beyondLimit(beyond, limits)];
    if (json) printJson(jsonOf(problems));
    else reportProblems(problems);
    process.exit(1);
  });
};
