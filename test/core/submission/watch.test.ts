import { describe, expect, test } from "vitest";
import { workflowName } from "../../../action/core/ledger/names.ts";
import { asksForLook, newRequests, type WatchedSubmission } from "../../../action/core/submission/watch.ts";
import { at, key } from "./a-submission.ts";

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
const told = (ids: Readonly<Record<number, number>>): ReadonlyMap<string, number> =>
  new Map(Object.entries(ids).map(([attempt, id]) => [workflowName(repository, one.label, Number(attempt)), id]));

describe("requests of iDDS that are news", () => {
  test.each([
    ["its own", { 2: 7 }, [7], []],
    ["a later one of the same name", { 2: 9 }, [7], [9]],
    ["one of the first attempt", { 1: 6, 2: 7 }, [7], [6]],
    ["one that a person accepted", { 1: 6, 2: 7 }, [7, 6], []],
    ["the first of adopted tasks", { 1: 6 }, [], []],
    ["the second of adopted tasks", { 1: 6, 2: 8 }, [], [8]],
    ["of an attempt that was never made", { 3: 9 }, [7], []],
  ])("%s", (_, ids, known, news) => {
    expect(newRequests(one, known, repository, told(ids))).toEqual(news);
  });
});

describe("a watched success is looked at", () => {
  const looks = (
    change: Partial<WatchedSubmission>,
    task: { status: string; attemptNr: number } | undefined,
    date?: string,
  ) =>
    asksForLook(
      { ...one, ...change },
      repository,
      told({ 2: 7 }),
      new Map(task === undefined ? [] : [[1, { id: 1, ...task }]]),
      date,
    );

  test("when a task of it runs, or was begun again", () => {
    expect(looks({}, { status: "running", attemptNr: 1 })).toBe(true);
    expect(looks({}, { status: "done", attemptNr: 2 })).toBe(true);
    expect(looks({}, { status: "done", attemptNr: 1 })).toBe(false);
    expect(looks({ tasks: [[1, null]] }, { status: "finished", attemptNr: 2 })).toBe(false);
    expect(looks({ tasks: [[5, 1]] }, { status: "running", attemptNr: 2 })).toBe(false);
  });

  test("when its fourteen days are over by PanDA's dates, and when they have not begun", () => {
    expect(looks({}, undefined, at(`${10 + 24 * 14 - 1}:59`))).toBe(false);
    expect(looks({}, undefined, at(`${10 + 24 * 14}:00`))).toBe(true);
    expect([looks({}, undefined), looks({ since: null }, undefined)]).toEqual([false, false]);
    expect(looks({ since: null }, undefined, at("10:00"))).toBe(true);
  });
});
