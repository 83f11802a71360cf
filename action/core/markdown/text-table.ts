import { wrapped } from "../text/wrap.ts";

/** Columns under their heads, two blanks apart; numbers to the right. Where a terminal is narrower, wide cells are broken. */
export const textTable = (
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  width?: number | undefined,
): string => {
  const widths = fittedWidths(
    heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0))),
    width,
  );
  const last = heads.length - 1;
  const numeric = heads.map((_, column) => rows.length > 0 && rows.every((row) => /^[\d ]+$/.test(row[column] ?? "")));
  const padded = (text: string, column: number): string =>
    numeric[column] === true ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  const line = (cells: readonly string[]): string => {
    const broken = cells.map((cell, column) =>
      column === last ? brokenAtText(cell, widths[column]) : brokenAnywhere(cell, widths[column]),
    );
    const height = Math.max(...broken.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) =>
      broken
        .map((texts, column) => padded(texts[at] ?? "", column))
        .join(between)
        .trimEnd(),
    ).join("\n");
  };
  return [line(heads), ...rows.map(line)].join("\n");
};
const between = "  ";
const narrowest = 12;

/** The last column gives way first, then the widest of the others; where that is not enough, lines stay whole. */
const fittedWidths = (whole: readonly number[], width: number | undefined): readonly number[] => {
  if (width === undefined) return whole;
  const fit = [...whole];
  const over = (): number => fit.reduce((sum, one) => sum + one + between.length, -between.length) - width;
  const shrink = (column: number, by: number): void => {
    const now = fit[column] ?? 0;
    fit[column] = Math.max(Math.min(now, narrowest), now - by);
  };
  shrink(fit.length - 1, Math.max(0, over()));
  while (over() > 0) {
    const widest = Math.max(...fit.slice(0, -1));
    if (widest <= narrowest) return whole;
    shrink(fit.indexOf(widest), 1);
  }
  return fit;
};

/** A word that is wider by itself, such as an address, is not broken. */
const brokenAtText = (cell: string, width = cell.length): readonly string[] =>
  cell.length <= width ? [cell] : wrapped(cell, Math.max(narrowest, width - 2)).split("\n");

const brokenAnywhere = (cell: string, width = cell.length): readonly string[] =>
  cell.length <= width
    ? [cell]
    : wrapped(cell, width)
        .split("\n")
        .flatMap((text) => text.match(new RegExp(`.{1,${width}}`, "gu")) ?? []);
