import { canonicalJson, type Json } from "../text/canonical-json.ts";
import type { Intent } from "./event.ts";

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
