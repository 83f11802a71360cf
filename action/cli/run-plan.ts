import { planProduction } from "../core/plan/plan.ts";
import { needsSentence } from "../core/policy/need-words.ts";
import { Failure } from "../core/problems/failure.ts";
import { refuses } from "../core/problems/problem.ts";
import { type PlanForm, planAs } from "../core/view/plan-forms.ts";
import { planText } from "../core/view/plan-text.ts";
import { sampleWords } from "../core/view/sample-words.ts";
import { exiting, print, printJson, tellProblems } from "./command.ts";
import { judgePaths } from "./judge-paths.ts";
import { needsHere } from "./needs-here.ts";

type PlanFlags = { readonly json: boolean; readonly as?: PlanForm };

export const runPlan = exiting(async ({ json, as }: PlanFlags, ...paths: readonly string[]) => {
  if (json && as !== undefined)
    throw new Failure("--json and --as exclude each other.", { wayOut: "Remove one of them." });
  const { judged, notes } = await judgePaths(paths);
  const problems = [...judged.flatMap((one) => one.problems), ...notes];
  if (as !== undefined) {
    tellProblems(problems);
    const accepted = judged.flatMap((one) => (one.accepted === undefined ? [] : [one.accepted.production]));
    if (accepted.length > 0) print(planAs(as, accepted));
    return refuses(problems) ? 1 : 0;
  }
  const planned = judged.flatMap(({ accepted, since }) =>
    accepted === undefined
      ? []
      : [{ plan: planProduction(accepted.production), sample: sampleWords(accepted.production, since) }],
  );
  const approval = needsSentence(await needsHere(judged.flatMap(({ accepted }) => accepted?.production ?? [])));
  if (json) {
    printJson({ plans: planned.map(({ plan }) => plan), approval, problems });
  } else {
    tellProblems(problems);
    if (planned.length > 0)
      print(
        [
          ...planned.map(({ plan, sample }) => planText(plan, sample)),
          ...(approval === "" ? [] : [`${approval}\n`]),
        ].join("\n"),
      );
  }
  return refuses(problems) ? 1 : 0;
});
