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

/** Job 1 has the first row; later steps read the number from a file. A job of no row runs nothing. */
export const ownRow = (
  { table: { name, rows, cut }, of, input }: RowKnown,
  { stop, noInput }: { readonly stop: string; readonly noInput: string },
): readonly string[] => [
  ...(input === undefined ? ["shrek_number=$job"] : fromFile(input, stop)),
  `[ "$shrek_number" -ge 1 ] && [ "$shrek_number" -le ${rows.length} ] || ${stop} "there is no row $shrek_number in ${name}: it has ${rows.length}"`,
  `shrek_row="$(sed -n "\${shrek_number}{p;q;}" ${rowsName(of)})"`,
  `[ -n "$shrek_row" ] || ${stop} "row $shrek_number of ${name} is not here"`,
  'eval "$shrek_row"',
  ...(input === undefined ? (cut?.inputs ?? []) : []).map(
    (array) =>
      `for shrek_file in "\${${array}[@]}"; do [[ $shrek_file != /* ]] || [ -e "$shrek_file" ] || ${noInput} "${array}: $shrek_file is not here"; done`,
  ),
];

const fromFile = (input: string, stop: string): readonly string[] => [
  `shrek_number="$(cat "$${input}")"`,
  `[[ $shrek_number =~ ^[1-9][0-9]{0,17}$ ]] || ${stop} "$${input} does not say its row"`,
];

/** After the payload, so that it cannot disturb it. */
export const writtenRows = ({ outputs }: Step): readonly string[] =>
  outputs.flatMap(({ name, row }) => (row ? [`printf '%s\\n' "$shrek_number" >${shellQuote(name)}`] : []));
