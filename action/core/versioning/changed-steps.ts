import type { Production, Step } from "../production/production.ts";
import { sha256 } from "../text/canonical-json.ts";

/** Names of the steps whose jobs do something else than before, in the order of the file. Nothing before: all of them. */
export const changedSteps = (before: Production | undefined, after: Production): readonly string[] => {
  const known = new Map(before?.steps.map((step) => [step.name, ofJobs(before, step)]));
  return after.steps.filter((step) => known.get(step.name) !== ofJobs(after, step)).map(({ name }) => name);
};

/** What a job sees and does. Where and how often PanDA runs it is not among it. */
const ofJobs = ({ request }: Production, step: Step): string => {
  const { build, inputs, outputs, eventsPerJob, memory, retryMemory, cores, walltime, setup, container, seed } = step;
  const { naming, lineage, parameters, table, row, resources, run, splitting, copyInputs, checks } = step;
  const files = resources.map(({ path, mode, bytes }) => [path, mode, sha256(bytes)]);
  return JSON.stringify([
    [request.conditions, build, setup, container, run, parameters, files],
    [inputs, outputs, splitting, copyInputs, naming, lineage, table, row, seed],
    [eventsPerJob, memory, retryMemory, cores, walltime].map((value) => value ?? null),
    ...(checks === undefined ? [] : [checks]),
  ]);
};
