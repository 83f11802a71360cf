/** Columns with tabs between, as gh prints to a pipe; with blanks for a person. */
export const printRows = (rows: readonly (readonly string[])[]): void => {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  for (const row of rows)
    console.log(
      process.stdout.isTTY
        ? row
            .map((cell, at) => cell.padEnd(widths[at] ?? 0))
            .join("  ")
            .trimEnd()
        : row.join("\t"),
    );
};

/** What gh tells of what it did; it goes where refusals go. */
export const tell = (line: string): void => void process.stderr.write(`${line}\n`);
