import { type SourceFile, textFile } from "../../../../action/core/text/source-file.ts";
import { lockOf } from "../../../../action/core/validate/cutting/lock-of.ts";
import { aRequest, type Draft } from "../../a-production.ts";

/** A request whose step `combine` has all files of a run and host, and those of the run's trigger. */
export const cutting = (changes: Draft = {}, step: Draft = {}): Draft =>
  aRequest({
    inputs: {
      raw: { list: "raw.txt", names: "RAW_{host}-{run:8}-{part:4}.evt" },
      gl1: { list: "gl1.txt", names: "GL1_{run}.evt" },
    },
    steps: {
      combine: {
        in: [
          { from: "raw", by: ["run", "host"] },
          { from: "gl1", by: "run" },
        ],
        out: ["out.root"],
        run: 'Combine "$run" "$host" "${raw[@]}" "${gl1[@]}" out.root\n',
        ...step,
      },
    },
    ...changes,
  });

export const rawFile = (run: number, host: string, part: number, folder = "/raw"): string =>
  `${folder}/RAW_${host}-${String(run).padStart(8, "0")}-${String(part).padStart(4, "0")}.evt`;

/** Both lists, and the lock that they give. */
export const listed = (
  request: Draft,
  raw: readonly string[],
  gl1: readonly string[] = ["/gl1/GL1_1.evt", "/gl1/GL1_2.evt", "/gl1/GL1_3.evt"],
): readonly SourceFile[] => {
  const files = [textFile("raw.txt", `${raw.join("\n")}\n`), textFile("gl1.txt", `${gl1.join("\n")}\n`)];
  const lock = lockOf({
    folder: "productions/p",
    file: "productions/p/production.yaml",
    bytes: new TextEncoder().encode(JSON.stringify(request)),
    entries: files.map((file) => ({ kind: "file", ...file })),
    conventions: undefined,
    shared: [],
    foreign: [],
  });
  return lock === undefined ? files : [...files, textFile("inputs.lock", lock)];
};
