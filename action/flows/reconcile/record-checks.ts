import type { SubmissionEvent, SubmissionKey } from "../../core/ledger/event.ts";
import { authorizeNow } from "../../core/pass/authorization/authorize.ts";
import { recheckBeforeCall } from "../../core/pass/authorization/recheck-before-call.ts";
import { look } from "../../core/pass/following/look.ts";
import { goNow } from "../../core/pass/turns/gates.ts";
import { namesIn, stateIn, type View } from "../../core/pass/view.ts";
import { decideAll } from "../../core/submission/decide-all.ts";
import { next } from "../../core/submission/next.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";
import { failUnlessIntended, type Ready } from "./make-ready.ts";
import { type Pass, situationNow } from "./pass.ts";

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
      const checked = ready.map((one) => ({ ...one, checked: applyAnswer(pass, at, one, answers.get(one.key)) }));
      const calls = await decideCalls(pass, at, checked);
      const outcomes = checked.map(({ key, checked: { events } }) => {
        const call = calls.get(key);
        return { key, events: [...events, ...(call?.events ?? [])], calling: call?.calling ?? [] };
      });
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

type CallDecided = { readonly events: readonly SubmissionEvent[]; readonly calling: readonly Callable[] };

/** Asks main and people about everything whose check was accepted, then looks at PanDA, before the call, the first included. */
const decideCalls = async (
  pass: Pass,
  view: View,
  checked: readonly (Ready & { readonly checked: { readonly state: SubmissionState } })[],
): Promise<ReadonlyMap<SubmissionKey, CallDecided>> => {
  const now = situationNow(pass, view.head, pass.reads.again());
  const going = goNow(now, pass);
  const authorize = authorizeNow(
    now,
    checked.map(({ intent }) => intent),
  );
  const rechecking = { reads: now, authorize, context: pass.context };
  const decide = async ({
    checked: { state },
    ...one
  }: (typeof checked)[number]): Promise<readonly [SubmissionKey, CallDecided] | undefined> => {
    if (state.kind !== "checked") return undefined;
    failUnlessIntended(one, state);
    const { events: ofMain, authorized } = await recheckBeforeCall(rechecking, one.key, state);
    if (authorized === undefined) return [one.key, { events: ofMain, calling: [] }];
    const { events, action } = next(state, await look(now, view.head, state), pass.context);
    // What is found at PanDA is adopted all the same.
    if (action.kind !== "submit") return [one.key, { events: [...ofMain, ...events], calling: [] }];
    if ((await going(view, [{ key: one.key, state }], true)).length === 0)
      return [one.key, { events: ofMain, calling: [] }];
    const calling = [{ ...one, sandbox: state.sandbox }];
    return [one.key, { events: [...ofMain, ...events], calling }];
  };
  return new Map(await pass.each(checked, decide));
};
