import type { RowKnown, Step } from "../production/production.ts";
import { type Table } from "../production/table.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import { shellQuote } from "./shell-quote.ts";

/** One line a row, as bash that sets its variables: values have no line ends of their own. Files are arrays. */
export const rowsFile = ({ name }: Step, { columns, rows, cut }: Table): SourceFile =>
  textFile(
    rowsName(name),
    rows
      .map((row, index) => {
        const values = columns.map((column, at) => `${column.name}=${shellQuote(row[at] ?? "")}`);
        const arrays = (cut?.inputs ?? []).map(
          (input, at) => `; ${input}=(${(cut?.jobs[index]?.files[at] ?? []).map(shellQuote).join(" ")})`,
        );
        return `export ${values.join(" ")}${arrays.join("")}\n`;
      })
      .join(""),
  );

const rowsName = (step: string): string => `${step}.rows.sh`;

/**
 * A job finds its row by its seed, the one number that stays with it over retries (PANDA J1, PANDA J2); `$2` is the
 * number before the first seed. In later steps the row is in a file that a job of the table wrote. A job that is none
 * of the table's rows runs nothing.
 */
export const ownRow = (
  { table: { name, rows, cut }, of, input }: RowKnown,
  { stop, noInput }: { readonly stop: string; readonly noInput: string },
): readonly string[] => [
  ...(input === undefined ? fromSeed(stop) : fromFile(input, stop)),
  `[ "$row" -ge 1 ] && [ "$row" -le ${rows.length} ] || ${stop} "there is no row $row in ${name}: it has ${rows.length}"`,
  `shrek_row="$(sed -n "\${row}p" ${rowsName(of)})"`,
  `[ -n "$shrek_row" ] || ${stop} "row $row of ${name} is not here"`,
  'eval "$shrek_row"',
  ...(input === undefined ? (cut?.inputs ?? []) : []).map(
    (array) =>
      `for shrek_file in "\${${array}[@]}"; do [[ $shrek_file != /* ]] || [ -e "$shrek_file" ] || ${noInput} "${array}: $shrek_file is not here"; done`,
  ),
];

const fromSeed = (stop: string): readonly string[] => [
  `[[ \${1:-} =~ ^[0-9]{1,18}$ && \${2:-} =~ ^[0-9]{1,18}$ ]] || ${stop} "the number of the job is not known"`,
  "export row=$((10#$1 - 10#$2))",
];

const fromFile = (input: string, stop: string): readonly string[] => [
  `row="$(cat "$${input}")"`,
  `[[ $row =~ ^[1-9][0-9]{0,17}$ ]] || ${stop} "$${input} does not say its row"`,
  "export row",
];

/** After the payload, so that it cannot disturb it. */
export const writtenRows = ({ outputs }: Step): readonly string[] =>
  outputs.flatMap(({ name, row }) => (row ? [`printf '%s\\n' "$row" >${shellQuote(name)}`] : []));
