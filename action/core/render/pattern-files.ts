import { filesBegin } from "../plan/pattern-files.ts";
import type { Step, StepOutput } from "../production/production.ts";
import { shellQuote } from "./shell-quote.ts";

type Stops = { readonly missing: string; readonly small: string; readonly notStored: string };

/** What lies there before the payload is no result, whatever it is called. */
export const noteFiles = ({ outputs }: Step): readonly string[] =>
  outputs.flatMap(({ pattern }) =>
    pattern === undefined
      ? []
      : ["declare -A shrek_before=()", `for shrek_file in ${pattern}; do shrek_before["$shrek_file"]=1; done`],
  );

/** After the payload: all files that fit the pattern get the names by which PanDA knows them. */
export const nameFiles = (outDS: string, step: Step, stops: Stops): readonly string[] =>
  step.outputs.flatMap((output) =>
    output.pattern === undefined ? [] : nameOf(filesBegin(outDS, step.name), output, output.pattern, stops),
  );

/** The pattern holds no character that bash reads otherwise. Links and folders are no results. */
const nameOf = (
  begin: string,
  { minBytes }: StepOutput,
  pattern: string,
  { missing, small, notStored }: Stops,
): readonly string[] => [
  "shrek_made=0",
  "shrek_attempt=$(od -An -N4 -tx1 /dev/urandom | tr -d ' \\n')",
  `[ "\${#shrek_attempt}" -eq 8 ] || ${notStored} "no number for this attempt"`,
  `for shrek_file in ${pattern}; do`,
  '  [ -f "$shrek_file" ] && [ ! -L "$shrek_file" ] && [ -z "${shrek_before[$shrek_file]:-}" ] || continue',
  ...(minBytes === undefined
    ? []
    : [`  [ "$(wc -c <"$shrek_file")" -ge ${minBytes} ] || ${small} "$shrek_file has less than ${minBytes} bytes"`]),
  `  mv -- "$shrek_file" ${shellQuote(begin)}"$1.$shrek_attempt.$shrek_file" || ${notStored} "$shrek_file cannot be renamed"`,
  "  shrek_made=$((shrek_made + 1))",
  "done",
  `[ "$shrek_made" -gt 0 ] || ${missing} "the payload made no ${pattern}"`,
];
