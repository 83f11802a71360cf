import { largestLedgerFile, readLines } from "../ledger/line.ts";
import { keyOfPath } from "../ledger/paths.ts";
import { readSubmission } from "../ledger/submission-file.ts";

/**
 * Of a file that somebody changed, what stays: what SHREK wrote last, or the events that were added after it. Events
 * are only ever added: a commit of ours that somebody amended still counts, and so does a file by which a person
 * replaced a broken one. `undefined`: there is no such file.
 */
export const keepGrown = (path: string, before: string | undefined, now: string | undefined): string | undefined => {
  if (now === undefined || !isReadable(path, now)) return before;
  return before === undefined || now.startsWith(before) || !isReadable(path, before) ? now : before;
};

const isReadable = (path: string, text: string): boolean => {
  if (Buffer.byteLength(text) > largestLedgerFile) return false;
  const key = keyOfPath(path);
  if (key !== undefined) return readSubmission(key, text).kind === "read";
  return path.endsWith(".jsonl") && readLines(text).kind === "read";
};
