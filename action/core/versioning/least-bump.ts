import { type Bump, largerBump } from "../conventions/version-style.ts";
import type { Content } from "../production/content.ts";
import { bumpRules, type ChangeKind } from "./bump-rules.ts";
import type { Change } from "./change.ts";
import { contentChanges } from "./content-changes.ts";

export type BumpReason = {
  readonly change: Change;
  readonly bump: Bump;
  readonly kind: ChangeKind;
  readonly because: string;
};
export type Advice = { readonly bump: Bump; readonly reasons: readonly BumpReason[] };

/** The smallest step of the version that is honest about what changed. */
export const leastBump = (from: Content, to: Content): Advice => {
  const reasons = contentChanges(from, to).map((change): BumpReason => ({ change, ...ruleFor(change.path) }));
  return { bump: reasons.reduce<Bump>((bump, reason) => largerBump(bump, reason.bump), "none"), reasons };
};

const ruleFor = (path: string): Omit<BumpReason, "change"> => {
  const rule = bumpRules.find(({ where }) => matches(where.split("."), path.split(".")));
  return {
    bump: rule?.bump ?? "major",
    kind: rule?.kind ?? "physics",
    because: rule?.because ?? "a change that no rule covers",
  };
};

const matches = (pattern: readonly string[], path: readonly string[]): boolean => {
  const [head, ...rest] = pattern;
  if (head === undefined) return path.length === 0;
  if (head === "**") return true;
  return path.length > 0 && (head === "*" || head === path[0]) && matches(rest, path.slice(1));
};
