import type { LineFix } from "./line-fix.ts";

/** Keys that one place may get. */
const maxAdded = 4;

/** Lines with their replacements, and nothing where the texts differ otherwise: a suggestion gives what was meant. */
export const lineChanges = (before: string, after: string): readonly LineFix[] => {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const fixes = new Map<number, string>();
  let next = 0;
  for (const [index, line] of old.entries()) {
    const added = now.slice(next, next + maxAdded + 1).indexOf(line);
    if (added > 0) fixes.set(index, [fixes.get(index) ?? old[index - 1], ...now.slice(next, next + added)].join("\n"));
    if (added === -1) fixes.set(index + 1, now[next] ?? "");
    next += Math.max(0, added) + 1;
  }
  const text = old.map((line, index) => fixes.get(index + 1) ?? line).join("\n");
  // GitHub shows a suggestion as text: invisible characters in it would be lost.
  if (text !== after || /[^\P{C}\t\n]/u.test(after)) return [];
  return [...fixes].map(([line, put]) => ({ line, text: put }));
};
