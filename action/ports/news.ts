import type { NewsChannel } from "../core/outcomes/news.ts";

/** Channels of people outside of GitHub. Only the adapter knows their addresses, which are secrets. */
export interface News {
  /** One message. A Failure: it did not arrive, or nobody knows whether it did. */
  send(channel: NewsChannel, body: string): Promise<void>;
}
