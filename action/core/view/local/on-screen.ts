import { cut } from "../../markdown/doc.ts";

/** A page as a screen of this size shows it without moving: wide lines are cut, and those below its end are counted. One without a height shows all. */
export const onScreen = (
  text: string,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string => {
  const lines = text.trimEnd().split("\n");
  const room = rows < 2 ? lines.length : rows - 1;
  const shown = lines.length <= room ? lines : lines.slice(0, room - 1);
  const more = lines.length - shown.length;
  return [...shown, ...(more === 0 ? [] : [`and ${more} more lines, which \`shrek status\` prints`])]
    .map((line) => (line.length < columns ? line : cut(line, Math.max(1, columns - 4))))
    .join("\n");
};
