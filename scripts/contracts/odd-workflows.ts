/** A child with one secondary input; each oddity of PanDA is one change to it. */
type Child = { readonly args?: string; readonly more?: Readonly<Record<string, unknown>> };

const split = "--nFilesPerJob 1 --noBuild -y";
const pileup = `${split} --secondaryDSs IN2:5:%{SECDS1}`;

export type OddWorkflow = { readonly name: string; readonly cwl: string; readonly refusal: RegExp | undefined };

/** What PanDA's parser refuses, and with which words; `undefined`: what it takes although it can only fail later. */
export const oddWorkflows: readonly OddWorkflow[] = [
  odd(
    "an option that prun no longer has",
    { args: `--outputs o.txt ${pileup} --forceStagedSecondary` },
    /unrecognized arguments/,
  ),
  odd("an input that prun does not know", { more: { opt_foo: { default: "x" } } }, /unknown input parameter opt_foo/),
  odd(
    "a secondary that is not there",
    { args: `--outputs o.txt ${pileup},IN3:1:%{SECDS2}` },
    /%\{SECDS2\} is unresolved/,
  ),
  odd("eleven outputs", { args: `--outputs ${outputs(11)} ${pileup}` }, /Too many output files/),
  odd("a dataset name of more than 132 characters", { args: `--outputs ${"o".repeat(120)} ${pileup}` }, /is too long/),
  odd("a slash in an output", { args: `--outputs a/b ${pileup}` }, /contains '\/'/),
  odd(
    "%{DS1} for a secondary, as in 2022",
    { args: `--outputs o.txt ${split} --secondaryDSs IN2:5:%{DS1}` },
    undefined,
  ),
  odd("a question about memory", { args: `--outputs o.txt --nFilesPerJob 1 --memory 5000` }, /EOF when reading a line/),
  odd("hours that are not whole", { args: `--outputs o.txt ${pileup} --maxWalltime 2.5` }, /invalid int value/),
  odd(
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
  odd("two seeds", { more: { opt_exec: { default: "bash a.sh %RNDM:1 %RNDM:5 %IN %IN2" } } }, undefined),
  odd("more files a job than prun allows", { args: `--outputs o.txt ${pileup} --nFilesPerJob 500` }, undefined),
  odd("ten outputs", { args: `--outputs ${outputs(10)} ${pileup}` }, undefined),
];

function odd(
  name: string,
  { args = `--outputs o.txt ${pileup}`, more = {} }: Child,
  refusal: RegExp | undefined,
): OddWorkflow {
  const source = {
    opt_exec: { default: "bash a.sh" },
    opt_args: { default: "--outputs o.txt --nJobs 2 --noBuild -y" },
  };
  const child = {
    opt_inDS: { source: "signal/outDS" },
    opt_inDsType: { default: "o.txt" },
    opt_secondaryDSs: { source: ["background/outDS"] },
    opt_secondaryDsTypes: { default: ["o.txt"] },
    opt_exec: { default: "bash a.sh %IN %IN2" },
    opt_args: { default: args },
    ...more,
  };
  const step = (inputs: object): object => ({ run: "prun", in: inputs, out: ["outDS"] });
  const workflow = {
    cwlVersion: "v1.2",
    class: "Workflow",
    requirements: { MultipleInputFeatureRequirement: {} },
    inputs: [],
    outputs: { pileup_outDS: { type: "string", outputSource: "pileup/outDS" } },
    steps: { signal: step(source), background: step(source), pileup: step(child) },
  };
  return { name, cwl: JSON.stringify(workflow, null, 2), refusal }; // JSON is YAML
}

function outputs(count: number): string {
  return Array.from({ length: count }, (_, index) => `o${index}`).join(",");
}
