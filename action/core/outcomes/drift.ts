import {
  isOfMain,
  type LedgerEvent,
  type Order,
  partsOfKey,
  type SubmissionKey,
  versionName,
} from "../ledger/event.ts";
import { requestPrefix, submissionLabel } from "../ledger/names.ts";
import type { Task } from "../submission/panda-answer.ts";

/** Something that PanDA or git has and the ledger does not say. The same words as long as it stands. */
export type Drift = { readonly kind: "unknown-task" | "by-hand" | "git"; readonly words: string };

export type DriftSeen = {
  readonly repository: string;
  /** Tasks of our user, as PanDA lists them. */
  readonly tasks: readonly Pick<Task, "id" | "name" | "status" | "mark" | "priority">[];
  readonly submissions: readonly SubmissionKey[];
  /** Events of those that are followed. */
  readonly events: ReadonlyMap<SubmissionKey, readonly LedgerEvent[]>;
  /** Scopes of official data, such as `group.sphenix`; a person's own tasks are nobody's business. */
  readonly scopes: readonly string[];
  /** Git tags that somebody moved or deleted, in words. */
  readonly moved: readonly string[];
};

/** In one order, so that equal drift is an equal issue. */
export const driftOf = (seen: DriftSeen): readonly Drift[] => [
  ...unknownTasks(seen),
  ...[...seen.events].flatMap(([key, events]) => byHand(key, events, seen.tasks)),
  ...seen.moved.map((words): Drift => ({ kind: "git", words })),
];

/** Tasks with the mark of this repository that no submission has, and tasks in a group's scope that no SHREK made. */
const unknownTasks = ({ repository, tasks, submissions, scopes }: DriftSeen): readonly Drift[] => {
  const marks = new Set(
    submissions.map((key) => {
      const { tag, version, run } = partsOfKey(key);
      return `${requestPrefix(repository)}${submissionLabel(repository, tag, version, run)}-`;
    }),
  );
  const groups = scopes.filter((scope) => scope.startsWith("group."));
  return tasks
    .filter(({ mark, name }) => {
      const [own] = /^shrek-[0-9a-f]{8}-[0-9a-f]{12}-/.exec(mark) ?? [];
      if (own === undefined) return groups.some((scope) => name.startsWith(`${scope}.`));
      // Another repository's ledger knows its own.
      return own.startsWith(requestPrefix(repository)) && !marks.has(own);
    })
    .toSorted((a, b) => a.id - b.id)
    .map(({ id, name }) => ({ kind: "unknown-task", words: `task ${id} (${name}) is on no ledger` }));
};

type SeenTask = Extract<LedgerEvent, { readonly event: "seen" }>["tasks"][number];

/** What became of its tasks without an order of SHREK, as far as what PanDA shows is certain. */
const byHand = (key: SubmissionKey, events: readonly LedgerEvent[], listed: DriftSeen["tasks"]): readonly Drift[] => {
  const own = events.flatMap((line) => (isOfMain(line) ? [] : [line]));
  const looks = own.flatMap((line) => (line.event === "seen" ? [line.tasks] : []));
  const orders = own.flatMap((line): readonly Order[] => (line.event === "commanding" ? [line] : []));
  const withdrawn = own.some((line) => line.event === "person" && line.verb === "withdraw");
  // A second effect calls a person by itself; with a task its children begin again (PANDA J20).
  const isSuspected = own.some(({ event }) => event === "duplicate-suspected");
  const retries = orders.filter(({ verb }) => verb === "retry").length;
  const last = looks.at(-1) ?? [];
  return last.flatMap((task): readonly Drift[] => {
    const seen = looks.flatMap((tasks) => tasks.filter(({ id }) => id === task.id));
    const about = orders.filter((order) => order.task === task.id);
    const was = `task ${task.id} of ${versionName(key)} was`;
    return [
      ...(isKilled(task, last) && !withdrawn && !orders.some(({ verb }) => verb === "kill" || verb === "finish")
        ? [`${was} killed at PanDA`]
        : []),
      ...(!isSuspected && retriesOf(seen) > retries ? [`${was} retried at PanDA`] : []),
      ...movesOf(seen)
        .filter((site) => !about.some((order) => order.site === site))
        .map((site) => `${was} moved to ${site} at PanDA`),
      ...prioritiesOf(
        seen,
        listed.find(({ id }) => id === task.id),
      )
        .filter((priority) => !about.some((order) => order.priority === priority))
        .map((priority) => `${was} given the priority ${priority} at PanDA`),
    ].map((words) => ({ kind: "by-hand", words }));
  });
};

const stoppedItself: readonly string[] = ["failed", "broken", "exhausted"];
/** Behind a step that stopped by itself others may be stopped by JEDI. */
const isKilled = ({ status }: SeenTask, all: readonly SeenTask[]): boolean =>
  status === "aborted" && !all.some((one) => stoppedItself.includes(one.status));

/** How often JEDI began it again since it was seen first. */
const retriesOf = (seen: readonly SeenTask[]): number => {
  const attempts = seen.flatMap(({ attemptNr }) => attemptNr ?? []);
  return attempts.length === 0 ? 0 : Math.max(...attempts) - (attempts[0] ?? 0);
};

/** Sites to which it went from another; where its broker chose before, nobody moved it, and a retry takes it back (PANDA P44). */
const movesOf = (seen: readonly SeenTask[]): readonly string[] => {
  const sites = seen.flatMap(({ site }) => (site === undefined || site === "" ? [] : [site]));
  return [...new Set(sites.filter((site, index) => index > 0 && site !== sites[index - 1] && site !== sites[0]))];
};

/** What it had later than first: JEDI only takes it back (PANDA P55). What is registered has none of its own yet. */
const prioritiesOf = (seen: readonly SeenTask[], now: DriftSeen["tasks"][number] | undefined): readonly number[] => {
  const all = [...seen, ...(now === undefined ? [] : [now])].flatMap(({ status, priority }) =>
    status === "registered" ? [] : (priority ?? []),
  );
  return seen.some(({ priority }) => priority !== undefined)
    ? [...new Set(all.filter((priority) => priority !== all[0]))]
    : [];
};
