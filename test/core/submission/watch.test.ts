import { describe, expect, test } from "vitest";
import type { SubmissionEvent, TaskSeen } from "../../../action/core/ledger/event.ts";
import { workflowName } from "../../../action/core/ledger/names.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import {
  asksForLook,
  knownRequests,
  newRequests,
  readWatched,
  type WatchedSubmission,
  watchedOf,
} from "../../../action/core/submission/watch.ts";
import { aSubmission, aTask, at, bothTasks, foldOf, key, pastOf } from "./a-submission.ts";

const repository = "0a1b2c3d";
const one: WatchedSubmission = {
  key,
  label: "0123456789ab",
  attempt: 2,
  userName: "Ada",
  since: at("10:00"),
  requests: [7],
  tasks: [[1, 1]],
};
const reported = (ids: Readonly<Record<number, number>>): ReadonlyMap<string, number> =>
  new Map(Object.entries(ids).map(([attempt, id]) => [workflowName(repository, one.label, Number(attempt)), id]));

describe("new requests of iDDS", () => {
  test.each([
    ["its own", { 2: 7 }, [7], []],
    ["a later one of the same name", { 2: 9 }, [7], [9]],
    ["one of the first attempt", { 1: 6, 2: 7 }, [7], [6]],
    ["one that a person accepted", { 1: 6, 2: 7 }, [7, 6], []],
    ["the first of adopted tasks", { 1: 6 }, [], []],
    ["the second of adopted tasks", { 1: 6, 2: 8 }, [], [8]],
    ["of an attempt that was never made", { 3: 9 }, [7], []],
  ])("The requests of iDDS for a watched name are compared with the known ones: %s", (_, ids, known, news) => {
    expect(newRequests(one, known, repository, reported(ids))).toEqual(news);
  });
});

describe("watched successes", () => {
  const looks = (
    change: Partial<WatchedSubmission>,
    task: { status: string; attemptNr: number; changed?: string } | undefined,
    date?: string,
  ) =>
    asksForLook(
      { ...one, ...change },
      repository,
      { reported: reported({ 2: 7 }), changed: new Map(task === undefined ? [] : [[1, { id: 1, ...task }]]) },
      date,
    );

  test("A watched success is examined when one of its tasks runs, or was restarted", () => {
    expect(looks({}, { status: "running", attemptNr: 1 })).toBe(true);
    expect(looks({}, { status: "done", attemptNr: 2 })).toBe(true);
    expect(looks({}, { status: "done", attemptNr: 1 })).toBe(false);
    expect(looks({ tasks: [[1, null]] }, { status: "finished", attemptNr: 2 })).toBe(false);
    expect(looks({ tasks: [[5, 1]] }, { status: "running", attemptNr: 2 })).toBe(false);
  });

  test("A watched success is examined when the status of one of its tasks has changed since, which no count shows", () => {
    const now = (changed?: string) => ({ status: "done", attemptNr: 1, ...(changed === undefined ? {} : { changed }) });

    expect(looks({ tasks: [[1, 1, at("12:00")]] }, now(at("12:00")))).toBe(false);
    expect(looks({ tasks: [[1, 1, at("12:00")]] }, now(at("13:00")))).toBe(true);
    expect([looks({ tasks: [[1, 1, at("12:00")]] }, now()), looks({}, now(at("13:00")))]).toEqual([false, false]);
  });

  test("A watched success is examined when its fourteen days are over by PanDA's dates, and when they have not begun", () => {
    expect(looks({}, undefined, at(`${10 + 24 * 14 - 1}:59`))).toBe(false);
    expect(looks({}, undefined, at(`${10 + 24 * 14}:00`))).toBe(true);
    expect([looks({}, undefined), looks({ since: null }, undefined)]).toEqual([false, false]);
    expect(looks({ since: null }, undefined, at("10:00"))).toBe(true);
  });
});

