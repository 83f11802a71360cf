import type { Validated } from "../core/cross-checks/check-sources.ts";
import { maxSuggestions, type Suggestion, suggestionOf } from "../core/markdown/suggestion.ts";
import type { Problem } from "../core/problems/problem.ts";
import type { ProductionSource } from "../core/text/source-file.ts";
import { fixOf, type LineFix } from "../core/versioning/line-fix.ts";
import type { SuggestPorts } from "./validation/suggest-ports.ts";

/** Changes of one line that correct a problem, at lines that the pull request shows; one a line. */
export const suggestFixes = async (
  { revisions, diff }: SuggestPorts,
  base: string,
  head: string,
  validated: readonly Validated[],
): Promise<readonly Suggestion[]> => {
  const open = validated.flatMap(({ source, problems }) =>
    problems.flatMap((problem) =>
      problem.severity === "note" || problem.hint === undefined ? [] : [{ source, problem }],
    ),
  );
  const found = new Map<string, Suggestion>();
  let from: string | undefined;
  for (const { source, problem } of open) {
    if (found.size >= maxSuggestions) break;
    const at = `${problem.file}:${problem.line}`;
    const fix = found.has(at) ? undefined : fixIn(source, problem);
    if (fix === undefined) continue;
    from ??= await revisions.mergeBase(base, head);
    if ((await diff.shown(from, head, problem.file)).has(fix.line)) found.set(at, suggestionOf(problem, fix));
  }
  return [...found.values()];
};

const fixIn = (source: ProductionSource, problem: Problem): LineFix | undefined => {
  const bytes = bytesOf(source, problem.file);
  return bytes === undefined ? undefined : fixOf(problem, new TextDecoder().decode(bytes).split("\n"));
};

const bytesOf = (source: ProductionSource, file: string): Uint8Array | undefined => {
  if (file === source.file) return source.bytes;
  const entry = source.entries.find(({ path }) => `${source.folder}/${path}` === file);
  return entry?.kind === "file" ? entry.bytes : undefined;
};
