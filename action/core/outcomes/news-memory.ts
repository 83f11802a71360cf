import { hour } from "../times/times.ts";

/** What was sent to a channel, and since when it does not answer. */
export type ChannelState = {
  /** Commit of the ledger up to which it got all news. */
  readonly sent: string;
  readonly failing?: { readonly since: string; readonly tries: number; readonly next: string };
};
export type NewsMemory = Readonly<Record<string, ChannelState>>;

export const isDue = ({ failing }: ChannelState, now: Date): boolean =>
  failing === undefined || failing.next <= now.toISOString();

/** A quarter of an hour, twice as long behind each failure, and six hours at most. */
export const afterFailure = ({ sent, failing }: ChannelState, now: Date): ChannelState => {
  const tries = (failing?.tries ?? 0) + 1;
  const wait = Math.min(6 * hour, (hour / 4) * 2 ** Math.min(tries - 1, 10));
  return {
    sent,
    failing: { since: failing?.since ?? now.toISOString(), tries, next: new Date(now.getTime() + wait).toISOString() },
  };
};

/** People are told of a channel that does not answer for a day. */
export const failsForDay = ({ failing }: ChannelState, now: Date): boolean =>
  failing !== undefined && now.getTime() - Date.parse(failing.since) >= 24 * hour;

/** From the memory of the overview, which others may have edited. */
export const readNewsMemory = (value: unknown): NewsMemory =>
  typeof value !== "object" || value === null
    ? {}
    : Object.fromEntries(
        Object.entries(value)
          .filter(([name, one]) => /^[A-Z][A-Z0-9_]{0,39}$/.test(name) && isChannelState(one))
          .slice(0, 10),
      );

const isChannelState = (value: unknown): value is ChannelState =>
  typeof value === "object" &&
  value !== null &&
  "sent" in value &&
  typeof value.sent === "string" &&
  /^[0-9a-f]{40}$/.test(value.sent) &&
  (!("failing" in value) || isFailing(value.failing));

const isFailing = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  "since" in value &&
  isTime(value.since) &&
  "next" in value &&
  isTime(value.next) &&
  "tries" in value &&
  typeof value.tries === "number" &&
  Number.isSafeInteger(value.tries) &&
  value.tries > 0;

const isTime = (value: unknown): boolean =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
