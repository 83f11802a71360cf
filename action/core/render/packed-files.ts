import { readsInputs } from "../plan/prun-options.ts";
import { primaryStreams, secondaryStreams } from "../plan/streams.ts";
import type { Step, StepOutput } from "../production/production.ts";
import { shellQuote } from "./shell-quote.ts";

/** After the payload: all files that fit the pattern go into one archive, so that the job has as many outputs as PanDA expects. */
export const packFiles = ({ outputs }: Step, missing: string, notStored: string): readonly string[] =>
  outputs.flatMap((output) => (output.packs === undefined ? [] : packOne(output, output.packs, missing, notStored)));

/** The pattern holds no character that bash reads otherwise. Links and folders are no results. */
const packOne = ({ name }: StepOutput, pattern: string, missing: string, notStored: string): readonly string[] => {
  const archive = shellQuote(name);
  return [
    "shrek_files=()",
    `for shrek_file in ${pattern}; do [ ! -f "$shrek_file" ] || [ -L "$shrek_file" ] || shrek_files+=("$shrek_file"); done`,
    `[ "\${#shrek_files[@]}" -gt 0 ] || ${missing} "the payload made no ${pattern}"`,
    `tar -cf ${archive} -- "\${shrek_files[@]}" || ${notStored} "${name} cannot be packed"`,
  ];
};

/** Each archive has a folder of its own: two jobs may have given their files the same names. */
export const unpackFiles = (step: Step, noInput: string, stageIn: string): readonly string[] =>
  (readsInputs(step) ? [...primaryStreams(step), ...secondaryStreams(step)] : [])
    .filter(({ packed }) => packed)
    .flatMap(({ name }) => [
      `shrek_archives=("\${${name}[@]}"); ${name}=()`,
      'for shrek_file in "${shrek_archives[@]}"; do',
      `  mkdir -p "$shrek_file.d" && tar -xf "$shrek_file" -C "$shrek_file.d" || ${stageIn} "$shrek_file cannot be unpacked"`,
      `  for shrek_one in "$shrek_file.d"/*; do [ ! -f "$shrek_one" ] || ${name}+=("$shrek_one"); done`,
      "done",
      `[ "\${#${name}[@]}" -gt 0 ] || ${noInput} "the archives of ${name} hold no file"`,
    ]);
