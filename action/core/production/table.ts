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
};

export type TableColumn = Place & { readonly name: string };
