import type { Campaign } from "../../conventions/campaign.ts";
import { partsOfKey } from "../../ledger/event.ts";
import { fold } from "../../submission/fold.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { isSuccess, stateTable } from "../../submission/states.ts";
import { fitsTag } from "../../text/fits-tag.ts";
import { type Asking, ask } from "../asking.ts";
import { sharedEach } from "../shared.ts";
import type { View } from "../view.ts";

/** Without an order nobody waits for another. */
type InOrder = Partial<Pick<Campaign, "productions" | "order">>;

/**
 * What the production at a place waits for that its campaign names above it; `undefined`: its turn has come. By the ledger,
 * as queues are. Hundreds may wait behind the same, so each pattern is looked at once.
 */
export const aheadIn = (mainHead: string, view: View, { productions = [], order }: InOrder) => {
  const faultOf = sharedEach((pattern: string) => patternFault(mainHead, view, order, pattern));
  return function* (place: number): Asking<string | undefined> {
    for (const pattern of order === undefined ? [] : productions.slice(0, place)) {
      const fault = yield* faultOf(pattern);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
};

function* patternFault(
  mainHead: string,
  view: View,
  order: InOrder["order"],
  pattern: string,
): Asking<string | undefined> {
  const onMain = [...(yield* ask({ ask: "neighbours", at: mainHead })).values()].flat();
  const ahead = onMain.flatMap(({ tag, version }) => (tag !== null && fitsTag(tag, pattern) ? [{ tag, version }] : []));
  if (ahead.length === 0) return `${pattern} comes before it, and main does not hold it`;
  for (const { tag, version } of ahead)
    if (!(yield* isPast(view, order, tag, version)))
      return `${tag} comes before it, and ${order === "done" ? "has not ended well" : "is not yet submitted"}`;
  return undefined;
}

function* isPast(
  { head, states }: View,
  order: InOrder["order"],
  tag: string,
  version: string | null,
): Asking<boolean> {
  const all = yield* ask({ ask: "submissions", ledger: head, tags: [tag] });
  const keys = all.filter((key) => partsOfKey(key).version === version);
  const ended = yield* ask({ ask: "events", ledger: head, keys: keys.filter((key) => !states.has(key)) });
  return keys.length > 0 && keys.every((key) => isBehind(states.get(key) ?? fold(ended.get(key) ?? []), order));
}

const isBehind = ({ kind }: SubmissionState, order: InOrder["order"]): boolean => {
  if (isSuccess(kind) || kind === "skipped") return true;
  const { phase } = stateTable[kind];
  return order === "submitted" && (phase === "running" || phase === "stopped");
};
