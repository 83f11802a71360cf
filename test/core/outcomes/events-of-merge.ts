import type { SubmissionKey } from "../../../action/core/ledger/event.ts";
import { observeMain } from "../../../action/core/pass/authorization/on-main.ts";
import type { KeyedEvent } from "../../../action/core/pass/view.ts";
import type { Production } from "../../../action/core/production/production.ts";
import { next } from "../../../action/core/submission/next.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";

/** What a pass writes about these submissions when main holds no other productions than these. */
export const eventsOfMerge = (
  after: readonly Production[],
  states: ReadonlyMap<SubmissionKey, SubmissionState>,
): readonly KeyedEvent[] =>
  [...states].flatMap(([key, state]) => {
    if (!("intent" in state)) return [];
    const ofTag = after.filter(({ tag }) => tag === state.intent.tag);
    const own = ofTag.filter(({ run }) => run === state.intent.run);
    const productions = own.length > 0 ? own : ofTag;
    const now = productions.length === 0 ? ({ kind: "gone" } as const) : ({ kind: "held", productions } as const);
    const { events } = next(state, observeMain(state.intent, now), { owner: { run: "test", nonce: "" } });
    return events.map((event): KeyedEvent => [key, event]);
  });
