import { buildCommand } from "@stricli/core";
import { jsonFlag, pathParameters, switchFlag, textFlag } from "./parameters.ts";

export const planCommand = buildCommand({
  docs: { brief: "Show what would run: jobs, cost, datasets, prun commands" },
  parameters: {
    positional: pathParameters,
    flags: {
      json: jsonFlag,
      look: switchFlag("Look its input data up in the experiment's Rucio"),
      tag: textFlag("Of several productions, such as variants, only the one with this tag", "TAG"),
      as: {
        kind: "enum",
        values: ["prun", "cwl", "native"],
        brief: "Print only the prun commands, or the workflow in CWL or in PanDA's native format; seeds start at 1",
        optional: true,
      },
    },
  },
  loader: async () => (await import("../run/run-plan.ts")).runPlan,
});
