import type { Plan, PlannedStep } from "./plan.ts";

/** The workflow as a Mermaid graph: GitHub draws it, a terminal shows the text. Step and input names are letters and digits. */
export const mermaidGraph = (plan: Plan): string => {
  const nodes = plan.steps.map(
    ({ step, jobs }) => `  ${step}["${step}<br/>${jobs ?? "?"} ${jobs === 1 ? "job" : "jobs"}"]`,
  );
  const edges = plan.steps.flatMap((planned) => [...reads(plan, planned), ...watches(planned)]);
  return ["graph TD", ...nodes, ...edges].join("\n");
};

const reads = (plan: Plan, { step, inputs, pairs }: PlannedStep): readonly string[] =>
  inputs.map((input, index) => {
    const { dataset, name, stream } = input;
    const producer = plan.steps.find(({ outputs }) => outputs.some((output) => output.dataset === dataset));
    const label = inputLabel(input);
    const arrow = (pairs?.includes(name) ?? index === 0) ? "-->" : "-.->";
    return producer === undefined
      ? `  ${step}_${stream}[("${dataset.replace(/[<>]/g, "")}")] ${arrow}|${label}| ${step}`
      : `  ${producer.step} ${arrow}|${label}| ${step}`;
  });

/** `3 a job, reused` */
export const inputLabel = ({ filesPerJob, all, reuse }: PlannedStep["inputs"][number]): string =>
  `${all === true ? "all " : ""}${filesPerJob ?? "by size"}${filesPerJob === null ? "" : " a job"}${reuse ? ", reused" : ""}`;

/** A step that runs when another failed reads nothing of it. */
const watches = ({ step, inputs, parents }: PlannedStep): readonly string[] =>
  inputs.length > 0 ? [] : parents.map((parent) => `  ${parent} -.->|if it fails| ${step}`);