describe("watch file", () => {
  const text = (change: object): string => JSON.stringify([one, { ...one, ...change }]);

  test("The file of watched submissions is read back unchanged", () => {
    expect([readWatched("[]"), readWatched(text({})), readWatched(text({ since: null }))]).toEqual([
      [],
      [one, one],
      [one, { ...one, since: null }],
    ]);
  });

  test.each([
    ["no JSON", "["],
    ["no list", "{}"],
    ["nothing in it", "[null]"],
    ["words in it", '["word"]'],
    ["a function's length for a key", text({ key: 1 })],
    ["no label", text({ label: undefined })],
    ["no user", text({ userName: null })],
    ["half an attempt", text({ attempt: 1.5 })],
    ["a number for a date", text({ since: 7 })],
    ["no date", text({ since: undefined })],
    ["no requests", text({ requests: undefined })],
    ["a task for the tasks", text({ tasks: { 0: 1 } })],
  ])("A watch file with %s is refused as not SHREK's", (_, written) => {
    expect(readWatched(written)).toBeUndefined();
  });
});

describe("watched values", () => {
  const success = (...more: readonly SubmissionEvent[]): SubmissionState =>
    foldOf([
      ...pastOf("submitted"),
      { event: "seen", verdict: "done", tasks: bothTasks("done"), pandaDate: at("12:00") },
      ...more,
    ]);
  const noted = { key, label: "0123456789ab", attempt: 1, userName: "Ada Lovelace", since: at("10:00"), requests: [7] };

  test("The file of watched submissions has the requests and tasks of each since its submit", () => {
    const tasks = [
      [1, 1],
      [2, 1],
    ];
    expect(watchedOf(key, success())).toEqual({ ...noted, tasks });
    expect(watchedOf(key, aSubmission("completed-partially"))).toEqual({ ...noted, tasks });
    const dated = bothTasks("done").map((task) => ({ ...task, changed: at("11:00") }));
    expect(watchedOf(key, success({ event: "seen", verdict: "done", tasks: dated }))).toMatchObject({
      tasks: tasks.map((task) => [...task, at("11:00")]),
    });
    expect(watchedOf(key, success({ event: "watched" }))).toBeUndefined();
    for (const kind of ["running", "incomplete", "closed", "none"] as const)
      expect(watchedOf(key, aSubmission(kind))).toBeUndefined();
  });

  test("The file of watched submissions has no date if PanDA gave none, and no count if none was recorded", () => {
    const undated = pastOf("submitted").map(({ ...event }) => {
      if (event.event === "submitted") delete event.pandaDate;
      return event;
    });
    const uncounted = bothTasks("done").map(({ attemptNr: _, ...task }) => task);
    const [first = aTask("simulate", "done")] = uncounted;
    const seen = (tasks: readonly TaskSeen[]): SubmissionEvent => ({ event: "seen", verdict: "done", tasks });

    expect(watchedOf(key, foldOf([...undated, seen(bothTasks("done"))]))).toMatchObject({ since: null });
    expect(watchedOf(key, foldOf([...pastOf("submitted"), seen(uncounted)]))).toBeUndefined();
    expect(watchedOf(key, foldOf([...pastOf("submitted"), seen([first, aTask("merge", "done")])]))).toMatchObject({
      tasks: [
        [1, null],
        [2, 1],
      ],
    });
    const second = foldOf([...pastOf("submitted", { attempt: 2 }), seen(uncounted)]);
    expect(watchedOf(key, second)).toMatchObject({
      attempt: 2,
      tasks: [
        [1, null],
        [2, null],
      ],
    });
  });

  test("The file of watched submissions names each request once, and none if a person adopted tasks", () => {
    const state = success();
    if (!("request" in state)) throw new Error(state.kind);
    const known = (request: number, requests: readonly number[]): readonly number[] =>
      knownRequests({ request, past: { ...state.past, accepted: { requests, tasks: [] } } });

    expect([known(7, []), known(7, [9, 7]), known(0, []), known(0, [9])]).toEqual([[7], [7, 9], [], [9]]);
  });

  test("A withdrawn submission is watched for any request, and one with adopted tasks for a second request", () => {
    const ids = reported({ 1: 6 });
    const none = { ...one, requests: [] };
    expect(asksForLook({ ...none, tasks: [] }, repository, { reported: ids, changed: new Map() }, undefined)).toBe(
      true,
    );
    expect(asksForLook(none, repository, { reported: ids, changed: new Map() }, undefined)).toBe(false);
    expect(asksForLook(none, repository, { reported: reported({ 1: 6, 2: 8 }), changed: new Map() }, undefined)).toBe(
      true,
    );
    expect(asksForLook(one, repository, { reported: reported({ 1: 6 }), changed: new Map() }, undefined)).toBe(true);
  });
});
