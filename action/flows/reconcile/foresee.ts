import { isOfMain } from "../../core/ledger/event.ts";
import { skippedIn } from "../../core/pass/entering/enter-main.ts";
import { plannedEvents } from "../../core/pass/planned.ts";
import { type ForeseenPlan, foreseeSubmits } from "../../core/pass/planning/foresee-submits.ts";
import { planPass } from "../../core/pass/planning/plan-pass.ts";
import { type KeyedEvent, stateIn, type View } from "../../core/pass/view.ts";
import { applyEvent } from "../../core/submission/fold.ts";
import { callInShort } from "../../core/view/status/call-markdown.ts";
import { partsOfCall } from "../../core/view/status/calls.ts";
import type { SubmissionStatus } from "../../core/view/status/status-text.ts";
import type { Would } from "../../core/view/status/would.ts";
import { wouldRows } from "../../core/view/status/would-rows.ts";
import type { DataKeeper } from "../../ports/data-keeper.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { ledgerAfter } from "../ledger-access/ledger-after.ts";
import { loadView } from "../ledger-access/ledger-view.ts";
import { sampleMates } from "../ledger-access/samples-of.ts";
import { type PullSubject, pullRequestsOf, wordsOnPull } from "../ledger-access/words-on-pull.ts";
import { expireData } from "./expire-data.ts";
import { keepData } from "./keep-data.ts";
import { planAt, sayAll } from "./open-pass.ts";
import { momentAt, type Pass } from "./pass.ts";
import { refusedByPull } from "./refused.ts";
import { skippedByPull } from "./skipped.ts";

/** What a pass would write of data that it ends and keeps: its own steps, with a ledger that only listens and a Rucio that takes every order and does nothing. */
const foreseeData = async (
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

type Foreseen = { readonly view: View; readonly plan: ForeseenPlan; readonly would: readonly Would[] };

/** A dry run: the plan of the pass, with what its waves and its report would make of it, and nothing written or called. */
export const foresee = async (pass: Pass, mainHead: string): Promise<Foreseen> => {
  const view = await loadView(pass.ports.ledger);
  const { made: plan, ...said } = await planAt(pass, view, mainHead, async (planning, at) =>
    foreseeSubmits(planning, await planPass(planning, at)),
  );
  sayAll(pass, said);
  const { approvals } = momentAt(pass, view.head, mainHead);
  const data = await foreseeData(pass, plan);
  const words = approvals === "not-needed" ? [] : await foreseeWords(pass, view, plan, data);
  const isAssumed = approvals === "assumed";
  const postponed = pass.budget.postponed.values();
  return { view, plan, would: wouldRows(plan, view, { data, words, postponed, isAssumed }) };
};

/** Which pull requests the report would write to, and whom call, by the ledger now and then. */
const foreseeWords = async (
  { ports }: Pass,
  { head, states }: View,
  plan: ForeseenPlan,
  data: readonly KeyedEvent[],
): Promise<readonly Would[]> => {
  const { ledger, clock } = ports;
  const { planned, brought, submits, endsOlder } = plan;
  const events = [...plannedEvents(planned), ...endsOlder, ...data];
  const then = ledgerAfter(ledger, { events, brought, at: clock.now().toISOString() });
  const touched = new Set([...events.map(([key]) => key), ...submits]);
  const inView = [...planned.view.states].map(([key, state]) => ({ key, state }));
  const moved = inView.filter(({ key }) => touched.has(key));
  const mates = await sampleMates(then, head, moved);
  const was = new Set([...planned.loaded.keys(), ...states.keys(), ...mates.map(({ key }) => key)]);
  const found: Would[] = [];
  for (const subject of await subjectsOf(ports, plan, [...inView, ...mates], [...moved, ...mates])) {
    const { pullRequest } = subject;
    const after = await wordsOnPull(then, head, subject, {});
    const known = {
      ...subject,
      brought: subject.brought.filter(({ key }) => was.has(key)),
      refused: subject.refused.filter(({ folder }) => head.refused.includes(folder)),
    };
    const isKnown = known.brought.length + known.refused.length > 0;
    const before = isKnown ? await wordsOnPull(ledger, head, known, {}) : undefined;
    const isMoving = subject.brought.some(({ key }) => submits.includes(key));
    if (isMoving || before?.status !== after.status) found.push({ does: "comment", pullRequest });
    const fresh = after.call?.parts
      .map(({ id }) => id)
      .filter((id) => !before?.call?.parts.some((one) => one.id === id));
    if (after.call !== undefined && fresh !== undefined && fresh.length > 0) {
      const { people, words } = callInShort(partsOfCall(after.call, fresh));
      found.push({ does: "call", pullRequest, people: [...people], words });
    }
  }
  return [...found, ...unaskedIn(plan)];
};

/** Pull requests of what the plan moves, of what main refuses, and of what is entered without an intent. */
const subjectsOf = async (
  ports: Pass["ports"],
  { entered }: ForeseenPlan,
  statuses: readonly SubmissionStatus[],
  moved: readonly SubmissionStatus[],
): Promise<readonly PullSubject[]> => {
  const followed = pullRequestsOf(statuses);
  const refused = await refusedByPull(ports, entered.refused);
  const skipped = await skippedByPull(ports, skippedIn(entered));
  return [...new Set([...pullRequestsOf(moved).keys(), ...refused.keys(), ...skipped.keys()])].map((pullRequest) => ({
    pullRequest,
    brought: [...(followed.get(pullRequest) ?? []), ...(skipped.get(pullRequest) ?? [])],
    refused: refused.get(pullRequest) ?? [],
  }));
};

/** What is entered without asking GitHub which pull request brought it. */
const unaskedIn = ({ planned, entered }: ForeseenPlan): readonly Would[] => {
  const commits = entered.entries.flatMap(({ key, commit }) => {
    const state = planned.view.states.get(key);
    return state !== undefined && "intent" in state && state.intent.pullRequest === null ? [commit] : [];
  });
  return [...new Set(commits)].map((commit): Would => ({ does: "comment", commit }));
};
