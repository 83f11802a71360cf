import { readFileSync } from "node:fs";
import { shippedWorkflowNames } from "../action/core/init/extra-workflows.ts";

/** What docs/setup.md says of the workflows' tokens: the lines `      contents: read # why` below each job. */
export const permissionsList = (): string => shippedWorkflowNames.flatMap(permissionsOf).join("\n");

const permissionsOf = (workflow: string): readonly string[] => {
  let job = "";
  return readFileSync(new URL(`../.github/workflows/${workflow}.yml`, import.meta.url), "utf8")
    .split("\n")
    .flatMap((line) => {
      job = /^ {2}(\w+):$/.exec(line)?.[1] ?? job;
      const [, permission, why] = /^ {6}([a-z-]+: (?:read|write)) # (.+)$/.exec(line) ?? [];
      return permission === undefined || why === undefined
        ? []
        : [`- \`${workflow}\`, ${job}, \`${permission}\`: ${why}`];
    });
};
