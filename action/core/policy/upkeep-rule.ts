import type { Conventions } from "../conventions/conventions.ts";
import type { Needs } from "./needs.ts";
import { type Rules, topConventions } from "./rules.ts";

export type UpkeepRule = NonNullable<NonNullable<Conventions["policy"]>["upkeep"]>;

/** The rule of the conventions furthest up. */
export const upkeepRuleOf = (rules: Rules): UpkeepRule | undefined => topConventions(rules)?.policy?.upkeep;

/**
 * Of commits that people made elsewhere nobody can say who may not approve them here. Two people answer for all that is
 * submitted: where nobody is its author, one more approves.
 */
export const withOneMore = (needs: Needs, folder: string): Needs => {
  if (needs.kind === "unknown") return needs;
  const count = 1 + Math.max(1, ...needs.needs.map((need) => need.count));
  const because = [{ why: "nobody here wrote the commits that the upkeep brings to", of: [folder] }];
  return { kind: "known", needs: [...needs.needs, { who: "anybody", count, because }] };
};
