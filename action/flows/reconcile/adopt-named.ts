import { allNames, candidateNames, isOurs, workflowName } from "../../core/ledger/names.ts";
import type { LedgerHead } from "../../core/pass/ledger-head.ts";
import type { View } from "../../core/pass/view.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { Task } from "../../core/submission/panda-answer.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { Pass } from "./pass.ts";
import { record } from "./record.ts";

type Conflict = Extract<SubmissionState, { readonly kind: "conflict" }>;

/** `/shrek adopt`: a person takes over what PanDA has under the names of a submission. What differs is said. */
export const adoptNamed = async (pass: Pass, from: View): Promise<View> => {
  const asked = [...from.states].flatMap(([key, state]) =>
    state.kind === "conflict" && state.past.adoption !== undefined ? [{ key, state }] : [],
  );
  if (asked.length === 0) return from;
  const seen = await pass.each(asked, async ({ key, state }) => {
    const { panda } = pass.ports;
    const tasks = await panda.tasksNamed(allNames(candidateNames(state.intent)), state.intent.panda.userName);
    if (tasks.length === 0) {
      pass.trouble(key, "PanDA has no task of its names to adopt; `/shrek withdraw keep` gives it up");
      return undefined;
    }
    for (const line of differences(tasks, from.head, state)) pass.setting.tell(`${key}: ${line}`);
    const request = state.past.adoption?.request ?? (await requestOf(pass, from.head, state)) ?? 0;
    const observation: Observation = { kind: "adopted", request, tasks: tasks.map(({ id }) => id) };
    return [key, observation] as const;
  });
  return record(pass, from, new Map(seen), "Adopted:");
};

/** What distinguishes the tasks from those that SHREK would have made. */
const differences = (tasks: readonly Task[], head: LedgerHead, { intent }: Conflict): readonly string[] =>
  tasks.map(({ id, name, status, mark }) => {
    const ours = isOurs(mark, head.repository, intent.label, intent.contentDigest);
    return `adopts task ${id} (${name}, ${status})${ours ? "" : `, which carries ${mark === "" ? "no mark" : `the mark ${mark}`}`}`;
  });

const requestOf = async (
  { ports: { panda } }: Pass,
  head: LedgerHead,
  { intent, attempt }: Conflict,
): Promise<number | undefined> => {
  for (let n = attempt; n > 0; n--) {
    const request = await panda.requestNamed(workflowName(head.repository, intent.label, n));
    if (request !== undefined) return request;
  }
  return undefined;
};
