import type { Intent, SubmissionKey, TaskNames } from "../../ledger/event.ts";
import { allNames, candidateNames, isOurs, workflowName } from "../../ledger/names.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import type { Observation } from "../../submission/observation.ts";
import type { Task } from "../../submission/panda-answer.ts";
import { hasPassed, type PandaDate, type SubmissionState } from "../../submission/state.ts";
import { asksForLook, type WatchedSubmission } from "../../submission/watch.ts";
import { times } from "../../times/times.ts";
import { costs, type Work } from "../cost.ts";
import { keptFromWatching } from "../left.ts";
import { each, type Planned, type Planning, withLoaded, withSeen } from "../planned.ts";
import { all, type Reads } from "../reads.ts";
import { type LedgerHead, stateIn } from "../view.ts";
import { poll, requestsOfOurs } from "./poll.ts";

/** A submission whose names PanDA may know. */
type MaybeSent = { readonly intent: Intent; readonly attempt: number; readonly names: TaskNames };

/** All attempts under our names. Absence counts only when login, PanDA and iDDS answered in the same look. */
export async function look(
  reads: Reads,
  { repository }: Pick<LedgerHead, "repository">,
  { intent, attempt, names }: MaybeSent,
): Promise<Extract<Observation, { kind: "all-absent" | "ours" | "foreign" }>> {
  const pandaDate = await reads.panda.dateNow();
  const attempts = Array.from({ length: attempt }, (_, index) => attempt - index);
  const requests = await all(attempts.map((n) => reads.panda.requestNamed(workflowName(repository, intent.label, n))));
  const tasks = await reads.panda.tasksNamed(allNames(names), intent.panda.userName);
  const isForeign = ({ mark }: Task) => !isOurs(mark, repository, intent.label, intent.contentDigest);
  const foreign = tasks.find(isForeign);
  if (foreign !== undefined)
    return {
      kind: "foreign",
      reason: `task ${foreign.id} has the name ${foreign.name}, but SHREK did not submit it`,
      ...(tasks.every(isForeign) ? {} : { ours: true }),
      pandaDate,
    };
  const request = requests.find((id) => id !== undefined);
  if (request !== undefined) return { kind: "ours", request, pandaDate };
  const [task] = tasks;
  if (task !== undefined)
    return {
      kind: "foreign",
      reason: `task ${task.id} was submitted by SHREK, but iDDS has no such request`,
      ours: true,
    };
  return { kind: "all-absent", pandaDate };
}

/**
 * Successes are watched for a second effect, and what was withdrawn for a first one, however many there are with two
 * questions (ADR 16): which requests iDDS has of ours, and which tasks have changed. Only what is news is looked at by
 * name, and decided like all else.
 */
export async function monitorCompleted(planning: Planning, from: Planned): Promise<Planned> {
  const { notes, pandaDate } = planning;
  const { watched, repository } = planning.ledgerHead;
  if (watched.length === 0) return from;
  const reported = await requestsOfOurs(planning, notes, repository);
  const changed = await tasksChanged(planning, watched);
  const due = watched
    .filter((one) => !from.view.states.has(one.key))
    .filter((one) => asksForLook(one, repository, { reported, changed }, pandaDate));
  const keys = await payableLooks(planning, due, pandaDate);
  if (keys.length === 0) return from;
  const before = await withLoaded(planning, from, keys);
  const ones = keys.map((key) => ({ key, state: stateIn(before.view, key) }));
  const seen = await each(notes, ones, async ({ key, state }) => {
    const observation = await observeWatched(planning, state);
    return observation === undefined ? undefined : ([key, observation] as const);
  });
  notes.spend({ panda: keys.length * costs.look.panda });
  return withSeen(planning, before, "Watched:", seen);
}

/** What shows a second effect goes first: what many have in common is that their watching ends, and that can wait. */
async function payableLooks(
  { payable }: Planning,
  due: readonly WatchedSubmission[],
  pandaDate: PandaDate,
): Promise<readonly SubmissionKey[]> {
  const looks = due.map(({ key, since }) => {
    const lastDone = since !== null && hasPassed(since, pandaDate, times.watch) ? since : undefined;
    return { key, work: { kind: "follow", cost: costs.look, lastDone } satisfies Work };
  });
  const works = looks.map(({ work }) => work);
  const paid = new Set<Work>(await payable(works, "ended submission", keptFromWatching));
  return looks.flatMap(({ key, work }) => (paid.has(work) ? [key] : []));
}

/** What was withdrawn is looked for by all names that a check could have given it. */
async function observeWatched(planning: Planning, state: SubmissionState): Promise<Observation | undefined> {
  if ("request" in state) return await poll(planning, state);
  if (state.kind !== "withdrawn") return undefined;
  return await look(planning, planning.ledgerHead, { ...state, names: candidateNames(state.intent) });
}

/** A list that PanDA could not give is missing in this pass: the requests of iDDS are compared all the same. */
async function tasksChanged(
  { panda, notes, pandaDate }: Planning,
  watched: readonly WatchedSubmission[],
): Promise<ReadonlyMap<number, Task>> {
  if (pandaDate === undefined) return new Map();
  const since = lookBack(pandaDate);
  const users = [...new Set(watched.map(({ userName }) => userName))];
  const lists = await all(users.map((userName) => orFailure(() => panda.tasksChanged(since, userName))));
  for (const list of lists)
    if (list instanceof Failure) notes.tell(`Tasks that changed could not be listed: ${list.message}`);
  return new Map(lists.flatMap((list) => (list instanceof Failure ? [] : list.tasks)).map((task) => [task.id, task]));
}

/** PanDA's date so long ago that a list of changes from then on misses nothing. */
export const lookBack = (pandaDate: string): string =>
  new Date(Date.parse(pandaDate) - times.lookBack.milliseconds).toISOString();
