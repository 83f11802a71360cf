import { openForValidation, tokenEnvironment } from "../adapters/git/job-clone.ts";
import { acting, annotate, summarize } from "../adapters/runner/actions-report.ts";
import { validateApart } from "../validate/validate-apart.ts";
import { readFetchInputs, readInputs } from "./inputs.ts";

await acting(async () => {
  // The token has done its work before anything of the pull request is read.
  const clone = await fetchChange();
  const { problems, markdown, refused } = await validateApart({ ...readInputs(process.env), clone });
  for (const problem of problems) annotate(problem);
  await summarize(markdown);
  return refused ? 1 : 0;
});

async function fetchChange(): Promise<string> {
  const { token, url, temporary, wanted } = readFetchInputs(process.env);
  return openForValidation({ url, temporary, env: tokenEnvironment(token, url) }, wanted);
}
