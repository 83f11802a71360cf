import { openClone } from "../adapters/git/job-clone.ts";
import { acting, summarize } from "../adapters/runner/actions-report.ts";
import { info } from "../adapters/runner/job-log.ts";
import { failedOf, reportsOf } from "../core/jobs/run-report.ts";
import { tryoutMarkdown, tryoutText } from "../core/view/local/tryout-markdown.ts";
import { readInputs } from "./inputs.ts";
import { tryEach } from "./try-each.ts";

await acting(async () => {
  const inputs = readInputs(process.env);
  const clone = await openClone(inputs.place, [inputs.base, inputs.head]);
  const view = await tryEach(clone, inputs);
  info(tryoutText(view));
  await summarize(tryoutMarkdown(view));
  const failed = view.tried.flatMap(({ here }) => failedOf(here.flatMap(reportsOf)));
  return view.stoppedAfter === undefined && failed.length === 0 ? 0 : 1;
});
