import { makeProblem, type Problem } from "../../problems/problem.ts";
import type { Place } from "../../text/places.ts";
import type { Cell } from "../../text/read-table.ts";
import { valueFault } from "./forbidden-text.ts";

export type CellPlace = Place & { readonly file: string };

/** A problem at a line and column of a table or a list. */
export const cellProblem = (at: CellPlace, ...[code, message, hint]: CellFault): Problem =>
  makeProblem(at, code, { message, hint });

/** Checks the values below the first line: each by itself, then within its column. */
export const checkCells = (
  file: string,
  header: readonly Cell[],
  records: readonly (readonly Cell[])[],
): readonly Problem[] => {
  const byItself = records.flatMap((record) =>
    record.slice(0, header.length).flatMap((cell, index) => {
      const name = header[index]?.text ?? "";
      const found = textFault(name, cell);
      return found === undefined ? [] : [cellProblem({ file, ...cell }, ...found)];
    }),
  );
  // What is cut or shifted is unlike the rest anyway.
  if (byItself.length > 0 || records.some((record) => record.length !== header.length)) return byItself;
  return header.flatMap(({ text }, index) => oddCells(file, text, index, records));
};

export type CellFault = readonly [code: Problem["code"], message: string, hint?: string | undefined];

/** A row is one line of the file that its job reads. */
const textFault = (name: string, { text, quoted }: Cell): CellFault | undefined => {
  if (text.includes("\n"))
    return [
      "forbidden-text",
      `The value of \`${name}\` has more than one line.`,
      "close the quote on the line on which it opens",
    ];
  const fault = valueFault(text);
  if (fault !== undefined) return ["forbidden-text", `The value of \`${name}\` holds ${fault}.`];
  if (!quoted && /^\s|\s$/.test(text))
    return [
      "bad-table",
      `The value of \`${name}\` has blanks around it.`,
      "remove them; if they are meant, use quotes",
    ];
  return text.length > maxInCellLength
    ? [
        "out-of-range",
        `The value of \`${name}\` has ${text.length} characters, and at most ${maxInCellLength} are allowed.`,
      ]
    : undefined;
};
/** Characters, as of a parameter. */
export const maxInCellLength = 4000;

const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The values of a column say what it holds: one in ten may be a slip, more are meant. */
const oddCells = (
  file: string,
  name: string,
  index: number,
  records: readonly (readonly Cell[])[],
): readonly Problem[] => {
  const cells = records.flatMap((record) => record[index] ?? []);
  const few = (odd: readonly Cell[]): boolean =>
    odd.length <= Math.max(1, cells.length / 10) && cells.length >= 3 * odd.length;
  const empty = cells.filter(({ text }) => text === "");
  const full = cells.filter(({ text }) => text !== "");
  const words = full.filter(({ text }) => !number.test(text));
  const unusual = (cell: Cell, message: string): Problem => cellProblem({ file, ...cell }, "unusual-cell", message);
  return [
    ...(few(empty)
      ? empty.map((cell) => unusual(cell, `\`${name}\` has no value here, and one in the other rows.`))
      : []),
    ...(few(words) && words.length < full.length
      ? words.map((cell) =>
          unusual(cell, `\`${name}\` is ${JSON.stringify(cell.text)} here, and a number in the other rows.`),
        )
      : []),
  ];
};
