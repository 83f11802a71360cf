import { primaryStreams } from "../plan/streams.ts";
import { fieldExpression, fileNameOf, keysOf } from "../production/file-names.ts";
import type { Naming, Production, Step } from "../production/production.ts";
import { shortInput } from "./job-exits.ts";
import { shellQuote } from "./shell-quote.ts";

/**
 * What the name of a job's file says, as variables of the payload. In a group all files must say the same, and there must
 * be as many as belong together: PanDA hands out what is left of a group where a file was lost.
 */
export const keysOfNames = ({ row: run }: Production, step: Step, noName: string): readonly string[] => {
  const { naming } = step;
  const [primary] = primaryStreams(step);
  if (naming === undefined || primary === undefined) return [];
  const { name, filesPerJob, stream } = primary;
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
          `[ "${number}" -eq ${filesPerJob} ] || shrek_stop ${shortInput(stream)} "${name}${ofRun} has ${number} files of ${said}, and must have ${filesPerJob}"`,
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

/**
 * `user.<nick>.<origin>.<own>.<output>`: both numbers are a task and a serial number of it. A file that nothing paired
 * descends to has its own number only, which is the origin of what is made of it (PANDA P20, PANDA J17).
 */
const origin = "shrek_name='^[^.]+\\.[^.]+\\.([0-9]+\\._[0-9]+)\\.([0-9]+\\._[0-9]+\\.)?(.+)$'";
const says = (file: string): string => `[[ \${${file}##*/} =~ $shrek_name ]]`;

/** PanDA takes the origin from whatever text has its place in the name. */
export const knownOrigin = ({ lineage, inputs: [input] }: Step, stop: string): readonly string[] =>
  lineage && input !== undefined
    ? [origin, `${says(input.name)} || ${stop} "the name of $${input.name} does not say its origin"`]
    : [];

/** Takes the files of a job apart: one of each input, all of one origin, or nothing runs. */
export const pairOf = (step: Step, stop: string): readonly string[] => {
  const paired = primaryStreams(step);
  return [
    'IFS=, read -r -a shrek_pair <<<"${3:-}"',
    origin,
    "shrek_origin=",
    `${paired.map(({ name }) => `${name}=()`).join(" ")}`,
    'for shrek_file in "${shrek_pair[@]}"; do',
    `  ${says("shrek_file")} || ${stop} "the name of $shrek_file does not say its origin"`,
    `  [ "\${shrek_origin:=\${BASH_REMATCH[1]}}" = "\${BASH_REMATCH[1]}" ] || ${stop} "files of different origin: $3"`,
    "  case ${BASH_REMATCH[3]} in",
    ...paired.map(({ name, source }) => `    ${shellQuote(fileNameOf(source) ?? "")}) ${name}+=("$shrek_file") ;;`),
    `    *) ${stop} "$shrek_file is of none of the paired inputs" ;;`,
    "  esac",
    "done",
    ...paired.map(
      ({ name }) =>
        `[ "\${#${name}[@]}" -eq 1 ] || ${stop} "${name} has \${#${name}[@]} files of the origin $shrek_origin, and a pair has one of each input: $3"`,
    ),
  ];
};
