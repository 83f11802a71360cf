import { sha256 } from "../../text/canonical-json.ts";
import type { Cut } from "./cut-jobs.ts";
import type { DataFile } from "./file-list.ts";

export type StepCut = { readonly step: string; readonly by: readonly string[]; readonly cut: Cut<DataFile> };

/** A line for each job, and for files that no job reads; a column for each key of a step, empty for other steps. */
export const lockText = (cuts: readonly StepCut[]): string => {
  const keys = [...new Set(cuts.flatMap(({ by }) => by))];
  const line = (step: string, values: Readonly<Record<string, string>>, rest: readonly string[]): string =>
    `${[step, ...keys.map((key) => values[key] ?? ""), ...rest].join(",")}\n`;
  return [
    `${["step", ...keys, "files", "events", "bytes", "names", "left out"].join(",")}\n`,
    ...cuts.flatMap(({ step, cut: { jobs, leftOut } }) => [
      ...jobs.map(({ keys: values, inputs }) => line(step, values, [...amounts(inputs), namesDigest(inputs), ""])),
      ...leftOut.map(({ keys: values, input, files, reason }) =>
        line(step, values, [...amounts([files]), namesDigest([files]), `${input}: ${reason}`]),
      ),
    ]),
  ].join("");
};

/** Events are those of the first input, for others hold the same. Empty where it is not known of all. */
const amounts = (inputs: readonly (readonly DataFile[])[]): readonly string[] => {
  const files = inputs.flat();
  return [String(files.length), textOf(amountOfAll(inputs[0] ?? [], "events")), textOf(amountOfAll(files, "bytes"))];
};

const textOf = (sum: number | undefined): string => (sum === undefined ? "" : String(sum));

export const amountOfAll = (files: readonly DataFile[], amount: "events" | "bytes"): number | undefined =>
  files.reduce<number | undefined>((sum, file) => {
    const value = file[amount];
    return sum === undefined || value === undefined ? undefined : sum + value;
  }, 0);

/** Of the places of the files, and of their checksums where they are known: equal digests are equal files. */
export const namesDigest = (inputs: readonly (readonly DataFile[])[]): string =>
  sha256(
    inputs.map((files) => files.map(({ path, checksum }) => `${path} ${checksum ?? ""}\n`).join("")).join("\n"),
  ).slice(0, 32);
