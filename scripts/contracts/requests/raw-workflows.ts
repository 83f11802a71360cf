import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inputsFile, workflowFile } from "../../../action/core/render/rendering.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { type OddWorkflow, oddWorkflow, pileup } from "../odd-workflow.ts";
import type { ComparedWorkflow } from "./compared-workflow.ts";

/** What PanDA takes and the request language does not say. */
export const rawWorkflows: readonly OddWorkflow[] = [
  oddWorkflow(
    "a condition",
    { more: { opt_exec: { default: "bash a.sh %IN2" } }, when: "$(!self.opt_inDS)" },
    undefined,
  ),
  oddWorkflow("a container image", { more: { opt_containerImage: { default: "docker://some/image" } } }, undefined),
  oddWorkflow("a priority", { args: `--outputs o.txt ${pileup} --priority 950` }, undefined),
  oddWorkflow(
    "two sites, eight cores and a reusable secondary",
    { args: `--outputs o.txt,p.txt ${pileup} --site A,B --nCore 8 --reusableSecondary IN2` },
    undefined,
  ),
];

export const writeRaw = async ({ cwl }: OddWorkflow): Promise<ComparedWorkflow> => {
  const temporary = temporaryFolder("shrek-contracts-raw-");
  const dir = temporary.path;
  await writeFile(join(dir, workflowFile), cwl);
  await writeFile(join(dir, inputsFile), "{}\n");
  return {
    dir,
    plan: {
      outDS: "user.tester.raw",
      label: "test",
      contentDigest: "0".repeat(64),
      steps: ["signal", "background", "pileup"].map((step) => ({ step })),
    },
    [Symbol.dispose]: temporary.remove,
  };
};
