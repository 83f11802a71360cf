import type { SubmissionEvent, SubmissionKey } from "../../core/ledger/event.ts";
import { namesIn, stateIn, type View } from "../../core/pass/view.ts";
import { decideAll } from "../../core/submission/decide-all.ts";
import { next } from "../../core/submission/next.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { once } from "../../core/text/once.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";
import { type Deriving, derivingNow } from "./derive.ts";
import { look } from "./look.ts";
import { failUnlessPromised, type Ready } from "./make-ready.ts";
import type { Pass } from "./pass.ts";
import { stillOnMain } from "./still-on-main.ts";

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
      const deriving = derivingNow(
        pass,
        at,
        ready.map(({ intent }) => intent),
      );
      const outcomes = await Promise.all(
        ready.map(async (one) => {
          const checked = applyAnswer(pass, at, one, answers.get(one.key));
          const looked = await pass.attempt(one.key, () =>
            decideCall(pass, at, { ...one, state: checked.state }, { deriving, health }),
          );
          return {
            key: one.key,
            events: [...checked.events, ...(looked?.events ?? [])],
            calling: looked?.calling ?? [],
          };
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

/** Asks main and people, then looks at PanDA, before the call, the first included. */
const decideCall = async (
  pass: Pass,
  view: View,
  { state, ...one }: Ready & { readonly state: SubmissionState },
  {
    deriving,
    health,
  }: { readonly deriving: Deriving; readonly health: () => ReturnType<Pass["ports"]["panda"]["health"]> },
): Promise<{ readonly events: readonly SubmissionEvent[]; readonly calling: readonly Callable[] }> => {
  if (state.kind !== "checked") return { events: [], calling: [] };
  failUnlessPromised(one, state);
  const held = await stillOnMain(pass, deriving, one.key, state);
  if (held.authorized === undefined) return { events: held.events, calling: [] };
  const { events, action } = next(state, await look(pass, view.head, state, health()), pass.context);
  return {
    events: [...held.events, ...events],
    calling: action.kind === "submit" ? [{ ...one, sandbox: state.sandbox }] : [],
  };
};
