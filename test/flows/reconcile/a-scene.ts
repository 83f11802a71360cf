import type { LedgerEvent, SubmissionEvent, SubmissionKey } from "../../../action/core/ledger/event.ts";
import type { PullRequest } from "../../../action/core/policy/pull-request.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import type { Task } from "../../../action/core/submission/panda-answer.ts";
import type { Ledger } from "../../../action/ports/ledger.ts";
import type { Snapshot } from "../../../action/ports/snapshot.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";
import type { aWorld } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;

/** Lines of the ledger that no pass wrote: a person did, another process, or somebody who forges. */
export const writeLines = async (
  { ledger }: Pick<World, "ledger">,
  of: SubmissionKey,
  ...events: readonly SubmissionEvent[]
): Promise<void> => {
  const lines = events.map((event) => ({ ...event, key: of, at: "2026-03-01T10:00:00Z" }));
  await ledger.append(await ledger.head(), lines, [], "somebody");
};

/** Merges of pull requests of ada's, from number 7 on, which this person approves. */
export const mergesOf = ({ main }: Pick<World, "main">, by = "bob") => {
  const people = fakePeople();
  people.permissions.set(by, "write").set("ada", "write");
  type Merge = Partial<PullRequest> & { readonly isApproved?: boolean };
  const merge = (commit: string, { isApproved = true, ...change }: Merge = {}): void => {
    const head = main.branch(commit);
    people.pulls.set(commit, aMergedPull(commit, head, { number: people.pulls.size + 7, ...change }));
    if (isApproved) people.approved = [...people.approved, { login: by, commit: head }];
  };
  return { people, merge };
};

/** What was merged came by pull request 7 of ada's, whose head main holds with these changes; these people approved it. */
export const approvedIn = (
  { main, merged }: Pick<World, "main" | "merged">,
  by: readonly string[] = ["bob"],
  changes: Readonly<Record<string, string | undefined>> = {},
) => {
  const head = main.branch(merged, changes);
  const people = fakePeople();
  people.pulls.set(merged, aMergedPull(merged, head));
  for (const login of ["ada", "bob", ...by]) people.permissions.set(login, "write");
  people.approved = by.map((login) => ({ login, commit: head }));
  return people;
};

/** No tag can be made: a pass gets no further than its promises. */
export const noTags = ({ tags }: Pick<World, "tags">) => ({
  tags: {
    ...tags,
    create: () => Promise.reject(new Failure("git does not answer", anyWay)),
  },
});

/** Every task at PanDA ended so; what is done made all its files. */
export const finish = ({ panda }: Pick<World, "panda">, status = "done"): void => {
  const made = (task: Task): number => (status === "done" ? task.files : task.finished);
  panda.tasks = panda.tasks.map((task) => ({ ...task, status, finished: made(task) }));
};

/** Today's judge refuses what stands in this folder of main, or in any. */
export const refusing = ({ main }: Pick<World, "main">, only?: string) => {
  const bytes = new TextEncoder().encode("schema: 1\n");
  return {
    main: {
      ...main,
      at: (commit: string): Snapshot => {
        const snapshot = main.at(commit);
        const judged = <T extends { readonly folder: string }>(source: T): T =>
          only === undefined || source.folder === only ? { ...source, bytes } : source;
        return {
          ...snapshot,
          all: async (folders) => (await snapshot.all(folders)).map(judged),
          production: async (folder) => judged(await snapshot.production(folder)),
        };
      },
    },
  };
};

/** The same ledger. Right before a pass writes for the first time, or writes such events, this happens. */
export const beforeWrite = (
  { ledger }: Pick<World, "ledger">,
  act: () => Promise<unknown>,
  ofKind?: LedgerEvent["event"],
) => {
  let isFirst = true;
  const append: Ledger["append"] = async (...args) => {
    if (isFirst && (ofKind === undefined || args[1].some(({ event }) => event === ofKind))) {
      isFirst = false;
      await act();
    }
    return ledger.append(...args);
  };
  return { ledger: { ...ledger, append } };
};
