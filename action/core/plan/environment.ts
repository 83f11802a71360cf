import type { Step } from "../production/production.ts";

/** Repositories of CVMFS that a step's set-up line or image needs, such as `/cvmfs/sphenix.sdcc.bnl.gov`. */
export const cvmfsOf = ({ setup = "", container = "" }: Pick<Step, "setup" | "container">): readonly string[] => [
  ...new Set([...`${setup}\n${container}`.matchAll(/\/cvmfs\/[A-Za-z0-9][A-Za-z0-9.-]*/g)].map(([path]) => path)),
];
