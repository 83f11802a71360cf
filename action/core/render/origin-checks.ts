import { primaryStreams } from "../plan/streams.ts";
import { fileNameOf } from "../production/file-names.ts";
import type { Step } from "../production/production.ts";
import { shellQuote } from "./shell-quote.ts";

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
