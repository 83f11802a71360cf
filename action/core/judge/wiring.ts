import { suggestName } from "../nearest-name.ts";
import type { Problem } from "../problem.ts";
import type { InputSource, StepInput } from "../production.ts";
import { type Located, type Path, problemAt } from "../request/places.ts";
import type { Request, RequestStep } from "../request/request.ts";
import { judgeSupply } from "./supply.ts";

export type Wired = { readonly name: string; readonly inputs: readonly StepInput[]; readonly jobs: number };
export type Wiring = { readonly steps: readonly Wired[]; readonly problems: readonly Problem[] };

/** Resolves every `from`, orders the steps, and counts jobs and files along the chain. */
export const wireSteps = (where: Located, request: Request): Wiring => {
  const references = resolveReferences(where, request);
  const unusedInputs = Object.keys(request.inputs ?? {})
    .filter((input) => !references.edges.some((edge) => edge.source.kind === "dataset" && edge.source.input === input))
    .map((input) =>
      problemAt(where, ["inputs", input], "unused-input", `No step reads the input \`${input}\`.`, {
        key: true,
        severity: "warning",
      }),
    );
  const order = orderSteps(request, references.edges);
  if (order.kind === "cycle") {
    const [first] = order.steps;
    const circle = [...order.steps, first].join(" -> ");
    const problem = problemAt(
      where,
      ["steps", first ?? "", "in"],
      "step-cycle",
      `Steps wait for each other: ${circle}.`,
    );
    return { steps: [], problems: [...references.problems, ...unusedInputs, problem] };
  }
  const counted = countJobs(where, request, references.edges, order.steps);
  return { steps: counted.steps, problems: [...references.problems, ...unusedInputs, ...counted.problems] };
};

type Edge = { readonly step: string; readonly index: number; readonly source: InputSource };

const resolveReferences = (
  where: Located,
  request: Request,
): { readonly edges: readonly Edge[]; readonly problems: readonly Problem[] } => {
  const edges: Edge[] = [];
  const problems: Problem[] = [];
  const external = request.inputs ?? {};
  const known = [...Object.keys(request.steps), ...Object.keys(external)];
  for (const name of Object.keys(external).filter((input) => Object.hasOwn(request.steps, input))) {
    problems.push(
      problemAt(where, ["inputs", name], "ambiguous-name", `\`${name}\` is a step and an input.`, { key: true }),
    );
  }
  for (const [step, { in: inputs = [] }] of Object.entries(request.steps)) {
    for (const [index, { from, output }] of inputs.entries()) {
      const path: Path = ["steps", step, "in", index, "from"];
      const producer = Object.hasOwn(request.steps, from) ? request.steps[from] : undefined;
      const dataset = Object.hasOwn(external, from) ? external[from] : undefined;
      if (producer !== undefined) {
        const picked = pickOutput(where, path, from, producer, output);
        if (typeof picked === "string")
          edges.push({ step, index, source: { kind: "step", step: from, output: picked } });
        else problems.push(picked);
      } else if (dataset !== undefined) {
        if (output !== undefined)
          problems.push(
            problemAt(
              where,
              ["steps", step, "in", index, "output"],
              "unknown-output",
              `\`${from}\` is a dataset and not a step; there is no output to choose.`,
              { key: true },
            ),
          );
        edges.push({ step, index, source: { kind: "dataset", input: from, dataset: dataset.dataset } });
      } else {
        problems.push(
          problemAt(where, path, "unknown-reference", `\`${from}\` is neither a step nor an input.`, {
            hint: suggestName(
              from,
              known.filter((name) => name !== step),
            ),
          }),
        );
      }
    }
  }
  return { edges, problems };
};

const pickOutput = (
  where: Located,
  path: Path,
  from: string,
  producer: RequestStep,
  output: string | undefined,
): string | Problem => {
  const outputs = producer.out;
  if (output !== undefined) {
    return outputs.includes(output)
      ? output
      : problemAt(where, path, "unknown-output", `Step \`${from}\` makes no "${output}".`, {
          hint: suggestName(output, outputs),
        });
  }
  const [only, ...others] = outputs;
  if (only !== undefined && others.length === 0) return only;
  return problemAt(
    where,
    path,
    "ambiguous-output",
    `Step \`${from}\` makes ${outputs.join(", ")}; say which with \`output:\`.`,
  );
};

type Order =
  | { readonly kind: "ordered"; readonly steps: readonly string[] }
  | { readonly kind: "cycle"; readonly steps: readonly string[] };

/** Sweeps in the author's order: a step follows as soon as its producers stand. */
const orderSteps = (request: Request, edges: readonly Edge[]): Order => {
  const ordered: string[] = [];
  let waiting = Object.keys(request.steps);
  while (waiting.length > 0) {
    const ready = waiting.filter((step) => producersOf(step, edges).every((producer) => ordered.includes(producer)));
    if (ready.length === 0) return { kind: "cycle", steps: circleAmong(waiting, edges) };
    ordered.push(...ready);
    waiting = waiting.filter((step) => !ready.includes(step));
  }
  return { kind: "ordered", steps: ordered };
};

const producersOf = (step: string, edges: readonly Edge[]): readonly string[] =>
  edges.flatMap((edge) => (edge.step === step && edge.source.kind === "step" ? [edge.source.step] : []));

/** Every waiting step has a waiting producer, so walking upstream must come round. */
const circleAmong = (waiting: readonly string[], edges: readonly Edge[]): readonly string[] => {
  const walked: string[] = [];
  let step = waiting[0];
  while (step !== undefined && !walked.includes(step)) {
    walked.push(step);
    step = producersOf(step, edges).find((producer) => waiting.includes(producer));
  }
  return step === undefined ? walked : walked.slice(walked.indexOf(step)).toReversed();
};

const countJobs = (where: Located, request: Request, edges: readonly Edge[], order: readonly string[]): Wiring => {
  const jobsOf = new Map<string, number>();
  const unsure = new Set<string>();
  const problems: Problem[] = [];
  const steps = order.map((name): Wired => {
    const step = request.steps[name];
    const written = step?.in ?? [];
    const inputs = edges
      .filter((edge) => edge.step === name)
      .map(({ index, source }): StepInput => {
        const files =
          source.kind === "step" ? (jobsOf.get(source.step) ?? 0) : (request.inputs?.[source.input]?.expect.files ?? 0);
        return { source, files, filesPerJob: written[index]?.filesPerJob ?? 1, reuse: written[index]?.reuse ?? false };
      });
    const [primary] = inputs;
    if (primary === undefined && step?.jobs === undefined && written.length === 0) {
      problems.push(
        problemAt(
          where,
          ["steps", name],
          "jobs-missing",
          `Step \`${name}\` has no input and does not say how many \`jobs\`.`,
          { key: true },
        ),
      );
    }
    if (step?.jobs !== undefined && written.length > 0) {
      problems.push(
        problemAt(
          where,
          ["steps", name, "jobs"],
          "jobs-with-inputs",
          `Step \`${name}\` has inputs; their files decide how many jobs run.`,
          { key: true },
        ),
      );
    }
    const jobs = primary === undefined ? (step?.jobs ?? 1) : Math.ceil(primary.files / primary.filesPerJob);
    jobsOf.set(name, jobs);
    // A count that rests on a reference which does not resolve would accuse steps that are right.
    if (inputs.length < written.length || producersOf(name, edges).some((producer) => unsure.has(producer)))
      unsure.add(name);
    else problems.push(...judgeSupply(where, name, inputs, jobs));
    return { name, inputs, jobs };
  });
  return { steps, problems };
};
