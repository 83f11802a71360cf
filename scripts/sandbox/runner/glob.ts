import type { Filter } from "./workflow/workflow.ts";

/** GitHub's filter patterns: `*` within a segment, `**` across, `?` `+` `[]` as in its documentation. */
export const globPattern = (glob: string): RegExp => {
  const source = glob.replaceAll(/\*\*\/|\*\*|\*|[.^${}()|\\]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
};

/** The last pattern that matches decides; `!` takes away. */
export const matchesAny = (patterns: readonly string[], value: string): boolean =>
  patterns.reduce((matched, pattern) => {
    const negative = pattern.startsWith("!");
    return globPattern(negative ? pattern.slice(1) : pattern).test(value) ? !negative : matched;
  }, false);

/** For one name: a branch or a tag. */
export const passes = (filter: Filter, value: string): boolean => {
  if (filter.only !== undefined) return matchesAny(filter.only, value);
  return filter.except === undefined || !matchesAny(filter.except, value);
};

/** For changed files: one that counts is enough. */
export const passesSome = (filter: Filter, values: readonly string[]): boolean => {
  if (filter.only === undefined && filter.except === undefined) return true;
  return values.some((value) => passes(filter, value));
};
