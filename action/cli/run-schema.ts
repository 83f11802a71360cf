import { readFile } from "node:fs/promises";
import { readConventions } from "../core/conventions/read-conventions.ts";
import { findingsSchema } from "../core/doctor/finding.ts";
import { Failure } from "../core/problems/failure.ts";
import { formatProblem } from "../core/problems/problem.ts";
import { publishedSchema } from "../core/view/published-schema.ts";
import { exiting, print, printJson } from "./command.ts";

export const runSchema = exiting(async (_: object, file: string) => {
  if (file === "doctor") {
    printJson(findingsSchema);
    return 0;
  }
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Failure(`${file} cannot be read.`, { wayOut: "Name the conventions.yaml.", cause });
  });
  const read = readConventions(file, bytes);
  if (read.kind === "unreadable") {
    print(read.problems.map(formatProblem).join("\n"));
    return 1;
  }
  printJson(publishedSchema(read.conventions));
  return 0;
});
