import { primaryStreams } from "../plan/streams.ts";
import { fieldExpression, keysOf } from "../production/file-names.ts";
import type { Naming, Production, Step } from "../production/production.ts";

/**
 * What the name of a job's file says, as variables of the payload. In a group all files must say the same, and there must
 * be as many as belong together: PanDA hands out what is left of a group where a file was lost.
 */
export const keysOfNames = (
  { row: run }: Production,
  step: Step,
  { noInput, noName }: { readonly noInput: string; readonly noName: string },
): readonly string[] => {
  const { naming } = step;
  const [primary] = primaryStreams(step);
  if (naming === undefined || primary === undefined) return [];
  const { name, filesPerJob } = primary;
  const keys = naming.fields.flatMap(keysOf);
  const said = keys.map((key) => `${key} $${key}`).join(", ");
  const ofRun = run === undefined ? "" : ` of run ${run.run}`;
  const number = `\${#${name}[@]}`;
  return [
    `shrek_name='${expression(naming)}'`,
    `[[ \${${name}##*/} =~ $shrek_name ]] || ${noName} "the name of $${name} does not say ${keys.join(", ")}"`,
    `export ${[...groupOf(naming)].map(([key, group]) => `${key}="\${BASH_REMATCH[${group}]}"`).join(" ")}`,
    ...(naming.grouped
      ? [
          'shrek_found=("${BASH_REMATCH[@]:1}")',
          `for shrek_file in "\${${name}[@]}"; do`,
          `  [[ \${shrek_file##*/} =~ $shrek_name ]] && [ "\${BASH_REMATCH[*]:1}" = "\${shrek_found[*]}" ] || ${noName} "$shrek_file is not of ${said}"`,
          "done",
          `[ "${number}" -eq ${filesPerJob} ] || ${noInput} "${name}${ofRun} has ${number} files of ${said}, and must have ${filesPerJob}"`,
        ]
      : []),
  ];
};

/** By place, since only their places distinguish keys: `[^.]+` for each field that says nothing here. */
const expression = ({ numbers, fields }: Naming): string => {
  const last = Math.max(...numbers);
  const parts = Array.from({ length: last }, (_, index) => {
    const at = numbers.indexOf(index + 1);
    return at === -1 ? "[^.]+" : fieldExpression(fields[at] ?? "");
  });
  return `^${parts.join("[.]")}[.]`;
};

/** Which group of the expression holds which key: groups are counted in the order of the name. */
const groupOf = ({ numbers, fields }: Naming): ReadonlyMap<string, number> => {
  const inName = numbers.map((number, index) => ({ number, field: fields[index] ?? "" }));
  const keys = inName.toSorted((a, b) => a.number - b.number).flatMap(({ field }) => keysOf(field));
  return new Map(keys.map((key, index) => [key, index + 1]));
};
