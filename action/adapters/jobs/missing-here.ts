import { readdir } from "node:fs/promises";
import { cvmfsOf } from "../../core/plan/untried.ts";
import type { Step } from "../../core/production/production.ts";
import { type ContainerTool, toolFor } from "./container.ts";

/** What steps need and this machine does not have, in sentences: a program for containers, a repository of CVMFS. */
export const missingHere = async (
  steps: readonly Step[],
  tools: readonly ContainerTool[],
): Promise<readonly string[]> => {
  const missing: string[] = [];
  for (const step of steps) {
    if (step.container !== undefined && toolFor(tools, step.container) === undefined)
      missing.push(`${step.name} runs in the container ${step.container}. ${wayToATool(step.container)}`);
    for (const repository of cvmfsOf(step))
      if ((await readdir(repository).catch(() => undefined)) === undefined)
        missing.push(
          `${step.name} is set up from ${repository}, which is not mounted here. Mount CVMFS (package cvmfs, https://cernvm.cern.ch/fs), or run on a machine of the experiment that has it.`,
        );
  }
  return missing;
};

const wayToATool = (container: string): string =>
  container.startsWith("/")
    ? "It is a folder, which apptainer alone runs, and apptainer is not installed here: install it (package apptainer, https://apptainer.org)."
    : "Neither apptainer nor podman is installed here: install one of them (packages apptainer and podman).";
