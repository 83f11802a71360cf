import type { SubmissionEvent, SubmissionKey } from "../../core/ledger/event.ts";
import { authorizeNow } from "../../core/pass/authorization/authorize.ts";
import { type Rechecked, recheckBeforeCall } from "../../core/pass/authorization/recheck-before-call.ts";
import { namesIn, stateIn, type View } from "../../core/pass/view.ts";
import { decideAll } from "../../core/submission/decide-all.ts";
import { next } from "../../core/submission/next.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { once } from "../../core/text/once.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";
import { decideEach } from "./decide-each.ts";
import { look } from "./look.ts";
import { failUnlessPromised, type Ready } from "./make-ready.ts";
import { standingNow } from "./moment-at.ts";
import type { Pass } from "./pass.ts";

type Callable = Ready & { readonly sandbox: string };

/** `since`: our monotonic clock, in milliseconds, before the write that gave them the right. */
export type ChecksRecorded = { readonly view: View; readonly calling: readonly Callable[]; readonly since: number };

/** The checks' answers and, for what PanDA does not hold yet, `submitting`, in one commit. */
export const recordChecks = async (
  pass: Pass,
  from: View,
  ready: readonly Ready[],
  answers: ReadonlyMap<SubmissionKey, Observation>,
): Promise<ChecksRecorded> => {
  const { view, decided } = await decideAndWrite(
    pass.ports,
    ready.map(({ key }) => key),
    async (at) => {
      const health = once(() => pass.ports.panda.health());
      const checked = ready.map((one) => ({ ...one, checked: applyAnswer(pass, at, one, answers.get(one.key)) }));
      const rechecked = await recheckAll(pass, at, checked);
      const outcomes = await Promise.all(
        checked.map(async ({ checked: { events }, ...one }) => {
          const held = rechecked.get(one.key);
          const looked = held && (await pass.attempt(one.key, () => decideCall(pass, at, { ...one, ...held }, health)));
          return { key: one.key, events: [...events, ...(looked?.events ?? [])], calling: looked?.calling ?? [] };
        }),
      );
      const events = outcomes.flatMap(({ key, events }) => events.map((event) => [key, event] as const));
      return {
        events,
        calling: outcomes.flatMap(({ calling }) => calling),
        since: pass.ports.clock.monotonic(),
        why: `Checked ${namesIn(events)}`,
      };
    },
    from,
  );
  return { view, calling: decided.calling, since: decided.since };
};

/** What the check's answer makes of the state; to the state machine only an answer to a check that is still ours counts. */
const applyAnswer = (
  { context }: Pass,
  view: View,
  { key }: Ready,
  answer: Observation | undefined,
): ReturnType<typeof decideAll> => decideAll(stateIn(view, key), answer === undefined ? [] : [answer], context);

type HeldCheck = Rechecked & { readonly state: Extract<SubmissionState, { readonly kind: "checked" }> };

/** Asks main and people about everything whose check was accepted. */
const recheckAll = async (
  pass: Pass,
  { head }: View,
  checked: readonly (Ready & { readonly checked: { readonly state: SubmissionState } })[],
): Promise<ReadonlyMap<SubmissionKey, HeldCheck>> => {
  const authorize = authorizeNow(
    standingNow(pass, head),
    checked.map(({ intent }) => intent),
  );
  const recheck = function* ({ checked: { state }, ...one }: (typeof checked)[number]) {
    if (state.kind !== "checked") return undefined;
    failUnlessPromised(one, state);
    return [one.key, { ...(yield* recheckBeforeCall(authorize, one.key, state, pass.context)), state }] as const;
  };
  return new Map(await decideEach(pass, checked, recheck, pass.gathering.anew()));
};

/** Looks at PanDA before the call, the first included. */
const decideCall = async (
  pass: Pass,
  view: View,
  { state, events: ofMain, authorized, ...one }: Ready & HeldCheck,
  health: () => ReturnType<Pass["ports"]["panda"]["health"]>,
): Promise<{ readonly events: readonly SubmissionEvent[]; readonly calling: readonly Callable[] }> => {
  if (authorized === undefined) return { events: ofMain, calling: [] };
  const { events, action } = next(state, await look(pass, view.head, state, health()), pass.context);
  return {
    events: [...ofMain, ...events],
    calling: action.kind === "submit" ? [{ ...one, sandbox: state.sandbox }] : [],
  };
};
