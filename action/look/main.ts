import { setOutput } from "@actions/core";
import { openMain, tokenEnvironment } from "../adapters/git/job-clone.ts";
import { conventionsOf } from "../adapters/git/revisions.ts";
import { closeWindows } from "../adapters/panda/take-secrets.ts";
import { openCatalogue } from "../adapters/rucio/open-catalogue.ts";
import { acting, info, warning } from "../adapters/runner/actions-report.ts";
import { pack } from "../adapters/runner/handed-on.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { writeLook } from "../core/catalogue/look-answer.ts";
import { quotable } from "../core/problems/problem.ts";
import { lookForPlans } from "../flows/look-up.ts";
import { readInputs } from "./inputs.ts";

await acting(async () => {
  closeWindows(process.env);
  const { token, url, temporary, rucio, datasets } = await readInputs(process.env);
  const clone = await openMain({ url, temporary, env: tokenEnvironment(token, url) });
  const ports = { open: openCatalogue(rucio), clock: systemClock() };
  const answer = await lookForPlans(ports, await conventionsOf(clone, "refs/remotes/origin/main"), datasets);
  setOutput("looked", await pack(writeLook(answer)));
  if (answer.kind === "not") warning(quotable(answer.why));
  else info(`${answer.look.found.size} of ${datasets.length} datasets looked up`);
  return 0;
});
