import {
  type Intent,
  isOfMain,
  type LedgerEvent,
  type Order,
  type SubmissionEvent,
  type SubmissionKey,
} from "../../../action/core/ledger/event.ts";
import { waveSize } from "../../../action/core/pass/turns/payable-submits.ts";
import type { LedgerHead } from "../../../action/core/pass/view.ts";
import { applyEvent, fold } from "../../../action/core/submission/fold.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import type { SubmissionRequest } from "../../../action/core/submission/submission-request.ts";
import type { TaskOrder } from "../../../action/core/submission/task-order.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import type { Panda } from "../../../action/ports/panda.ts";
import type { FakePeople } from "../../../test/fakes/fake-people.ts";
import type { Breach } from "./breach.ts";
import { breachesOfCommanding, breachesOfOrder } from "./order-rules.ts";
import { breachesOfCall, type Knows } from "./rules.ts";
import type { Stage } from "./stage.ts";
import type { Process } from "./turns.ts";
import type { ModelWorld } from "./world.ts";

/** What one process acts through: the model's world, with the rules looking on whenever it calls PanDA. */
export const judgedPorts = (stage: Stage, process: Process): ReconcilePorts => {
  const { world, submits, ordered, breaches } = stage;
  const { ports, ledger } = world;
  const wrote: Knows["wrote"] = new Map();
  const github: { -readonly [K in keyof Knows["github"]]: Knows["github"][K] } = {
    stands: false,
    open: false,
    may: false,
  };
  /** What this process wrote that it would tell tasks, and did not tell yet. */
  const commanding: Order[] = [];
  let main = "";
  let read = 0;
  const panda = world.panda.port(process.user, () => {
    const now = stage.answer;
    stage.answer = {};
    return now;
  });
  const judge = async (call: "check" | "submit", submissionRequest: SubmissionRequest): Promise<void> => {
    breaches.push(
      ...(await breachesOfCall(
        world,
        call,
        submissionRequest,
        { wrote, main, read, github, now: process.clock, user: process.user },
        submits,
      )),
    );
    if (call === "submit") submits.push(submissionRequest.workflowName);
  };
  return {
    ...ports,
    people: world.github === undefined ? ports.people : askedOf(world.github, github),
    clock: { ...ports.clock, monotonic: () => process.clock },
    main: {
      ...ports.main,
      head: async () => {
        main = await ports.main.head();
        // Whoever asks for main before a call asks for a trial too: an older answer is none.
        Object.assign(github, { stands: false, open: false, may: false });
        return main;
      },
    },
    ledger: {
      ...ledger,
      head: async () => {
        read = process.clock;
        return ledger.head();
      },
      append: async (at, events, pages, why) => {
        const appended = await ledger.append(at, events, pages, why);
        if (appended.kind !== "written") return appended;
        breaches.push(...(await breachesOfWrite(world, at, events)));
        for (const event of events) {
          if ("key" in event) wrote.set(event.key, { event, since: process.clock });
          if (event.event === "commanding") commanding.push(event);
        }
        return appended;
      },
    },
    watch: panda,
    cache: panda,
    panda: judgedPanda(panda, judge, (task, order) => {
      ordered.push(task);
      breaches.push(...breachesOfOrder(world, task, order, { commanding, main }));
    }),
  };
};

/** PanDA, with a judge before each call that starts or changes work. */
const judgedPanda = (
  panda: Panda,
  checkCall: (call: "check" | "submit", submissionRequest: SubmissionRequest) => Promise<void>,
  validateOrder: (task: number, order: TaskOrder) => void,
): Panda => ({
  ...panda,
  check: async (submissionRequest, sandbox) => {
    await checkCall("check", submissionRequest);
    return panda.check(submissionRequest, sandbox);
  },
  submit: async (submissionRequest, sandbox) => {
    await checkCall("submit", submissionRequest);
    return panda.submit(submissionRequest, sandbox);
  },
  order: async (task, order) => {
    validateOrder(task, order);
    return panda.order(task, order);
  },
});

/** What GitHub answered last of the order, the pull request and its author. */
const askedOf = (
  { people, holds, confirms }: NonNullable<Stage["world"]["github"]>,
  heard: { -readonly [K in keyof Knows["github"]]: Knows["github"][K] },
): FakePeople => ({
  ...people,
  comment: async (id) => {
    const found = await people.comment(id);
    if (id === confirms) heard.stands = found !== undefined;
    else heard.stands = heard.stands && found?.body === "/shrek trial";
    return found;
  },
  openPull: async (number) => {
    const pull = await people.openPull(number);
    heard.open = pull !== undefined && pull.isOwn && pull.into === "main" && (await holds(pull.head));
    return pull;
  },
  permission: async (login) => {
    const permission = await people.permission(login);
    heard.may = permission === "write";
    return permission;
  },
});

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
const breachesOfWrite = async (
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
