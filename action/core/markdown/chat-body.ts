import { thousands } from "../text/amounts.ts";
import { cut } from "./doc.ts";

/** A piece of news as a channel shows it. `says`: words of strangers among others. */
export type ChatItem = {
  readonly id: string;
  readonly what: string;
  readonly name: string;
  readonly says: string;
  readonly link: string;
  readonly at: string;
};

const maxShown = 10;
const maxSays = 200;
/** Of a body of JSON. */
const maxItems = 500;

/**
 * The body of one message with all that is new. Mattermost and Slack take an object with `text`: the first reads it as
 * Markdown (https://developers.mattermost.com/integrate/webhooks/incoming/), the second as plain text where `mrkdwn` is
 * false, with `&`, `<` and `>` as entities (https://docs.slack.dev/messaging/formatting-message-text). No text but our own
 * addresses makes a link, a mention or markup there.
 */
export const chatBody = (kind: "mattermost" | "slack" | "json", items: readonly ChatItem[], page: string): string => {
  switch (kind) {
    case "mattermost":
      return JSON.stringify({ text: chatText(items, page, asMarkdown) });
    case "slack":
      return JSON.stringify({ text: chatText(items, page, asPlain), mrkdwn: false, unfurl_links: false });
    case "json":
      return JSON.stringify({
        repository: page,
        news: items.slice(0, maxItems).map((one) => ({ ...one, says: cut(one.says, maxSays) })),
        more: Math.max(0, items.length - maxItems),
      });
  }
};

const chatText = (items: readonly ChatItem[], page: string, safe: (words: string) => string): string => {
  const more = items.length - maxShown;
  return [
    ...items.slice(0, maxShown).flatMap(({ what, name, says, link }) => {
      const words = `${name}: ${what}${says === "" ? "" : `, ${cut(says, maxSays)}`}`;
      return [safe(words), link];
    }),
    ...(more <= 0 ? [] : [`and ${thousands(more)} more: ${page}/issues`]),
  ].join("\n");
};

/** Behind each of these marks stands a blank without width, so that no address, name, number or picture is read there. */
const unlinked = (words: string): string => words.replace(/[\p{C}\s]+/gu, " ").replace(/[@#:/.!]|\bwww/gi, "$&\u200b");
const asMarkdown = (words: string): string => unlinked(words).replace(/[\\`*_{}[\]()<>~|+=&^$-]/g, "\\$&");
const asPlain = (words: string): string =>
  unlinked(words).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
