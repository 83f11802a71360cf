import { Failure, Outage } from "../../core/problems/failure.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import { serverText } from "../panda/wire.ts";
import { rucioLater } from "./rucio-call.ts";

export type RucioRow = Readonly<Record<string, unknown>>;

/**
 * Rucio's lists: JSON, an object a line. A server that dies while it sends closes the connection, so that a list which
 * is cut looks whole (RUCIO C4): a half line is noticed here, and that a row lacks is believed of no list alone.
 */
export const readStream = (text: string, what: string): readonly RucioRow[] => {
  if (text === "") return [];
  if (!text.endsWith("\n") && text.startsWith("{"))
    throw new Outage(`Rucio's answer to "${what}" broke off.`, rucioLater);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => rowOf(parseJson(line), line, what));
};

export const onlyRow = (text: string, what: string): RucioRow => rowOf(parseJson(text), text, what);

const rowOf = (value: unknown, text: string, what: string): RucioRow => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Failure(`The answer to "${what}" is not Rucio's: ${serverText(text)}`, {
    wayOut: "Check `rucio: server` in the conventions; `shrek doctor` says whether it answers.",
  });
};

const misread = (row: RucioRow, field: string): Failure =>
  new Failure(`Rucio's answer has no good ${field}: ${serverText(JSON.stringify(row))}`, {
    wayOut: "Nothing was changed; tell the administrators of Rucio, or SHREK's maintainers.",
  });

export const textIn = (row: RucioRow, field: string): string => {
  const value = row[field];
  if (typeof value === "string" && value !== "") return value;
  throw misread(row, field);
};

/** Rucio writes null where it has not counted. */
export const countIn = (row: RucioRow, field: string): number | undefined => {
  const value = row[field];
  if (value === null || value === undefined) return undefined;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw misread(row, field);
};

export const flagIn = (row: RucioRow, field: string): boolean => {
  const value = row[field];
  if (typeof value === "boolean") return value;
  throw misread(row, field);
};

/** As Rucio prints it: `Mon, 30 Nov 2026 15:07:02 UTC`. */
export const dateIn = (row: RucioRow, field: string): Date | undefined => {
  const value = row[field];
  if (value === null || value === undefined) return undefined;
  const date = typeof value === "string" ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(date.getTime())) throw misread(row, field);
  return date;
};
