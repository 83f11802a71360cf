import { expect, test } from "vitest";
import type { Order, SubmissionEvent } from "../../../../action/core/ledger/event.ts";
import { notesOf } from "../../../../action/core/view/status/notes-text.ts";
import { describeState } from "../../../../action/core/view/status/state-text.ts";
import { aSubmission, aTask, at, foldOf, pastOf, stateKinds } from "../../submission/a-submission.ts";

const asks = (
  verb: "move" | "retry" | "kill" | "finish",
  change: { readonly site?: string; readonly memory?: number } = {},
): SubmissionEvent => ({
  event: "person",
  verb,
  by: "ada",
  id: "c1",
  reason: "",
  ...change,
});

test("The status of a move that PanDA lost each time says since when the task did not move, and the way out", () => {
  const tasks = [aTask("simulate", "running", { site: "BNL", attemptNr: 1 })];
  const order = (minute: string, change: Partial<Order> = {}): SubmissionEvent => ({
    ...{
      event: "commanding",
      verb: "move",
      task: 1,
      attemptNr: 1,
      pandaDate: at(minute),
      site: "NERSC",
      command: "c1",
    },
    ...change,
  });
  const moved = (...orders: readonly SubmissionEvent[]) =>
    notesOf(
      foldOf([
        ...[...pastOf("submitted"), asks("move", { site: "NERSC" }), { event: "seen", verdict: "running", tasks }],
        ...orders,
      ] as readonly SubmissionEvent[]),
    );
  const three = ["11:00", "11:30", "12:00"].map((minute) => order(minute));

  expect(moved(...three)).toEqual(["ada asked to move it to NERSC"]);
  expect(moved(...three, order("12:30"))).toEqual([
    "ada asked to move it to NERSC",
    "the move to NERSC did not hold: PanDA was told 4 times since 2026-03-01 11:00 UTC, and step simulate is still at BNL; it is not told again: move it anew or to another site, or ask those who operate PanDA",
  ]);
  // Said anew, it is told anew.
  expect(moved(...three, order("12:30"), { ...asks("move", { site: "NERSC" }), id: "c2" } as SubmissionEvent)).toEqual([
    "ada asked to move it to NERSC",
  ]);
  expect(moved(...three, order("12:30", { attemptNr: 0 }))).toEqual(["ada asked to move it to NERSC"]);
});

test.each(stateKinds)("The meaning of the state %s is printed after its name without repeating the name", (kind) => {
  expect(describeState(aSubmission(kind))).not.toMatch(new RegExp(`^${kind}\\b`));
});

test("The status of a conflict says whether a name at PanDA or a tag is taken", () => {
  const reason = "The tag production/toy/1.0.0 is not an annotated tag.";

  expect(describeState(foldOf([...pastOf("intended"), { event: "conflict", reason }]))).toBe(
    `name conflict: ${reason}`,
  );
});

test("The failed tasks of a submission are named, with PanDA's message", () => {
  const tasks = [aTask("simulate", "failed", { dialog: "no input" }), aTask("merge", "running")];
  const seen = (status: "failed" | "broken"): SubmissionEvent => ({
    event: "seen",
    verdict: status,
    tasks: tasks.map((task) => (task.status === "failed" ? { ...task, status } : task)),
  });

  expect(describeState(foldOf([...pastOf("submitted"), seen("failed")]))).toBe("step simulate (task 1): no input");
  expect(describeState(foldOf([...pastOf("submitted"), seen("broken")]))).toBe(
    "step simulate (task 1): no input; a new version is needed",
  );
});

test.each([
  [
    "broken",
    "no scout jobs succeeded",
    "its first jobs all failed, so PanDA ran no others; read the log of one of them first; a new version is needed",
  ],
  [
    "broken",
    "not enough scout jobs succeeded",
    "too many of its first jobs failed, so PanDA ran no others; read the log of one of them first; a new version is needed",
  ],
  [
    "exhausted",
    "#KV #ATM action=set_exhausted reason=scout_ramCount scout ramCount 5371 MB is larger than 4000 MB while requested task_ramCount 2000 MB is less than 4000 MB",
    "its first jobs needed 5371 MB of memory per core, much more than it asks for, so PanDA holds the others; read the log of one of them first: if they do need it, retry lets the others run",
  ],
  [
    "exhausted",
    "#ATM #KV action=set_exhausted reason=many_shorter_jobs",
    "PanDA holds the others after its first jobs (#ATM #KV action=set_exhausted reason=many_shorter_jobs); read the log of one of them first, then retry lets the others run",
  ],
  [
    "exhausted",
    "timeout while in pending since 2026/11/26 10:00:00",
    "timeout while in pending since 2026/11/26 10:00:00",
  ],
] as const)(
  "The message of a task that is %s about its first jobs is translated into plain words: %s",
  (status, dialog, words) => {
    const tasks = [aTask("simulate", status, { dialog }), aTask("merge", "running")];

    expect(describeState(foldOf([...pastOf("submitted"), { event: "seen", verdict: status, tasks }]))).toBe(
      `step simulate (task 1): ${words}`,
    );
  },
);

test("The text about a revert on main is printed once in the status", () => {
  const reason = "main does not hold sP26a-toy any more";

  expect(notesOf(foldOf([...pastOf("running"), { event: "left-main", reason }]))).toEqual([
    `${reason}; this production goes on until somebody chooses keep or drop`,
  ]);
});

test("A command under way is shown in the status as what a person asked for", () => {
  const first = (...events: readonly SubmissionEvent[]) => notesOf(foldOf(events))[0];

  expect(first(...pastOf("running"), asks("move", { site: "NERSC" }))).toBe("ada asked to move it to NERSC");
  expect(first(...pastOf("failed"), asks("retry", { memory: 4000 }))).toBe(
    "ada asked to retry it with 4000 MB per core",
  );
  const tasks = [aTask("simulate", "running")];
  const seen = { event: "seen", verdict: "running", tasks } as const;
  expect(first(...pastOf("submitted"), seen, asks("kill"), asks("finish"))).toBe(
    "ada asked to kill what begins later of it",
  );
});

test("What finished with a part of its inputs says the part, and counts no task as open", () => {
  const ended = (verdict: "completed-partially" | "incomplete"): string =>
    describeState(
      foldOf([
        ...pastOf("submitted"),
        {
          ...{ event: "seen", verdict, pandaDate: at("10:00") },
          tasks: [aTask("simulate", "finished", { files: 4, finished: 3, failed: 1 })],
        },
      ]),
    );

  expect(ended("completed-partially")).toMatch(/^finished with 3 of 4 inputs done, which the request accepts/);
  expect(ended("incomplete")).toBe("finished with missing files, 3 of 4 inputs done");
});
