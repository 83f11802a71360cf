import type { Place } from "../text/places.ts";

/** A table of jobs: one job a row. */
export type Table = {
  /** From the top of the repository. */
  readonly file: string;
  /** As the request names it. */
  readonly name: string;
  readonly columns: readonly TableColumn[];
  /** Values in the order of the columns, as they are written. */
  readonly rows: readonly (readonly string[])[];
  /** Of rows that SHREK cut from lists of files: what each job reads. */
  readonly cut?: CutFiles;
};

export type TableColumn = Place & { readonly name: string };

export type CutFiles = {
  /** The arrays of the payload. */
  readonly inputs: readonly string[];
  readonly jobs: readonly CutFilesOfJob[];
  readonly leftOut: readonly { readonly what: string; readonly reason: string; readonly files: number }[];
  /** Of the files of all jobs; `undefined`: the lists do not say it of all. */
  readonly bytes: number | undefined;
  readonly events: number | undefined;
};

export type CutFilesOfJob = {
  /** For each input the places of its files. */
  readonly files: readonly (readonly string[])[];
  /** Equal digests are equal files. */
  readonly names: string;
};
