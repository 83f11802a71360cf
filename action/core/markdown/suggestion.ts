import type { Problem } from "../problems/problem.ts";
import type { LineFix } from "../versioning/line-fix.ts";
import { code, fence, md, paragraphs } from "./markdown.ts";

/** A comment at one line of a pull request, whose change is committed by one click. */
export type Suggestion = { readonly path: string; readonly line: number; readonly body: string };

export const maxSuggestions = 20;

export const measuredSuggestion = (
  path: string,
  { version, trial }: { readonly version: string; readonly trial?: unknown },
  { line, text }: LineFix,
): Suggestion => ({
  path,
  line,
  body: paragraphs([
    md`What the jobs of the ${trial === undefined ? "release" : "trial"} ${code(version)} used, as PanDA measured it, with room for jobs and machines that differ.`,
    fence("suggestion", text),
  ]).markdown,
});

export const suggestionOf = (problem: Problem, { line, text }: LineFix): Suggestion => ({
  path: problem.file,
  line,
  body: paragraphs([md`${problem.message} ${code(problem.code)}`, fence("suggestion", text)]).markdown,
});
