import type { IncomingMessage } from "node:http";
import { text as textOf } from "node:stream/consumers";

type Read = { readonly message: string; readonly fault?: undefined } | { readonly fault: string };

/** What the vendor's documents say of a body; its faults have the vendor's names. */
export const readBody = async (kind: "mattermost" | "slack" | "json", request: IncomingMessage): Promise<Read> => {
  const text = await textOf(request);
  if (request.method !== "POST" || request.headers["content-type"] !== "application/json")
    return { fault: "invalid_payload" };
  const value: unknown = parsed(text);
  if (typeof value !== "object" || value === null) return { fault: "invalid_payload" };
  if (kind === "json") return "news" in value && Array.isArray(value.news) ? { message: text } : { fault: "no news" };
  if (!("text" in value) || typeof value.text !== "string" || value.text === "") return { fault: "no_text" };
  if (value.text.length > longest[kind]) return { fault: "msg_too_long" };
  if (kind === "slack" && !("mrkdwn" in value && value.mrkdwn === false)) return { fault: "markup is not wanted here" };
  return { message: value.text };
};

/** Characters: of a post in Mattermost, and of a message that Slack does not cut. */
const longest = { mattermost: 16_383, slack: 4000 } as const;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What a client would make more than text of, in a message as its channel has it. */
export const readByClient = (kind: "mattermost" | "slack", message: string): readonly string[] => {
  const plain = kind === "mattermost" ? message.replaceAll(/\\([\\`*_{}[\]()<>~|+=&^$-])/g, "\u2060$1") : message;
  const marks = kind === "mattermost" ? ofMarkdown : ofSlack;
  return [...always, ...marks].flatMap((form) => [...plain.matchAll(form)].map(([found]) => found));
};

const always = [/@[\w.-]+/g, /https?:\/\/\S+/gi, /\bwww\.\S+/gi, /:[a-z_+-]+:/g, /(?<=^|\s)#\w+/g];
/** Bold, code, links, pictures and quotes, where no backslash stands before. */
const ofMarkdown = [/(?<!\u2060)[`*_~]\S/g, /(?<!\u2060)\[[^\]]*\](?!\u2060)\(/g, /^(?<!\u2060)>/gm, /(?<!\u2060)<\w/g];
/** `<!channel>`, `<@U1>`, `<https://...|words>`. */
const ofSlack = [/<[^>]*>/g];
