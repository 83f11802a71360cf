import { planProduction } from "../plan/plan.ts";
import type { CountedProduction, Production } from "../production/production.ts";
import { inHundredths } from "../text/amounts.ts";
import { conventionsAbove, type Rules } from "./rules.ts";

type Allowed = true | { readonly refusal: string };

/** Whether the rules of main let the heads of pull requests be tried at all: the conventions furthest up must say so. */
export const mayTry = (rules: Rules, folder: string): Allowed => {
  const above = conventionsAbove(rules, folder);
  const unreadable = above.flatMap(({ read }) => (read.kind === "unreadable" ? [read.why] : []))[0];
  if (unreadable !== undefined) return { refusal: `It is unknown who may try what: ${unreadable}.` };
  const [top] = above;
  return top?.read.kind === "read" && top.read.value.policy?.trials !== undefined
    ? true
    : {
        refusal:
          "Trials of pull requests are off: an administrator allows them with `policy: { trials: { jobs: 20 } }` in the conventions furthest up.",
      };
};

/** Whether this trial stays within the limits of every conventions above it. An unknown amount is above every limit. */
export const fitsTrial = (rules: Rules, production: Production | CountedProduction): Allowed => {
  const allowed = mayTry(rules, production.folder);
  if (allowed !== true) return allowed;
  const { total } = planProduction(production);
  for (const { file, read } of conventionsAbove(rules, production.folder)) {
    const limits = read.kind === "read" ? read.value.policy?.trials : undefined;
    if (limits === undefined) continue;
    const { jobs, coreHours } = limits;
    if (total.jobs === null || total.jobs > jobs)
      return {
        refusal: `It has ${total.jobs ?? "an unknown number of"} jobs, and ${file} allows ${jobs} for a trial: ask for fewer with jobs=, or stop at an earlier step with step=.`,
      };
    if (coreHours !== undefined && (total.coreHours === null || total.coreHours > coreHours))
      return {
        refusal: `It requests ${total.coreHours === null ? "an unknown number of" : inHundredths(total.coreHours)} core-hours, and ${file} allows ${inHundredths(coreHours)} for a trial: ask for fewer with jobs=, or set a shorter walltime.`,
      };
  }
  return true;
};
