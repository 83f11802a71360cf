import type { Problem } from "../problem.ts";
import type { Production, Step } from "../production.ts";
import { placeOnly } from "../request/places.ts";
import { placeInText, warning } from "./script.ts";

/** Windows' line ends: bash takes the carriage return for a part of the last word, and no command is found. */
export const judgeLineEnds = ({ folder, where }: Production, step: Step): readonly Problem[] => {
  const path = ["steps", step.name, "run"];
  const hint = "save it with Unix line ends (LF)";
  const inRun = step.run.includes("\r\n")
    ? [
        warning(
          { file: where.file, placeOf: placeOnly(where.places.at(path)) },
          0,
          "windows-line-ends",
          `\`run\` of \`${step.name}\` has Windows line ends, and bash takes them for a part of the commands.`,
          hint,
        ),
      ]
    : [];
  const inFiles = step.resources.flatMap(({ path: file, bytes }) => {
    if (!file.endsWith(".sh") || !hasWindowsLineEnd(bytes)) return [];
    const text = new TextDecoder().decode(bytes);
    const message = `${file} has Windows line ends, and bash takes them for a part of the commands.`;
    const script = { file: `${folder}/${file}`, placeOf: placeInText(text) };
    return [warning(script, text.indexOf("\r\n"), "windows-line-ends", message, hint)];
  });
  return [...inRun, ...inFiles];
};

const hasWindowsLineEnd = (bytes: Uint8Array): boolean => {
  const at = bytes.indexOf(13);
  return at !== -1 && bytes[at + 1] === 10;
};
