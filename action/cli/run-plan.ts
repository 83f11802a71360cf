import { planProduction } from "../core/plan/plan.ts";
import { refuses } from "../core/problem.ts";
import { planText } from "../core/view/plan-text.ts";
import { sampleWords } from "../core/view/sample-words.ts";
import { exiting, print, printJson, tellProblems } from "./command.ts";
import { judgePaths } from "./judge-paths.ts";

export const runPlan = exiting(async ({ json }: { readonly json: boolean }, ...paths: readonly string[]) => {
  const { judged, notes } = await judgePaths(paths);
  const problems = [...judged.flatMap((one) => one.problems), ...notes];
  const planned = judged.flatMap(({ accepted, since }) =>
    accepted === undefined
      ? []
      : [{ plan: planProduction(accepted.production), sample: sampleWords(accepted.production, since) }],
  );
  if (json) {
    printJson({ plans: planned.map(({ plan }) => plan), problems });
  } else {
    tellProblems(problems);
    if (planned.length > 0) print(planned.map(({ plan, sample }) => planText(plan, sample)).join("\n"));
  }
  return refuses(problems) ? 1 : 0;
});
