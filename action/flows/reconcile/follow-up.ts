import type { SubmissionKey } from "../../core/ledger/event.ts";
import type { View } from "../../core/pass/view.ts";
import type { RequestedState } from "../../core/submission/next-requested.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { PandaDate } from "../../core/submission/panda-clock.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { type Lists, listTasks } from "./list-tasks.ts";
import { look } from "./look.ts";
import type { Pass } from "./pass.ts";
import { poll } from "./poll.ts";
import { record } from "./record.ts";
import { recordSeen } from "./succeed.ts";

/** Reads only: what others left in doubt is looked for, what runs is polled. */
export const followUp = async (pass: Pass, from: View, pandaDate: PandaDate): Promise<View> => {
  const orphaned = [...from.states].flatMap(([key, { kind }]) =>
    kind === "checking" || kind === "submitting" ? [key] : [],
  );
  const view = await record(pass, from, new Map(orphaned.map((key) => [key, { kind: "orphaned" }])), "In doubt:");
  const lists = await listTasks(pass, [...view.states.values()].filter(isPolled));
  const seen = await pass.each(
    [...view.states].map(([key, state]) => ({ key, state })),
    async ({ key, state }): Promise<readonly [SubmissionKey, Observation] | undefined> => {
      const observation = await observeLive(pass, view, state, { pandaDate, lists });
      return observation === undefined ? undefined : [key, observation];
    },
  );
  return recordSeen(pass, view, new Map(seen));
};

const observeLive = async (
  pass: Pass,
  { head }: View,
  state: SubmissionState,
  { pandaDate, lists }: { readonly pandaDate: PandaDate; readonly lists: Lists },
): Promise<Observation | undefined> => {
  if (state.kind === "in-doubt") return look(pass, head, state);
  if (state.kind === "not-sent") return { kind: "ready" };
  return isPolled(state) ? poll(pass, head, state, { pandaDate, listed: lists(state) }) : undefined;
};

/** What waits for a person's word is left alone; once it is withdrawn, its end is read from its tasks. */
const isPolled = (state: SubmissionState): state is RequestedState =>
  "request" in state &&
  (state.past.withdrawal !== undefined || (state.kind !== "duplicate-suspected" && state.kind !== "broken"));
