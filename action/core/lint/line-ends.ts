import type { Problem } from "../problems/problem.ts";
import type { Production, Step } from "../production/production.ts";
import { finding, isShell, isSource } from "./bash/script.ts";
import { isKnownProgram } from "./bash/usual-programs.ts";
import { calledBy, isBash, type LintedStep } from "./linted-step.ts";
import { placeOfResource } from "./resource-place.ts";

/** Windows' line ends: bash reads the carriage return as part of the last word, and does not find the command. */
export const checkLineEnds = (production: Production, step: Step): readonly Problem[] =>
  step.resources.flatMap(({ path, bytes }) => {
    if (!path.endsWith(".sh") || !hasWindowsLineEnd(bytes)) return [];
    const text = new TextDecoder().decode(bytes);
    return [lineEnds(production, step, { path, text }, inCommands)];
  });

/** The system looks for a program named with the carriage return; bash reads the script if it is that program. */
export const checkCalledLineEnds = ({
  production,
  step,
  scripts,
  resources,
  texts,
}: LintedStep): readonly Problem[] => {
  const called = new Map(
    scripts.flatMap(({ facts }) =>
      facts.runs.flatMap((run) => {
        const path = calledBy(run, resources)?.path;
        const { name = "" } = run;
        return path === undefined || facts.functions.has(name) || (name === path && isKnownProgram(name))
          ? []
          : [[path, isShell(name) || isSource(name)] as const];
      }),
    ),
  );
  return [...called].flatMap(([path, byShell]) => {
    const text = texts.get(path);
    if (text === undefined || !text.includes("\r\n")) return [];
    if (!byShell && /^#!.*\r\n/.test(text)) return [lineEnds(production, step, { path, text }, inFirstLine)];
    return byShell || isBash(path, text) || !text.startsWith("#!")
      ? [lineEnds(production, step, { path, text }, inCommands)]
      : [];
  });
};

const inCommands = "has Windows line ends, and bash takes them for a part of the commands.";
const inFirstLine =
  "has Windows line ends: the carriage return in its first line becomes a part of the program's name, and the script does not start (bad interpreter).";

const lineEnds = (
  production: Production,
  step: Step,
  { path, text }: { readonly path: string; readonly text: string },
  what: string,
): Problem => {
  const { file, placeOf } = placeOfResource(production, step, path, text);
  const at = text.indexOf("\r\n");
  return finding({ file, placeOf }, at, "windows-line-ends", {
    message: `${path} ${what}`,
    hint: "save it with Unix line ends (LF)",
  });
};

const hasWindowsLineEnd = (bytes: Uint8Array): boolean => {
  const at = bytes.indexOf(13);
  return at !== -1 && bytes[at + 1] === 10;
};
