import type { Request } from "../../request/request.ts";
import type { Edge } from "./references.ts";

export type StepOrder =
  | { readonly kind: "ordered"; readonly steps: readonly string[] }
  | { readonly kind: "cycle"; readonly steps: readonly string[] };

/** Sweeps in the author's order: a step follows as soon as its producers are placed. */
export const orderSteps = (request: Request, edges: readonly Edge[]): StepOrder => {
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

export const producersOf = (step: string, edges: readonly Edge[]): readonly string[] =>
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
