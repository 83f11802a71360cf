import type { Validated } from "./mutant.ts";

/** A line a file: how many mutants, how many of them the tests killed, how many live and are listed. */
export const tableOf = (validated: readonly Validated[], isListed: (mutant: Validated) => boolean): string => {
  const row = (name: string, ones: readonly Validated[]): string => {
    const living = ones.filter(({ fate }) => fate !== "killed");
    const killed = ones.length - living.length;
    const percent = ones.length === 0 ? "-" : ((100 * killed) / ones.length).toFixed(1);
    const cells = [ones.length, killed, percent, living.length, living.filter(isListed).length];
    return name.padEnd(52) + cells.map((cell) => String(cell).padStart(9)).join("");
  };
  const files = [...new Set(validated.map(({ file }) => file))].toSorted();
  return [
    "file".padEnd(52) + ["mutants", "killed", "%", "live", "listed"].map((word) => word.padStart(9)).join(""),
    ...files.map((file) =>
      row(
        file,
        validated.filter((mutant) => mutant.file === file),
      ),
    ),
    row("all", validated),
  ].join("\n");
};
