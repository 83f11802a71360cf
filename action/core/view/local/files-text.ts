import { textTable } from "../../markdown/text-table.ts";
import { compareText } from "../../problems/problem.ts";
import { type ListHead, withListHead } from "../../text/list-head.ts";

/** A file of a submission: its name at PanDA, and the one that the conventions give it. */
export type FileAtPanda = {
  readonly tag: string;
  readonly version: string;
  /** The run, or 0. */
  readonly run: number | undefined;
  readonly step: string;
  /** `null`: of none that the intent names. */
  readonly output: string | null;
  readonly dataset: string;
  readonly file: string;
  /** `null`: the conventions give none, or it could not be distinguished from another. */
  readonly meant: string | null;
  /** Rucio's name of it, and where the conventions say that it is, by their names for places. */
  readonly lfn: string;
  readonly addresses: Readonly<Record<string, string>>;
  /** `null`: PanDA does not know. */
  readonly bytes: number | null;
  /** That its job was asked to make; `null`: nobody said how many. */
  readonly events: number | null;
};

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

/** One address a line, for other programs; `lfn`: Rucio's names. */
export const addressesText = (files: readonly FileAtPanda[], as: string): string =>
  files
    .toSorted(byName)
    .flatMap(({ lfn, addresses }) => (as === "lfn" ? lfn : (new Map(Object.entries(addresses)).get(as) ?? [])))
    .join("\n");

const byName = (a: FileAtPanda, b: FileAtPanda): number =>
  compareText(a.meant ?? a.file, b.meant ?? b.file) || compareText(a.file, b.file);

/** A list of these files for another production to read: where it comes from, then places, bytes and events where known. */
export const listOfFiles = (files: readonly FileAtPanda[], head: ListHead, place: string): string => {
  const hasEvents = files.some(({ events }) => events !== null);
  const rows = files
    .toSorted((a, b) => compareText(a.file, b.file))
    .map(({ file, bytes, events }) =>
      [`${place.replace(/\/*$/, "/")}${file}`, bytes ?? "", ...(hasEvents ? [events ?? ""] : [])].join(),
    );
  return withListHead(`${["file,bytes", ...(hasEvents ? ["events"] : [])].join()}\n${rows.join("\n")}\n`, head);
};
