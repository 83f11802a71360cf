import { allNames, candidateNames, isOurs, workflowName } from "../../ledger/names.ts";
import type { Observation } from "../../submission/observation.ts";
import type { Task } from "../../submission/panda-answer.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { each, inState, type Planned, type Planning, withSeen } from "../planned.ts";
import type { Reads } from "../reads.ts";

type Conflict = Extract<SubmissionState, { readonly kind: "conflict" }>;
const isAdopted = (state: SubmissionState): state is Conflict =>
  state.kind === "conflict" && state.past.adoption !== undefined;

/** `/shrek adopt`: a person takes over what PanDA has under the names of a submission. What differs is said. */
export async function adoptNamed(planning: Planning, from: Planned): Promise<Planned> {
  const { notes, ledgerHead } = planning;
  const seen = await each(notes, inState(from, isAdopted), async ({ key, state }) => {
    const { intent, past } = state;
    const names = allNames(candidateNames(intent));
    const tasks = await planning.panda.tasksNamed(names, intent.panda.userName);
    if (tasks.length === 0) {
      notes.trouble(key, "PanDA has no task of its names to adopt; `/shrek withdraw keep` gives it up");
      return undefined;
    }
    for (const line of differences(tasks, ledgerHead.repository, state)) notes.tell(`${key}: ${line}`);
    const request = past.adoption?.request ?? (await requestOf(planning, ledgerHead.repository, state)) ?? 0;
    const adopted: Observation = { kind: "adopted", request, tasks: tasks.map(({ id }) => id) };
    return [key, adopted] as const;
  });
  return withSeen(planning, from, "Adopted:", seen);
}

/** What distinguishes the tasks from those that SHREK would have made. */
const differences = (tasks: readonly Task[], repository: string, { intent }: Conflict): readonly string[] =>
  tasks.map(({ id, name, status, mark }) => {
    const ours = isOurs(mark, repository, intent.label, intent.contentDigest);
    return `adopts task ${id} (${name}, ${status})${ours ? "" : `, which carries ${mark === "" ? "no mark" : `the mark ${mark}`}`}`;
  });

async function requestOf(reads: Reads, repository: string, { intent, attempt }: Conflict): Promise<number | undefined> {
  for (let n = attempt; n > 0; n--) {
    const request = await reads.panda.requestNamed(workflowName(repository, intent.label, n));
    if (request !== undefined) return request;
  }
  return undefined;
}
