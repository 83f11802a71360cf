import { planProduction } from "../core/plan/plan.ts";
import { refuses } from "../core/problem.ts";
import { planText } from "../core/view/plan-text.ts";
import { exiting, print, printJson, tellProblems } from "./command.ts";
import { judgePaths } from "./judge-paths.ts";

export const runPlan = exiting(async ({ json }: { readonly json: boolean }, ...paths: readonly string[]) => {
  const { judged, notes } = await judgePaths(paths);
  const problems = [...judged.flatMap((one) => one.problems), ...notes];
  const plans = judged.flatMap(({ accepted }) => (accepted === undefined ? [] : [planProduction(accepted.production)]));
  if (json) {
    printJson({ plans, problems });
  } else {
    tellProblems(problems);
    if (plans.length > 0) print(plans.map(planText).join("\n"));
  }
  return refuses(problems) ? 1 : 0;
});
