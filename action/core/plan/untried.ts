import type { Production, Step } from "../production/production.ts";
import { joinedBy } from "../text/amounts.ts";

/** A step that a try-out on a machine without CVMFS and without data passes over, and why. */
export type UntriedStep = { readonly step: string; readonly why: string };

export const untriedSteps = ({ steps }: Pick<Production, "steps">): readonly UntriedStep[] => {
  const untried: UntriedStep[] = [];
  for (const step of steps) {
    const needed = untried.find(({ step: name }) =>
      step.inputs.some(({ source }) => source.kind === "step" && source.step === name),
    );
    const why = [...ownReasons(step), ...(needed === undefined ? [] : [`reads what ${needed.step} makes`])];
    if (why.length > 0) untried.push({ step: step.name, why: joinedBy(why, "and") });
  }
  return untried;
};

const ownReasons = (step: Step): readonly string[] => {
  const outside = step.inputs.flatMap(({ source }) => (source.kind === "step" ? [] : [source.input]));
  const repositories = cvmfsOf(step);
  const byPath = step.table?.cut?.jobs[0]?.files.flat().some((file) => file.startsWith("/")) === true;
  return [
    ...(repositories.length === 0 ? [] : [`is set up from ${joinedBy(repositories, "and")}`]),
    ...(outside.length === 0 ? [] : [`reads ${joinedBy(outside, "and")} from outside`]),
    ...(byPath ? ["opens files by their paths"] : []),
  ];
};

/** Repositories of CVMFS that a step's set-up line or image needs, such as `/cvmfs/sphenix.sdcc.bnl.gov`. */
export const cvmfsOf = ({ setup = "", container = "" }: Pick<Step, "setup" | "container">): readonly string[] => [
  ...new Set([...`${setup}\n${container}`.matchAll(/\/cvmfs\/[A-Za-z0-9][A-Za-z0-9.-]*/g)].map(([path]) => path)),
];
