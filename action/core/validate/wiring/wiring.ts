import type { VersionStyle } from "../../conventions/version-style.ts";
import type { Problem } from "../../problems/problem.ts";
import type { MadeElsewhere, Wiring } from "../../production/connected-step.ts";
import type { Request } from "../../request/request.ts";
import { type Located, problemAt } from "../../text/places.ts";
import { countJobs } from "./count-jobs.ts";
import { checkExternal } from "./external-inputs.ts";
import { checkJoins } from "./joins.ts";
import { checkKeys } from "./keys.ts";
import { resolveReferences } from "./references.ts";
import { orderSteps } from "./step-order.ts";

/**
 * Resolves every `from`, orders the steps, and counts jobs and files along the chain. What other productions make counts
 * where the request does not say it; of what a rendering is made of, it says all.
 */
export const wireSteps = (
  where: Located,
  request: Request,
  style: VersionStyle,
  made: MadeElsewhere = new Map(),
): Wiring => {
  const external = checkExternal(where, request, style);
  const references = resolveReferences(where, request, external);
  const problems = [...external.problems, ...references.problems, ...unusedInputs(where, request)];
  const order = orderSteps(request, references.edges);
  if (order.kind === "cycle") {
    const [first] = order.steps;
    const circle = [...order.steps, first].join(" -> ");
    const problem = problemAt(where, ["steps", first ?? "", "in"], "step-cycle", {
      message: `Steps wait for each other: ${circle}.`,
    });
    return { steps: [], problems: [...problems, problem] };
  }
  const counted = countJobs(where, request, { external, made, edges: references.edges, order: order.steps });
  const joins = checkJoins(where, request, references.edges, counted);
  const carrying = new Set(
    [...counted.joins.values()].flatMap((join) => (join.kind === "identity" ? join.carrying : [])),
  );
  const keys = checkKeys(where, request, references.edges, counted.steps);
  const steps = counted.steps.map((step) => ({
    ...step,
    lineage: carrying.has(step.name),
    naming: carrying.has(step.name) ? undefined : keys.naming.get(step.name),
  }));
  return { steps, problems: [...problems, ...counted.problems, ...joins, ...keys.problems] };
};

const unusedInputs = (where: Located, request: Request): readonly Problem[] => {
  const read = new Set(Object.values(request.steps).flatMap(({ in: inputs = [] }) => inputs.map(({ from }) => from)));
  return Object.keys(request.inputs ?? {})
    .filter((input) => !read.has(input))
    .map((input) =>
      problemAt(where, ["inputs", input], "unused-input", {
        message: `No step reads the input \`${input}\`.`,
        key: true,
        severity: "warning",
      }),
    );
};
