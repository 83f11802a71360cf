import type { Problem } from "./problem.ts";

/**
 * Each problem once, where it comes first: steps share defaults, variants share a request, two steps may call one
 * script. One place with the same words is one problem, whatever its hint. Lists that hand on the same `seen` are
 * distinct from each other too.
 */
export const distinctProblems = (problems: readonly Problem[], seen = new Set<string>()): readonly Problem[] =>
  problems.filter((problem) => {
    const key = keyOf(problem);
    return !seen.has(key) && seen.add(key).size > 0;
  });

const keyOf = ({ file, line, col, code, message }: Problem): string => `${file}:${line}:${col} ${code} ${message}`;
