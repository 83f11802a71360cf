import { textTable } from "../../markdown/text-table.ts";
import { compareText } from "../../problems/problem.ts";

/** A file of a submission: its name at PanDA, and the one that the conventions give it. */
export type FileAtPanda = {
  readonly tag: string;
  readonly version: string;
  /** The run, or 0. */
  readonly run: number | undefined;
  readonly step: string;
  readonly dataset: string;
  readonly file: string;
  /** `null`: the conventions give none, or it could not be distinguished from another. */
  readonly meant: string | null;
  /** `null`: PanDA does not know. */
  readonly bytes: number | null;
};

/** By dataset, as people look for them. */
export const filesText = (files: readonly FileAtPanda[]): string =>
  [...new Set(files.map(({ dataset }) => dataset))]
    .map((dataset) => {
      const own = files.filter((file) => file.dataset === dataset).toSorted(byName);
      const named = own.some(({ meant }) => meant !== null);
      const rows = own.map(({ file, meant, bytes }) => [
        ...(named ? [meant ?? "-"] : []),
        file,
        bytes === null ? "not known" : String(bytes),
      ]);
      return `${dataset}\n${textTable([...(named ? ["by the conventions"] : []), "file at PanDA", "bytes"], rows)}`;
    })
    .join("\n\n");

const byName = (a: FileAtPanda, b: FileAtPanda): number =>
  compareText(a.meant ?? a.file, b.meant ?? b.file) || compareText(a.file, b.file);
