import type { Step } from "../judge/production.ts";
import type { Table } from "../judge/tables.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import { shellQuote } from "./shell-quote.ts";

/** One line a row, as bash that sets its variables: values have no line ends of their own. */
export const rowsFile = (step: Step, { columns, rows }: Table): SourceFile =>
  textFile(
    rowsName(step),
    rows
      .map((row) => `export ${columns.map(({ name }, index) => `${name}=${shellQuote(row[index] ?? "")}`).join(" ")}\n`)
      .join(""),
  );

const rowsName = ({ name }: Step): string => `${name}.rows.sh`;

/**
 * A job finds its row by its seed, the one number that stays with it over retries (PANDA J1, PANDA J2). `$2` is the number
 * before the first seed. A job that is none of the table's rows runs nothing.
 */
export const ownRow = (step: Step, { name, rows }: Table, stop: string): readonly string[] => [
  `[[ \${1:-} =~ ^[0-9]{1,18}$ && \${2:-} =~ ^[0-9]{1,18}$ ]] || ${stop} "the number of the job is not known"`,
  "export row=$((10#$1 - 10#$2))",
  `[ "$row" -ge 1 ] && [ "$row" -le ${rows.length} ] || ${stop} "there is no row $row in ${name}: it has ${rows.length}"`,
  `shrek_row="$(sed -n "\${row}p" ${rowsName(step)})"`,
  `[ -n "$shrek_row" ] || ${stop} "row $row of ${name} is not here"`,
  'eval "$shrek_row"',
];
