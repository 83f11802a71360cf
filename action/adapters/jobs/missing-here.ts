import { readdir } from "node:fs/promises";
import type { Step } from "../../core/judge/production.ts";
import { cvmfsOf } from "../../core/plan/environment.ts";

/** What steps need and this machine does not have, in sentences: a container, a repository of CVMFS. */
export const missingHere = async (steps: readonly Step[]): Promise<readonly string[]> => {
  const missing: string[] = [];
  for (const step of steps) {
    if (step.container !== undefined)
      missing.push(`${step.name} runs in the container ${step.container}, which is not done here.`);
    for (const repository of cvmfsOf(step))
      if ((await readdir(repository).catch(() => undefined)) === undefined)
        missing.push(
          `${step.name} is set up from ${repository}, which is not mounted here. Mount CVMFS (package cvmfs, https://cernvm.cern.ch/fs), or run on a machine of the experiment that has it.`,
        );
  }
  return missing;
};
