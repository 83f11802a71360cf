import { counted } from "../text/amounts.ts";
import { type Plan, type PlannedInput, type PlannedStep, sum } from "./plan.ts";

/**
 * The workflow as a Mermaid graph: what each step makes, and which data go from one to the next. GitHub draws it, a
 * terminal shows the text. A step may be called `end` or `click`, words of Mermaid, so that nodes have made-up ids.
 */
export const mermaidGraph = (plan: Plan): string => {
  const ids = new Map(plan.steps.map(({ step }, index) => [step, `s${index + 1}`]));
  const outside = outsideOf(plan);
  const nodes = plan.steps.map((step) => `  ${ids.get(step.step)}["${step.step}<br/>${madeParts(step).join(" · ")}"]`);
  const data = [...outside].map(([dataset, id]) => `  ${id}[("${drawnName(dataset)}")]`);
  const edges = plan.steps.flatMap((step) => [
    ...step.inputs.map((input, index) => {
      const from = producerOf(plan, input);
      const arrow = (step.pairs?.includes(input.name) ?? index === 0) ? "-->" : "-.->";
      const label = from === undefined ? readText(input) : `${drawnName(from.output)}: ${readText(input)}`;
      const id = from === undefined ? outside.get(input.dataset) : ids.get(from.step);
      return `  ${id} ${arrow}|"${label}"| ${ids.get(step.step)}`;
    }),
    ...watchedBy(step).map((parent) => `  ${ids.get(parent)} -.->|"if it fails"| ${ids.get(step.step)}`),
  ]);
  const graph = ["graph TD", ...nodes, ...data, ...edges].join("\n");
  return edges.length <= maxEdges && graph.length <= maxText
    ? graph
    : `graph TD\n  s1["${counted(plan.steps.length, "step")}, ${counted(edges.length, "connection")}:<br/>more than a page of GitHub draws"]`;
};
/** Mermaid draws neither more edges nor more characters, and GitHub leaves it at that. */
const maxEdges = 500;
const maxText = 50_000;

/** An id for each of the data that no step makes. */
const outsideOf = (plan: Plan): ReadonlyMap<string, string> => {
  const read = plan.steps.flatMap(({ inputs }) => inputs.filter((input) => producerOf(plan, input) === undefined));
  return new Map([...new Set(read.map(({ dataset }) => dataset))].map((dataset, index) => [dataset, `d${index + 1}`]));
};

/** The step and output that an input reads; `undefined`: it comes from outside. */
export const producerOf = ({ steps }: Plan, { dataset }: PlannedInput) =>
  steps
    .flatMap(({ step, outputs }) => outputs.map((output) => ({ step, ...output })))
    .find((output) => output.dataset === dataset);

/** `500 jobs` and `1 000 files` */
export const madeParts = ({ jobs, outputs }: PlannedStep): readonly string[] => [
  counted(jobs, "job"),
  ...(outputs.length === 0 ? [] : [counted(sum(outputs.map(({ files }) => files)), "file")]),
];

/** `500 files, 3 a job` */
export const readText = (input: PlannedInput): string => `${counted(input.files, "file")}, ${inputLabel(input)}`;

/** `3 a job, reused` */
const inputLabel = ({ filesPerJob, all, reuse }: PlannedInput): string =>
  `${all === true ? "all " : ""}${filesPerJob ?? "by size"}${filesPerJob === null ? "" : " a job"}${reuse ? ", reused" : ""}`;

/** A step that runs when another failed reads nothing of it. */
export const watchedBy = ({ inputs, parents }: PlannedStep): readonly string[] => (inputs.length > 0 ? [] : parents);

/** Nothing but characters of datasets, so that no name is markup or a word of Mermaid; of a long one both ends. */
const drawnName = (name: string): string => {
  const plain = name.replace(/[^A-Za-z0-9 ._:@/*-]/g, "").trim() || "data";
  return plain.length > shownName ? `${plain.slice(0, shownName - 23)}...${plain.slice(-20)}` : plain;
};
const shownName = 80;
