import type { SubmissionKey } from "../../core/ledger/event.ts";
import { candidateNames } from "../../core/ledger/names.ts";
import { costs } from "../../core/pass/cost.ts";
import type { Work } from "../../core/pass/cut.ts";
import { keptFromWatching } from "../../core/pass/left.ts";
import { stateIn, type View } from "../../core/pass/view.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { Task } from "../../core/submission/panda-answer.ts";
import { hasPassed, type PandaDate } from "../../core/submission/panda-clock.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { asksForLook, type WatchedSubmission } from "../../core/submission/watch.ts";
import { times } from "../../core/times/times.ts";
import { loadView } from "../ledger-access/ledger-view.ts";
import { look } from "./look.ts";
import type { Pass } from "./pass.ts";
import { poll } from "./poll.ts";
import { record } from "./record.ts";

/**
 * Successes are watched for a second effect, and what was withdrawn for a first one, however many there are with two
 * questions (ADR 16): which requests iDDS has of ours, and which tasks have changed. Only what is news is looked at by name, and decided like all else.
 */
export const keepWatch = async (pass: Pass, from: View, pandaDate: PandaDate): Promise<View> => {
  const { watched, repository } = from.head;
  if (watched.length === 0) return from;
  const reported = await pass.requests(repository);
  const changed = await tasksChanged(pass, watched, pandaDate);
  const due = watched
    .filter((one) => !from.states.has(one.key))
    .filter((one) => asksForLook(one, repository, { reported, changed }, pandaDate));
  const keys = (await payableLooks(pass, due, pandaDate)).map(({ key }) => key);
  if (keys.length === 0) return from;
  const view = await loadView(pass.ports.ledger, [...from.states.keys(), ...keys]);
  const seen = await pass.each(
    keys.map((key) => ({ key, state: stateIn(view, key) })),
    async ({ key, state }): Promise<readonly [SubmissionKey, Observation] | undefined> =>
      withKey(key, await observeWatched(pass, view, state, pandaDate)),
  );
  pass.budget.spend({ panda: keys.length * costs.look.panda });
  return record(pass, view, new Map(seen), "Watched:");
};

/** What shows a second effect goes first: what many have in common is that their watching ends, and that can wait. */
const payableLooks = (
  { budget }: Pass,
  due: readonly WatchedSubmission[],
  pandaDate: PandaDate,
): Promise<readonly (Work & { readonly key: SubmissionKey })[]> => {
  const works = due.map(({ key, since }) => ({
    key,
    kind: "follow" as const,
    cost: costs.look,
    lastDone: since !== null && hasPassed(since, pandaDate, times.watch) ? since : undefined,
  }));
  return budget.take(works, "ended submission", keptFromWatching);
};

const withKey = (
  key: SubmissionKey,
  seen: Observation | undefined,
): readonly [SubmissionKey, Observation] | undefined => (seen === undefined ? undefined : [key, seen]);

/** What was withdrawn is looked for by all names that a check could have given it. */
const observeWatched = async (
  pass: Pass,
  { head }: View,
  state: SubmissionState,
  pandaDate: PandaDate,
): Promise<Observation | undefined> => {
  if ("request" in state) return poll(pass, head, state, { pandaDate });
  return state.kind === "withdrawn" ? look(pass, head, { ...state, names: candidateNames(state.intent) }) : undefined;
};

/** A list that PanDA could not give is missing in this pass: the requests of iDDS are compared all the same. */
const tasksChanged = async (
  { ports, setting }: Pass,
  watched: readonly WatchedSubmission[],
  pandaDate: PandaDate,
): Promise<ReadonlyMap<number, Task>> => {
  if (pandaDate === undefined) return new Map();
  const since = new Date(Date.parse(pandaDate) - times.lookBack.milliseconds);
  const users = [...new Set(watched.map(({ userName }) => userName))];
  const lists = await Promise.all(users.map((user) => orFailure(() => ports.watch.tasksChanged(since, user))));
  for (const list of lists)
    if (list instanceof Failure) setting.tell(`Tasks that changed could not be listed: ${list.message}`);
  return new Map(lists.flatMap((list) => (list instanceof Failure ? [] : list.tasks)).map((task) => [task.id, task]));
};
