import { versionName } from "../../core/ledger/event.ts";
import { type ChatItem, chatBody } from "../../core/markdown/chat-body.ts";
import { utcMinute } from "../../core/markdown/utc.ts";
import { hears, type NewsChannel, type NewsItem, newsIn } from "../../core/outcomes/news.ts";
import {
  afterFailure,
  type ChannelState,
  failsForDay,
  isDue,
  type NewsMemory,
} from "../../core/outcomes/news-memory.ts";
import { conventionsAbove, readRules, rulePlaces } from "../../core/policy/rules.ts";
import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import { describeState } from "../../core/view/status/state-text.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { LedgerChanges } from "../../ports/ledger-changes.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import type { News } from "../../ports/news.ts";

type NewsPorts = {
  readonly news: News;
  readonly main: Pick<MainBranch, "head" | "at">;
  readonly ledger: Ledger;
  readonly changes: LedgerChanges;
  readonly clock: Clock;
};

export type NewsSent = {
  readonly memory: NewsMemory;
  readonly troubles: readonly string[];
  /** Channels that do not answer for a day, in words. */
  readonly overdue: readonly string[];
};

/**
 * Tells each channel, in one message, what the ledger has since the commit that it heard last. A new channel hears what
 * comes from now on. What was sent is remembered behind this: a process that dies between repeats one message, and none
 * is lost.
 */
export const sendNews = async (ports: NewsPorts, page: string, before: NewsMemory): Promise<NewsSent> => {
  const channels = await channelsOn(ports.main);
  const sent = await Promise.all(channels.map((channel) => sendTo(ports, page, channel, before[channel.secret])));
  const now = ports.clock.now();
  return {
    memory: Object.fromEntries(sent.map(({ channel, state }) => [channel.secret, state])),
    troubles: sent.flatMap(({ trouble }) => trouble ?? []),
    overdue: sent.flatMap(({ channel, state }) =>
      state.failing !== undefined && failsForDay(state, now)
        ? [`news for ${channel.secret} have not arrived since ${utcMinute(state.failing.since)}`]
        : [],
    ),
  };
};

const channelsOn = async (main: NewsPorts["main"]): Promise<readonly NewsChannel[]> => {
  const files = await main.at(await main.head()).files(rulePlaces([productionsFolder]));
  const [top] = conventionsAbove(readRules(files), productionsFolder);
  return top?.read.kind === "read" ? (top.read.value.news ?? []) : [];
};

type SentNews = { readonly channel: NewsChannel; readonly state: ChannelState; readonly trouble?: string };

const sendTo = async (
  ports: NewsPorts,
  page: string,
  channel: NewsChannel,
  known: ChannelState | undefined,
): Promise<SentNews> => {
  const { clock, news, ledger } = ports;
  const { commit } = await ledger.head();
  if (known === undefined) return { channel, state: { sent: commit } };
  if (known.sent === commit || !isDue(known, clock.now())) return { channel, state: known };
  const items = (await newsSince(ports, known.sent))?.filter((one) => hears(channel, one));
  if (items === undefined)
    return {
      channel,
      state: { sent: commit },
      trouble: `${channel.secret}: nobody knows what it has heard of the ledger`,
    };
  if (items.length === 0) return { channel, state: { sent: commit } };
  const body = chatBody(
    channel.kind,
    urgentFirst(items).map((one) => shown(one, page)),
    page,
  );
  const failed = await orFailure(() => news.send(channel, body));
  return failed instanceof Failure
    ? { channel, state: afterFailure(known, clock.now()), trouble: describeError(failed) }
    : { channel, state: { sent: commit } };
};

/** `undefined`: the ledger does not have that commit. */
const newsSince = async ({ ledger, changes }: NewsPorts, since: string): Promise<readonly NewsItem[] | undefined> => {
  const head = await ledger.head();
  const added = await changes.added(since, head.commit);
  if (added === undefined) return undefined;
  const read = await ledger.read(head, [...added.keys()]);
  return [...read].flatMap(([key, lines]) => newsIn(key, lines, added.get(key) ?? 0));
};

const order: readonly NewsItem["kind"][] = ["person", "failed", "expired", "done", "delivered"];
const urgentFirst = (items: readonly NewsItem[]): readonly NewsItem[] =>
  items.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));

const words: Readonly<Record<NewsItem["kind"], string>> = {
  person: "needs a person",
  failed: "failed",
  done: "done",
  delivered: "delivered",
  expired: "its data expire",
};

const shown = ({ id, kind, key, state, at }: NewsItem, page: string): ChatItem => ({
  id,
  what: words[kind],
  name: versionName(key),
  says: describeState(state),
  link: "intent" in state && state.intent.pullRequest !== null ? `${page}/pull/${state.intent.pullRequest}` : page,
  at,
});
