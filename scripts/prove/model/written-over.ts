import type { Intent, LedgerEvent, SubmissionEvent, SubmissionKey } from "../../../action/core/ledger/event.ts";
import { isOfMain } from "../../../action/core/ledger/event.ts";
import { waveSize } from "../../../action/core/pass/turns/payable-submits.ts";
import type { LedgerHead } from "../../../action/core/pass/view.ts";
import { applyEvent, fold } from "../../../action/core/submission/fold.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import type { Breach } from "./breach.ts";
import { breachesOfCommanding } from "./order-rules.ts";
import type { ModelWorld } from "./world.ts";

/** In which states each step towards a call may be written: SAFETY states, for what only reconcile writes. */
const mayFollow: Partial<Readonly<Record<SubmissionEvent["event"], readonly StateKind[]>>> = {
  skipped: ["none"],
  intended: ["none", "intended", "waiting", "blocked", "held", "checked"],
  checking: ["intended"],
  checked: ["checking", "in-doubt"],
  submitting: ["checked"],
  "not-sent": ["checking", "submitting", "in-doubt"],
  again: ["in-doubt", "not-sent", "rejected", "needs-person", "conflict", "held"],
  submitted: ["checked", "submitting", "in-doubt", "conflict"],
};

/** What was decided from one head and written on another one stands over a state that it could not follow (invariant 3). */
export const breachesOfWrite = async (
  { ledger, setting: { perWave = waveSize } }: ModelWorld,
  at: LedgerHead,
  events: readonly LedgerEvent[],
): Promise<readonly Breach[]> => {
  const ours = events.flatMap((event) => (isOfMain(event) ? [] : [event]));
  const before = await ledger.read(at, [...new Set(ours.map(({ key }) => key))]);
  const states = new Map<SubmissionKey, SubmissionState>([...before].map(([key, lines]) => [key, fold(lines)]));
  const found = ours.flatMap((event) => {
    const state = states.get(event.key) ?? { kind: "none" };
    states.set(event.key, applyEvent(state, event, event.at));
    const may = mayFollow[event.event];
    if (event.event === "commanding") return breachesOfCommanding(before.get(event.key) ?? [], event);
    const trial = event.event === "intended" ? breachesOfTrial(event.intent) : [];
    return may === undefined || may.includes(state.kind)
      ? trial
      : [{ rule: "invariant 3", what: `"${event.event}" is written over ${event.key}, which is ${state.kind}` }];
  });
  return [...found, ...tooManyInDoubt(events, perWave)];
};

/** A trial has no name that a version could have, and no label of releases (SAFETY invariant 12). */
const breachesOfTrial = ({ trial, tag, version, label, outDS, panda }: Intent): readonly Breach[] =>
  trial === undefined ||
  (version.includes("-test.") && outDS.includes(`.v${version}.`) && panda.prodSourceLabel === "test")
    ? []
    : [
        {
          rule: "invariant 12",
          what: `a trial of ${tag} is promised as ${version}, ${outDS}, ${label}, ${panda.prodSourceLabel}`,
        },
      ];

/** One write gives the right to call a wave, and no more: that is what a death leaves in doubt (SAFETY rule 9). */
const tooManyInDoubt = (events: readonly LedgerEvent[], perWave: number): readonly Breach[] =>
  (["checking", "submitting"] as const)
    .map((right) => ({ right, given: events.filter(({ event }) => event === right).length }))
    .filter(({ given }) => given > perWave)
    .map(({ right, given }) => ({ rule: "rule 9", what: `"${right}" is written for ${given} at once` }));
