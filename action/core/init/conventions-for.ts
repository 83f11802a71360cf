import { dirname } from "node:path/posix";
import type { Conventions } from "../conventions/conventions.ts";
import { readConventions } from "../conventions/read-conventions.ts";
import { Failure } from "../problems/failure.ts";
import { formatProblem } from "../problems/problem.ts";
import { type ConventionsFile, productionsFolder } from "../text/source-file.ts";

/** Where a new production will be: in `output`, or else beside the conventions that hold where its author is. */
type NewPlace = { readonly output: string | undefined; readonly here: string };

export type ConventionsFound = {
  readonly home: string;
  readonly conventions: Conventions;
  readonly file: ConventionsFile;
};

/** The conventions of a production that is not written yet. `above`: the nearest in a folder or above it. */
export const conventionsFor = (
  above: (folder: string) => ConventionsFile | undefined,
  { output, here }: NewPlace,
): ConventionsFound => {
  const found = above(output === undefined ? here : dirname(output)) ?? above(productionsFolder);
  if (found === undefined)
    throw new Failure("There is no conventions.yaml in a folder above.", {
      wayOut: "Change to where productions live.",
    });
  const read = readConventions(found.file, found.bytes);
  if (read.kind === "unreadable")
    throw new Failure(`${found.file} cannot be used.`, { wayOut: read.problems.map(formatProblem).join("\n") });
  return { home: dirname(found.file), conventions: read.conventions, file: found };
};
