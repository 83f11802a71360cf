import { isOfMain } from "../../core/ledger/event.ts";
import type { ForeseenPlan } from "../../core/pass/planning/foresee-submits.ts";
import { type KeyedEvent, stateIn, type View } from "../../core/pass/view.ts";
import { applyEvent } from "../../core/submission/fold.ts";
import type { DataKeeper } from "../../ports/data-keeper.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { expireData } from "./expire-data.ts";
import { keepData } from "./keep-data.ts";
import type { Pass } from "./pass.ts";

/** What a pass would write of data that it ends and keeps: its own steps, with a ledger that only listens and a Rucio that takes every order and does nothing. */
export const foreseeData = async (
  pass: Pass,
  { planned, endsOlder }: Pick<ForeseenPlan, "planned" | "endsOlder">,
): Promise<readonly KeyedEvent[]> => {
  const events: KeyedEvent[] = [];
  const append: Ledger["append"] = async (head, lines) => {
    for (const line of lines) if (!isOfMain(line)) events.push([line.key, line]);
    return { kind: "written", head };
  };
  const { ledger, catalogue } = pass.ports;
  const keeper = catalogue === undefined ? undefined : () => takesAll;
  const listening: Pass = {
    ...pass,
    ports: { ...pass.ports, ledger: { ...ledger, append }, keeper },
    setting: { ...pass.setting, tell: () => undefined },
  };
  const now = pass.ports.clock.now().toISOString();
  await keepData(listening, await expireData(listening, withEvents(planned.view, endsOlder, now), planned));
  return events;
};

const withEvents = (view: View, events: readonly KeyedEvent[], now: string): View => {
  const states = new Map(view.states);
  for (const [key, event] of events) states.set(key, applyEvent(stateIn({ states }, key), event, now));
  return { ...view, states };
};

const taken = async () => ({ kind: "done", id: undefined }) as const;

const takesAll: DataKeeper = {
  ...{ keep: taken, extend: taken, end: taken },
  ...{ describe: taken, makeContainer: taken, attach: taken },
};
