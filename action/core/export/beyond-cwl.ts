import type { Production, Step } from "../production/production.ts";

/** What a production asks for that standard CWL has no words for, each with the reason. */
export const beyondCwl = ({ steps }: Production): readonly string[] =>
  steps.flatMap((step) => [...ofStep(step, steps)]);

function* ofStep(step: Step, steps: readonly Step[]): Generator<string> {
  const { name, when, splitting, container } = step;
  if (when?.kind === "failed" || when?.kind === "or")
    yield `${name} has the condition of a step that failed: a CWL workflow ends where a job fails, and no step runs because of it.`;
  if (step.checks !== undefined)
    yield `${name} checks its outputs behind its payload: put what checks runs at the end of run.`;
  if (splitting.kind === "gigabytes")
    yield `${name} cuts its input by size (gbPerJob): CWL has no such splitting. Write filesPerJob.`;
  if (container?.startsWith("/cvmfs/") === true)
    yield `${name} runs in the image ${container}, a folder: CWL names images of a registry.`;
  for (const output of step.outputs.filter(({ pattern }) => pattern !== undefined))
    if (
      steps.some(({ inputs }) =>
        inputs.some(({ source }) => source.kind === "step" && source.step === name && source.output === output.name),
      )
    )
      yield `${output.name} of ${name} has files of a pattern and a later step reads it: which files there are must be known before, so that jobs can be cut.`;
}
