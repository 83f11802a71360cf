import type { Problem } from "../../problems/problem.ts";
import { ofShell, ofShrek } from "../../production/parameters.ts";
import type { RequestStep } from "../../request/request.ts";
import type { Cell } from "../../text/read-table.ts";
import { type CellFault, cellProblem } from "./cells.ts";

const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The first line: each of its values becomes a variable of the payload. */
export const checkColumns = (
  file: string,
  step: string,
  written: RequestStep,
  header: readonly Cell[],
): readonly Problem[] => {
  const names = header.map(({ text }) => text);
  return header.flatMap((cell, index) => {
    const found = headFault(cell, index, { names, step, written });
    return found === undefined ? [] : [cellProblem({ file, ...cell }, ...found)];
  });
};

/** The first line of a table, and what the step says of its columns. */
type TableHead = { readonly names: readonly string[]; readonly step: string; readonly written: RequestStep };

const headFault = (
  { text }: Cell,
  index: number,
  { names, step, written: { parameters = {} } }: TableHead,
): CellFault | undefined => {
  if (!variable.test(text) || text.length > 64) return ["bad-parameter-name", ...nameFault(text, names)];
  if (ofShrek.test(text))
    return ["reserved-name", `\`${text}\` is set by SHREK for every job.`, "give the column another name"];
  if (ofShell.test(text)) return ["reserved-name", `\`${text}\` would change how the job's shell works.`];
  if (names.indexOf(text) < index) return ["bad-table", `The column \`${text}\` is there twice.`];
  if (Object.hasOwn(parameters, text))
    return ["bad-table", `\`${text}\` is a column, and a parameter of \`${step}\` too.`, "remove one of them"];
  return undefined;
};

const nameFault = (text: string, names: readonly string[]): readonly [string, string] => {
  if (names.length === 1 && /[;\t|]/.test(text))
    return [`The first line names one column, ${JSON.stringify(text)}.`, "separate columns by commas"];
  if (text === "") return ["A column has no name.", "remove the comma, or give it a name"];
  return [
    `${JSON.stringify(text)} is not a shell variable name: letters, digits and underscore, not beginning with a digit.`,
    /^\s|\s$/.test(text) ? "remove the blanks" : "the first line of a table names its columns",
  ];
};
