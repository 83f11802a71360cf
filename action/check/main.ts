import { acting, annotate, summarize } from "../adapters/runner/actions-report.ts";
import { judgeApart } from "../judge/judge-apart.ts";
import { readInputs } from "./inputs.ts";

await acting(async () => {
  const { problems, markdown, refused } = await judgeApart(readInputs(process.env));
  for (const problem of problems) annotate(problem);
  await summarize(markdown);
  return refused ? 1 : 0;
});
