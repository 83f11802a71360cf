import { Failure } from "../failure.ts";
import type { LedgerEvent } from "./event.ts";
import { eventsPath, mainPath, readLines, writeLine } from "./line.ts";

export { eventsPath, foundationPath, keyOfPath, livePath, mainPath, pagePath, streamsPath } from "./line.ts";

/** The events of a file, or a Failure that names the line: nothing is done on a ledger that cannot be read. */
export const readEvents = (text: string, path: string): readonly LedgerEvent[] => {
  const lines = readLines(text);
  if (lines.kind === "unreadable") throw unreadable(`${path}:${lines.line}`);
  return lines.events;
};

export const readList = (text: string | undefined, path: string): readonly unknown[] => {
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw unreadable(path);
};

/** Which lines go to the end of which file. */
export const linesToAdd = (events: readonly LedgerEvent[]): ReadonlyMap<string, string> => {
  const added = new Map<string, string>();
  for (const event of events) {
    const path = event.event === "main-read" ? mainPath : eventsPath(event.key);
    added.set(path, (added.get(path) ?? "") + writeLine(event));
  }
  return added;
};

const unreadable = (where: string, cause?: unknown): Failure =>
  new Failure(`The ledger is not readable at ${where}.`, {
    wayOut: "Nothing is done on it. See `shrek ledger verify`.",
    cause,
  });
