import { compareText } from "../problems/problem.ts";
import type { Content, TableContent } from "../production/content.ts";
import { counted } from "../text/amounts.ts";
import type { Change } from "./change.ts";

type Tables = NonNullable<Content["tables"]>;

/** Rows that came behind all others stand under `appended`; any other difference is one of the rows that were there. */
export const tableChanges = (from: Tables = {}, to: Tables = {}): readonly Change[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .toSorted(compareText)
    .flatMap((step) => changesOf(`tables.${step}`, from[step], to[step]));

const changesOf = (path: string, from: TableContent | undefined, to: TableContent | undefined): readonly Change[] => {
  if (from === undefined || to === undefined) return [{ path, from: rowsIn(from), to: rowsIn(to) }];
  if (from.sha256 === to.sha256) return [];
  const [before, after] = [from.columns, to.columns].map((columns) => columns.join(", "));
  if (before !== after) return [{ path: `${path}.columns`, from: before, to: after }];
  const kept = from.rows.findIndex((row, index) => row !== to.rows[index]);
  if (kept !== -1 || to.rows.length === from.rows.length)
    return [{ path: `${path}.rows`, ...firstOther(from, to, kept) }];
  return [{ path: `${path}.appended`, from: rowsIn(from), to: rowsIn(to) }];
};

const firstOther = (from: TableContent, to: TableContent, index: number): Pick<Change, "from" | "to"> =>
  index >= to.rows.length
    ? { from: rowsIn(from), to: rowsIn(to) }
    : { from: rowsIn(from), to: `${rowsIn(to)}, row ${index + 1} and maybe others are not as they were` };

const rowsIn = (table: TableContent | undefined): string | undefined =>
  table === undefined ? undefined : counted(table.rows.length, "row");
