import { Failure } from "../problems/failure.ts";
import { stated } from "./mapping.ts";

/** A step or an input, which is a bash array too. iDDS and PanDA's parser have names with several `_` in a row. */
export const stepName = "[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*";
/** Characters. */
export const maxStepName = 40;

const wholeName = new RegExp(`^${stepName}$`);

export const isStepName = (text: string): boolean => text.length <= maxStepName && wholeName.test(text);

/** What a person names of submissions: one, all runs of a version, a step, an output of it. */
export type MeantFiles = {
  readonly tag: string;
  readonly version: string;
  readonly run: number | "all" | undefined;
  readonly step?: string;
  readonly output?: string;
};

export const meantFiles = (name: string): MeantFiles => {
  const [, tag, version, run, step, output] =
    /^([A-Za-z0-9][A-Za-z0-9._-]*)@([A-Za-z0-9][A-Za-z0-9._-]*)(?:#([1-9][0-9]{0,7}|\*))?(?:\/([^/]*)(?:\/([^/]+))?)?$/.exec(
      name,
    ) ?? [];
  if (tag === undefined || version === undefined || (step !== undefined && !isStepName(step)))
    throw new Failure(`${name} is not the name of a submission.`, {
      wayOut:
        "Write TAG@VERSION, TAG@VERSION#RUN or TAG@VERSION#*, with /STEP for one step and /STEP/OUTPUT for one of its outputs.",
    });
  return {
    tag,
    version,
    run: run === "*" ? "all" : run === undefined ? undefined : Number(run),
    ...stated({ step, output }),
  };
};
