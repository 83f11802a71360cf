import type { OwnersAsked } from "../../action/ports/owners-asked.ts";

/** Issues of months in memory. */
export const fakeOwners = (): OwnersAsked & { readonly issues: ReadonlyMap<string, string> } => {
  const issues = new Map<string, string>();
  return {
    issues,
    ask: async (month, markdown) => {
      if (issues.has(month)) return false;
      issues.set(month, markdown);
      return true;
    },
  };
};
