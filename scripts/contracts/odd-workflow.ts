/** A child with one secondary input; each oddity of PanDA is one change to it. */
type Child = { readonly args?: string; readonly more?: Readonly<Record<string, unknown>>; readonly when?: string };

export const split = "--nFilesPerJob 1 --noBuild -y";
export const pileup = `${split} --secondaryDSs IN2:5:%{SECDS1}`;

/** What PanDA's parser refuses, and with which words; `undefined`: what it takes, although it may fail later. */
export type OddWorkflow = { readonly name: string; readonly cwl: string; readonly refusal: RegExp | undefined };

export const oddWorkflow = (
  name: string,
  { args = `--outputs o.txt ${pileup}`, more = {}, when }: Child,
  refusal: RegExp | undefined,
): OddWorkflow => {
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
    steps: {
      signal: step(source),
      background: step(source),
      pileup: { ...step(child), ...(when === undefined ? {} : { when }) },
    },
  };
  return { name, cwl: JSON.stringify(workflow, null, 2), refusal }; // JSON is YAML
};
