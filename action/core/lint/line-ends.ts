import type { Problem } from "../problem.ts";
import type { Production, Step } from "../production.ts";
import { placeInText, warning } from "./script.ts";

/** Windows' line ends: bash takes the carriage return for a part of the last word, and no command is found. */
export const judgeLineEnds = ({ folder }: Production, { resources }: Step): readonly Problem[] =>
  resources.flatMap(({ path, bytes }) => {
    if (!path.endsWith(".sh") || !hasWindowsLineEnd(bytes)) return [];
    const text = new TextDecoder().decode(bytes);
    const message = `${path} has Windows line ends, and bash takes them for a part of the commands.`;
    const script = { file: `${folder}/${path}`, placeOf: placeInText(text) };
    return [warning(script, text.indexOf("\r\n"), "windows-line-ends", message, "save it with Unix line ends (LF)")];
  });

const hasWindowsLineEnd = (bytes: Uint8Array): boolean => {
  const at = bytes.indexOf(13);
  return at !== -1 && bytes[at + 1] === 10;
};
