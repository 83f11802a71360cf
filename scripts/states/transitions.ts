import { applyEvent } from "../../action/core/submission/fold.ts";
import { next } from "../../action/core/submission/next.ts";
import type { Context, Observation } from "../../action/core/submission/observation.ts";
import type { StateKind, SubmissionState } from "../../action/core/submission/state.ts";
import { anIntent, at, bothTasks, mine, observations, theirs } from "../../test/core/submission/a-submission.ts";

/** One arrow between two states, and what was seen when it was taken. */
export type Transition = { readonly from: StateKind; readonly to: StateKind; readonly on: Observation };

/** Attempts beyond this one lead nowhere else. */
const maxAttempts = 3;
const contexts: readonly Context[] = [{ owner: mine }, { owner: theirs }];

/** What the tests show to `next`, and what only some pasts make a difference for. */
const seen: readonly Observation[] = [
  ...observations,
  { kind: "new-intent", intent: anIntent({ outDS: "user.ada.another" }) },
  {
    kind: "tasks",
    tasks: bothTasks("finished").map((task) => ({ ...task, finished: task.files })),
    pandaDate: at("500:00"),
  },
];

/** Every arrow that `next` and `fold` can take from an empty ledger on, by walking all states that can be reached. */
export const walkStates = (): readonly Transition[] => {
  const transitions = new Map<string, Transition>();
  const known = new Map<string, SubmissionState>();
  const todo: SubmissionState[] = [{ kind: "none" }];
  for (let state = todo.pop(); state !== undefined; state = todo.pop()) {
    for (const on of seen) {
      for (const context of contexts) {
        const to = after(state, on, context);
        const arrow = { from: state.kind, to: to.kind, on };
        if (to !== state) transitions.set(`${arrow.from} ${arrow.to} ${wordsOf(on)}`, arrow);
        if (known.has(keyOf(to)) || ("attempt" in to && to.attempt > maxAttempts)) continue;
        known.set(keyOf(to), to);
        todo.push(to);
      }
    }
  }
  return [...transitions.values()];
};

const after = (state: SubmissionState, on: Observation, context: Context): SubmissionState =>
  next(state, on, context).events.reduce((before, event) => applyEvent(before, event, at("10:00")), state);

/** What later decisions can depend on: facts that only grow are told by whether they are there. */
const keyOf = (state: SubmissionState): string => {
  const { kind } = state;
  if (!("past" in state)) return kind;
  const { withdrawal, leftMain, adoption, mayHaveActed } = state.past;
  return JSON.stringify([
    kind,
    state.attempt,
    withdrawal !== undefined,
    leftMain !== undefined,
    adoption !== undefined,
    mayHaveActed,
    state.kind === "withdrawn" ? [state.watching, state.watchedSince !== undefined] : [],
    "owner" in state ? state.owner.nonce : "",
    "looks" in state ? [state.from, state.arrived, state.looks] : "",
    "names" in state ? state.names : "",
    "tasks" in state ? [state.watching, state.tasks] : "",
  ]);
};

/** An observation in a few words; an answer of PanDA with what it said. */
export const wordsOf = (on: Observation): string => {
  if (on.kind === "check-answered") return `check ${on.answer.kind}`;
  if (on.kind === "call-answered") return `submit ${on.answer.kind}`;
  return on.kind === "person" ? on.verb : on.kind.replaceAll("-", " ");
};
