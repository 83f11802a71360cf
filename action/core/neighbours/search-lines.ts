import { Failure } from "../problems/failure.ts";
import { type Line, newline } from "./index-file.ts";

/**
 * The lines in which a text stands, found as bytes: of ten thousand lines only those that matter are parsed.
 * The text is a key with its value, or a value, as JSON writes it; a quote inside a value is written with a backslash,
 * so that nothing which an author writes looks like a key.
 */
export const searchLines = (lines: Uint8Array): ((text: string) => readonly Line[]) => {
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
  const parsed = new Map<number, Line>();
  return (text) => {
    const found: Line[] = [];
    const wanted = Buffer.from(text);
    for (let hit = bytes.indexOf(wanted); hit !== -1; ) {
      const start = bytes.lastIndexOf(newline, hit) + 1;
      const end = bytes.indexOf(newline, hit);
      const line = parsed.get(start) ?? lineOf(bytes.toString("utf8", start, end));
      parsed.set(start, line);
      found.push(line);
      hit = bytes.indexOf(wanted, end);
    }
    return found;
  };
};

/** The whole file was compared with its digest, so a line is what SHREK wrote, or what somebody made to look so. */
const lineOf = (text: string): Line => {
  try {
    return JSON.parse(text) as Line;
  } catch (cause) {
    throw new Failure("A line of index.jsonl on the ledger is not readable.", {
      wayOut: "The ledger was edited by hand: check its history; the next reconcile rebuilds the index.",
      cause,
    });
  }
};

export const allLines = (lines: Uint8Array): readonly Line[] =>
  new TextDecoder()
    .decode(lines)
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [lineOf(line)]));

/** Every line with the folder that it is about, unparsed. */
export const eachLine = (lines: Uint8Array): readonly { readonly path: string; readonly text: string }[] =>
  new TextDecoder()
    .decode(lines)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ({ path: String(JSON.parse(/^\{"path":("(?:[^"\\]|\\.)*")/.exec(line)?.[1] ?? '""')), text: line }));

/** The tag of a line, unparsed: names among which the one is looked for that was meant. */
export const tagOfLine = (line: string): string | undefined => /"tag":"([^"\\]*)"/.exec(line)?.[1];
