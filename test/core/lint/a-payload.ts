import { lintProduction } from "../../../action/core/lint/lint-production.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

export type CheckContext = {
  /** What differs in the step from one job that makes `hits.tar`. */
  readonly step?: Draft;
  /** Files of the folder, all of them resources of the step. */
  readonly files?: Readonly<Record<string, string>>;
  /** A producer of the step's input, `filesPerJob` of which one job reads. */
  readonly reads?: { readonly output: string; readonly filesPerJob?: number };
  readonly acknowledge?: readonly { readonly code: string; readonly reason: string }[];
};

/** What the lint says of one payload. */
export const lint = (
  run: string,
  { step = {}, files = {}, reads, acknowledge }: CheckContext = {},
): readonly Problem[] => {
  const paths = Object.keys(files);
  const input = reads === undefined ? { jobs: 1 } : { in: [{ from: "before", filesPerJob: reads.filesPerJob ?? 1 }] };
  const payload = {
    ...aStep(),
    jobs: undefined,
    ...input,
    ...(paths.length === 0 ? {} : { resources: paths }),
    ...step,
    run,
  };
  const before = reads === undefined ? {} : { before: aStep({ out: [reads.output] }) };
  const { production } = valid(
    aRequest({ steps: { ...before, here: payload }, ...(acknowledge === undefined ? {} : { acknowledge }) }),
    { files: paths.map((path) => textFile(path, files[path] ?? "", path.endsWith(".sh") ? "100755" : "100644")) },
  );
  return lintProduction(production).problems;
};

/** Of what an author is to mend. */
export const codes = (run: string, around?: CheckContext): readonly string[] =>
  lint(run, around).flatMap(({ code, severity }) => (severity === "note" ? [] : [code]));
