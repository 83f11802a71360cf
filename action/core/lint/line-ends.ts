import type { Production, Step } from "../judge/production.ts";
import type { Problem } from "../problems/problem.ts";
import { placeOfResource } from "./resource-place.ts";
import { finding } from "./script.ts";

/** Windows' line ends: bash reads the carriage return as part of the last word, and does not find the command. */
export const judgeLineEnds = (production: Production, step: Step): readonly Problem[] =>
  step.resources.flatMap(({ path, bytes }) => {
    if (!path.endsWith(".sh") || !hasWindowsLineEnd(bytes)) return [];
    const text = new TextDecoder().decode(bytes);
    const message = `${path} has Windows line ends, and bash takes them for a part of the commands.`;
    const { file, placeOf } = placeOfResource(production, step, path, text);
    const at = text.indexOf("\r\n");
    return [finding({ file, placeOf }, at, "windows-line-ends", message, "save it with Unix line ends (LF)")];
  });

const hasWindowsLineEnd = (bytes: Uint8Array): boolean => {
  const at = bytes.indexOf(13);
  return at !== -1 && bytes[at + 1] === 10;
};
