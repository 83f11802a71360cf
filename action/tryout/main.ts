import { mainWanted, openClone } from "../adapters/git/job-clone.ts";
import { acting, info, summarize } from "../adapters/runner/actions-report.ts";
import { loginsHere } from "../adapters/system/logins-here.ts";
import { failedOf, reportsOf } from "../core/jobs/run-report.ts";
import type { Env } from "../core/login/server-url.ts";
import { Failure } from "../core/problems/failure.ts";
import { tryoutMarkdown, tryoutText } from "../core/view/local/tryout-markdown.ts";
import { readInputs } from "./inputs.ts";
import { tryEach } from "./try-each.ts";

/** A payload can read whatever its machine holds. */
const refuseLogins = async (env: Env): Promise<void> => {
  const found = await loginsHere(env, process.getuid?.() ?? 0);
  if (found.length > 0)
    throw new Failure(`This machine holds logins, which a payload could use: ${found.join(", ")}.`, {
      wayOut: "Give try-outs a machine, or an account on it, that has none of them.",
    });
};

await acting(async () => {
  const inputs = readInputs(process.env);
  if (inputs.isOwnMachine) await refuseLogins(process.env);
  const clone = await openClone(inputs.place, [mainWanted, inputs.head]);
  const view = await tryEach(clone, inputs);
  info(tryoutText(view));
  await summarize(tryoutMarkdown(view));
  const failed = view.tried.flatMap(({ here }) => failedOf(here.flatMap(reportsOf)));
  return view.stoppedAfter === undefined && failed.length === 0 ? 0 : 1;
});
