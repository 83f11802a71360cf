import type { Problem } from "../problems/problem.ts";
import type { Production, Step } from "../production/production.ts";
import type { SourceFile } from "../text/source-file.ts";
import { enough, finding, isShell, isSource } from "./bash/script.ts";
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

/** Files that a program reads as text and that are something else: every job that reads one fails. */
export const checkUnusualTexts = (production: Production, step: Step): readonly Problem[] =>
  step.resources
    .flatMap((file): readonly Problem[] => {
      const odd = isText.test(file.path) ? oddIn(file) : undefined;
      if (odd === undefined) return [];
      const place = placeOfResource(production, step, file.path, "");
      return [finding(place, 0, "not-plain-text", { message: `${file.path} ${odd.what}`, hint: odd.hint })];
    })
    .slice(0, enough);

const isText = /\.(?:sh|bash|C|c|cc|cpp|cxx|h|hh|hpp|py|awk|cfg|cmnd|txt|list|csv|json|ya?ml|dat|conf|ini)$/;

const oddIn = ({ path, bytes }: SourceFile): { readonly what: string; readonly hint: string } | undefined => {
  const [first = 0, second = 0, third = 0] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { what: "is text in UTF-16, which bash, ROOT and awk do not read.", hint: "save it as UTF-8" };
  const isShell = /\.(?:sh|bash)$/.test(path);
  if (isShell && first === 0xef && second === 0xbb && third === 0xbf)
    return {
      what: "begins with a byte order mark, and bash takes it for a part of the first command.",
      hint: "save it as UTF-8 without BOM",
    };
  if (isShell && bytes.includes(13) && !bytes.includes(10))
    return {
      what: "has line ends of CR alone: for bash it is one line, and behind a # all of it is a comment.",
      hint: "save it with Unix line ends (LF)",
    };
  const begin = new TextDecoder("latin1").decode(bytes.subarray(0, maxBeginLength));
  return /^\s*(?:<!doctype html|<html)/i.test(begin)
    ? {
        what: "is a web page, as a browser saves it in the place of the file.",
        hint: "on GitHub press Raw, and save that",
      }
    : undefined;
};

const maxBeginLength = 200;
