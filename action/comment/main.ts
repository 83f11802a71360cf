import { setOutput } from "@actions/core";
import { openRepo } from "../adapters/github/octokit.ts";
import { acting } from "../adapters/runner/actions-report.ts";
import { pack } from "../adapters/runner/handed-on.ts";
import { readInputs } from "./inputs.ts";
import { namesAsked, writePlans } from "./plan-text.ts";
import { sayPlans } from "./say-plans.ts";
import { validatePulls } from "./validate-pulls.ts";

await acting(async () => {
  const inputs = readInputs(process.env);
  const place = openRepo(inputs.token, inputs.repository);
  if (inputs.part === "say") return orThrow(await sayPlans(place, inputs));
  const { plans, failures } = await validatePulls(place, inputs);
  setOutput("plans", await pack(writePlans(plans)));
  const asked = namesAsked(plans);
  setOutput("datasets", asked.length === 0 ? "" : await pack(JSON.stringify(asked)));
  return orThrow(failures);
});

/** The first says why; what all of them did is in the comments. */
function orThrow(failures: readonly unknown[]): 0 {
  if (failures.length > 0) throw failures[0];
  return 0;
}
