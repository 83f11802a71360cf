import { canonicalJson, type Json } from "../text/canonical-json.ts";
import type { Intent, LedgerEvent } from "./event.ts";

/** The tag of a run ends with its number, as git allows: a version either grows or has one submission. */
export const tagName = ({ tag, version, run }: Pick<Intent, "tag" | "version" | "run">): string =>
  `production/${tag}/${version}${run === undefined ? "" : `/${run}`}`;

/** The message of the annotated tag repeats the intent: enough to make the ledger again. */
export const tagMessage = (intent: Intent): string =>
  `${intent.tag} ${intent.version}\n\n${canonicalJson(intent as unknown as Json)}\n`;

/** `undefined`: this tag was not made by us. */
export const intentOfMessage = (message: string): Intent | undefined => {
  try {
    const value: unknown = JSON.parse(message.slice(message.indexOf("\n\n") + 2));
    return isIntent(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isIntent = (value: unknown): value is Intent =>
  typeof value === "object" &&
  value !== null &&
  ["repository", "tag", "version", "contentDigest", "outDS", "label"].every(
    (key) => key in value && typeof (value as Record<string, unknown>)[key] === "string",
  ) &&
  ["panda", "steps", "seeds", "needs", "accept", "contact", "supersedes"].every((key) => key in value);

/** The tag that these lines need: it is made after the intent and before its check. `undefined`: none yet; a trial has none. */
export const tagDue = (lines: readonly LedgerEvent[]): string | undefined => {
  const last = lines.findLast((line) => line.event === "intended");
  return last?.event !== "intended" ||
    last.intent.trial !== undefined ||
    !lines.some(({ event }) => event === "checking")
    ? undefined
    : tagName(last.intent);
};

/** Why a tag, which never moves, does not repeat the intent in these lines. `message`: `undefined` where there is no tag. */
export const tagFault = (
  name: string,
  message: string | undefined,
  lines: readonly LedgerEvent[],
): string | undefined => {
  if (message === undefined) return `the tag ${name} is gone, and the ledger says that its intent was checked`;
  const intent = intentOfMessage(message);
  if (intent === undefined) return `the tag ${name} does not hold an intent`;
  const same = lines.some((line) => line.event === "intended" && intentText(line.intent) === intentText(intent));
  return same ? undefined : `the tag ${name} records another intent than the ledger`;
};

/** Less the commit, which is main's of the day on which the tag was made: a version may leave main and come back. */
const intentText = ({ commit: _, ...intent }: Intent): string => canonicalJson(intent as unknown as Json);
