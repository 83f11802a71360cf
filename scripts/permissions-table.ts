import { readFileSync } from "node:fs";
import { shippedWorkflowNames } from "../action/core/init/extra-workflows.ts";
import { table } from "./made-tables.ts";

/** What docs/setup.md says of the workflows' tokens: the lines `      contents: read # why` below each job. */
export const permissionsTable = (): string =>
  table(["workflow, job", "permission", "for"], shippedWorkflowNames.flatMap(permissionsOf));

const permissionsOf = (workflow: string): readonly (readonly string[])[] => {
  let job = "";
  return readFileSync(new URL(`../.github/workflows/${workflow}.yml`, import.meta.url), "utf8")
    .split("\n")
    .flatMap((line) => {
      job = /^ {2}(\w+):$/.exec(line)?.[1] ?? job;
      const [, permission, why] = /^ {6}([a-z-]+: (?:read|write)) # (.+)$/.exec(line) ?? [];
      return permission === undefined || why === undefined
        ? []
        : [[`\`${workflow}\`, ${job}`, `\`${permission}\``, why]];
    });
};
