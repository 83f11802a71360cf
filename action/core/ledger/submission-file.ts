import { contentDigest } from "../production/content.ts";
import { sha256 } from "../text/canonical-json.ts";
import { type HeldContent, isOfMain, type LedgerEvent, type SubmissionEvent, type SubmissionKey } from "./event.ts";
import { readLines } from "./line.ts";
import { eventsPath } from "./paths.ts";

export type SubmissionFile =
  | { readonly kind: "read"; readonly events: readonly LedgerEvent[] }
  /** `where`: path and line, with the reason where the line can be read as such. */
  | { readonly kind: "unreadable"; readonly where: string };

/** `text` is `undefined` where there is no file, and no event. A file without events was emptied (SAFETY rule 1). */
export const readSubmission = (key: SubmissionKey, text: string | undefined): SubmissionFile => {
  const path = eventsPath(key);
  if (text === undefined) return { kind: "read", events: [] };
  const lines = readLines(text);
  if (lines.kind === "unreadable") return { kind: "unreadable", where: `${path}:${lines.line}` };
  if (lines.events.length === 0) return { kind: "unreadable", where: `${path}, which has no events` };
  for (const [index, event] of lines.events.entries()) {
    const fault = eventFault(key, event);
    if (fault !== undefined) return { kind: "unreadable", where: `${path}:${index + 1}, ${fault}` };
  }
  return lines;
};

/** The content that an event puts on the ledger. */
export const contentBy = (event: SubmissionEvent): HeldContent | undefined =>
  event.event === "intended" ? event.intent : event.event === "skipped" ? event.held : undefined;

const eventFault = (key: SubmissionKey, event: LedgerEvent): string | undefined => {
  if (isOfMain(event) || event.key !== key) return `which is an event of ${isOfMain(event) ? "main" : event.key}`;
  const held = contentBy(event);
  return held === undefined || hasItsDigest(held)
    ? undefined
    : "whose content does not have the digest that stands beside it";
};

/**
 * Of a line that somebody wrote by hand, `held` may be anything. In a line of ours the keys are in order already, and
 * putting thousands in order again takes longer than all else of reading them.
 */
const hasItsDigest = (held: HeldContent | null): boolean =>
  typeof held?.content === "object" &&
  (sha256(JSON.stringify(held.content)) === held.contentDigest || contentDigest(held.content) === held.contentDigest);

/**
 * Reads submissions, each text once: a pass looks at all that it follows at its begin, for its plan and at its end, and
 * most have not changed. Only for those: what is read of all others must be forgotten.
 */
export const rememberRead = (): ((key: SubmissionKey, text: string) => SubmissionFile) => {
  const read = new Map<SubmissionKey, { readonly of: string; readonly file: SubmissionFile }>();
  return (key, text) => {
    const of = sha256(text);
    const known = read.get(key);
    if (known?.of === of) return known.file;
    const file = readSubmission(key, text);
    read.set(key, { of, file });
    return file;
  };
};
