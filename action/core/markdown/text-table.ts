import { wrapped } from "../text/wrap.ts";

/** Columns under their heads, two blanks apart; numbers to the right. Where a terminal is narrower, the last column breaks at words. */
export const textTable = (
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  width?: number | undefined,
): string => {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const numeric = heads.map((_, column) => rows.length > 0 && rows.every((row) => /^[\d ]+$/.test(row[column] ?? "")));
  const before = widths.slice(0, -1).reduce((sum, one) => sum + one + between.length, 0);
  const cell = (text: string, column: number): string =>
    numeric[column] === true ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  const line = (cells: readonly string[]): string => {
    const whole = cells.map(cell).join(between).trimEnd();
    if (width === undefined || whole.length <= width || before + narrowestLast > width) return whole;
    const last = wrapped(cells.at(-1) ?? "", Math.max(narrowestLast, width - before - 2)).split("\n");
    return last
      .map((text, index) =>
        index === 0 ? [...cells.slice(0, -1).map(cell), text].join(between) : `${" ".repeat(before)}${text}`,
      )
      .join("\n");
  };
  return [line(heads), ...rows.map(line)].join("\n");
};
const between = "  ";
const narrowestLast = 12;
