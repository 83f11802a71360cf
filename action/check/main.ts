import { openForValidation, tokenEnvironment } from "../adapters/git/job-clone.ts";
import { acting, annotate, summarize } from "../adapters/runner/actions-report.ts";
import { validateApart } from "../validate/validate-apart.ts";
import { readInputs } from "./inputs.ts";

await acting(async () => {
  const { token, url, temporary, wanted, cache, base, head } = readInputs(process.env);
  // The token has done its work before anything of the pull request is read.
  const clone = await openForValidation({ url, temporary, env: tokenEnvironment(token, url) }, wanted);
  const { problems, markdown, refused } = await validateApart({ clone, cache, base, head });
  for (const problem of problems) annotate(problem);
  await summarize(markdown);
  return refused ? 1 : 0;
});
