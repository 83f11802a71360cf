import type { Problem } from "../../problems/problem.ts";
import type { InputSource } from "../../production/production.ts";
import { outputName, type Request, type RequestStep } from "../../request/request.ts";
import { suggestName } from "../../text/nearest-name.ts";
import { type Located, type Path, problemAt } from "../../text/places.ts";
import type { External } from "./external-inputs.ts";

/** One `from` that was found: which input of which step reads what. */
export type Edge = { readonly step: string; readonly index: number; readonly source: InputSource };

export const resolveReferences = (
  where: Located,
  request: Request,
  { sources }: External,
): { readonly edges: readonly Edge[]; readonly problems: readonly Problem[] } => {
  const edges: Edge[] = [];
  const external = request.inputs ?? {};
  const problems: Problem[] = Object.keys(external)
    .filter((input) => Object.hasOwn(request.steps, input))
    .map((name) =>
      problemAt(where, ["inputs", name], "ambiguous-name", {
        message: `\`${name}\` is a step and an input.`,
        key: true,
      }),
    );
  for (const [step, { in: inputs = [] }] of Object.entries(request.steps)) {
    for (const [index, { from, output }] of inputs.entries()) {
      const path: Path = ["steps", step, "in", index, "from"];
      const producer = Object.hasOwn(request.steps, from) ? request.steps[from] : undefined;
      if (producer !== undefined) {
        const picked = pickOutput(where, path, { from, output }, producer);
        if (typeof picked === "string")
          edges.push({ step, index, source: { kind: "step", step: from, output: picked } });
        else problems.push(picked);
      } else if (Object.hasOwn(external, from)) {
        if (output !== undefined) problems.push(outputOfInput(where, step, index, from));
        const source = sources.get(from)?.source;
        if (source !== undefined) edges.push({ step, index, source });
      } else {
        const known = [...Object.keys(request.steps), ...Object.keys(external)].filter((name) => name !== step);
        problems.push(
          problemAt(where, path, "unknown-reference", {
            message: `\`${from}\` is neither a step nor an input.`,
            hint: suggestName(from, known),
          }),
        );
      }
    }
  }
  return { edges, problems };
};

const outputOfInput = (where: Located, step: string, index: number, from: string): Problem =>
  problemAt(where, ["steps", step, "in", index, "output"], "unknown-output", {
    message: `\`${from}\` is not a step; choose its output under \`inputs\`.`,
    key: true,
  });

const pickOutput = (
  where: Located,
  path: Path,
  { from, output }: { readonly from: string; readonly output: string | undefined },
  producer: RequestStep,
): string | Problem => {
  const outputs = producer.out.map(outputName);
  if (output !== undefined) {
    return outputs.includes(output)
      ? output
      : problemAt(where, [...path.slice(0, -1), "output"], "unknown-output", {
          message: `Step \`${from}\` has no output "${output}".`,
          hint: suggestName(output, outputs),
        });
  }
  const [only, ...others] = outputs;
  if (only !== undefined && others.length === 0) return only;
  return problemAt(where, path, "ambiguous-output", {
    message: `Step \`${from}\` has several outputs: ${outputs.join(", ")}; choose one with \`output:\`.`,
  });
};
