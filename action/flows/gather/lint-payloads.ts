import type { Production } from "../../core/judge/production.ts";
import type { Problem } from "../../core/problems/problem.ts";

/** What a payload does wrong. The bash parser is loaded here, for what is judged in full: neighbours never need it. */
export const lintPayloads = async (production: Production): Promise<readonly Problem[]> => {
  const { lintProduction } = await import("../../core/lint/lint-production.ts");
  return lintProduction(production);
};
