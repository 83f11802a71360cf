import { buildCommand } from "@stricli/core";
import { jsonFlag, pathParameters } from "./command.ts";

export const planCommand = buildCommand({
  docs: { brief: "Show what would run: jobs, cost, datasets, prun commands" },
  parameters: { positional: pathParameters, flags: { json: jsonFlag } },
  loader: async () => (await import("./run-plan.ts")).runPlan,
});
