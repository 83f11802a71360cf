import { type OddWorkflow, oddWorkflow, pileup, split } from "./odd-workflow.ts";

const outputs = (count: number): string => Array.from({ length: count }, (_, index) => `o${index}`).join(",");

/** The shapes of a workflow that PanDA and its sandbox must judge alike. */
export const oddWorkflows: readonly OddWorkflow[] = [
  oddWorkflow(
    "an option that prun no longer has",
    { args: `--outputs o.txt ${pileup} --forceStagedSecondary` },
    /unrecognized arguments/,
  ),
  oddWorkflow(
    "an input that prun does not know",
    { more: { opt_foo: { default: "x" } } },
    /unknown input parameter opt_foo/,
  ),
  oddWorkflow(
    "a secondary that is not there",
    { args: `--outputs o.txt ${pileup},IN3:1:%{SECDS2}` },
    /%\{SECDS2\} is unresolved/,
  ),
  oddWorkflow("eleven outputs", { args: `--outputs ${outputs(11)} ${pileup}` }, /Too many output files/),
  oddWorkflow(
    "a dataset name of more than 132 characters",
    { args: `--outputs ${"o".repeat(120)} ${pileup}` },
    /is too long/,
  ),
  oddWorkflow("a slash in an output", { args: `--outputs a/b ${pileup}` }, /contains '\/'/),
  oddWorkflow(
    "%{DS1} for a secondary, as in 2022",
    { args: `--outputs o.txt ${split} --secondaryDSs IN2:5:%{DS1}` },
    undefined,
  ),
  oddWorkflow(
    "a question about memory",
    { args: `--outputs o.txt --nFilesPerJob 1 --memory 5000` },
    /EOF when reading a line/,
  ),
  oddWorkflow("hours that are not whole", { args: `--outputs o.txt ${pileup} --maxWalltime 2.5` }, /invalid int value/),
  oddWorkflow(
    "two streams of one dataset",
    {
      args: `--outputs o.txt ${pileup},IN3:1:%{SECDS2}`,
      more: {
        opt_secondaryDSs: { source: ["background/outDS", "background/outDS"] },
        opt_secondaryDsTypes: { default: ["o.txt", "o.txt"] },
      },
    },
    undefined,
  ),
  oddWorkflow("two seeds", { more: { opt_exec: { default: "bash a.sh %RNDM:1 %RNDM:5 %IN %IN2" } } }, undefined),
  oddWorkflow("more files a job than prun allows", { args: `--outputs o.txt ${pileup} --nFilesPerJob 500` }, undefined),
  oddWorkflow("ten outputs", { args: `--outputs ${outputs(10)} ${pileup}` }, undefined),
];
