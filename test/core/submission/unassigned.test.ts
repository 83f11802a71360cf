import { describe, expect, test } from "vitest";
import type { SubmissionEvent, TaskSeen } from "../../../action/core/ledger/event.ts";
import { commandsNow } from "../../../action/core/submission/commands-now.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { next } from "../../../action/core/submission/next.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import {
  groupUnassigned,
  isOverdue,
  isWithoutSite,
  unassignedOf,
  withSince,
} from "../../../action/core/submission/unassigned.ts";
import { asksPerson } from "../../../action/core/submission/ways-out.ts";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import { anIntent, aSubmission, aTask, at, bothTasks, context, foldOf, pastOf } from "./a-submission.ts";

const one = anIntent({ steps: ["simulate"] });
const begun = foldOf(pastOf("submitted", { intent: one }));
const assigning = (change: Partial<TaskSeen> = {}): TaskSeen => aTask("simulate", "assigning", { ...change });
const looked = (time: string, tasks: readonly TaskSeen[]) => ({ kind: "tasks", tasks, pandaDate: at(time) }) as const;
const eventsAt = (state: SubmissionState, time: string, tasks: readonly TaskSeen[]): readonly SubmissionEvent[] =>
  next(state, looked(time, tasks), context).events;
const after = (state: SubmissionState, ...looks: readonly (readonly [string, TaskSeen])[]): SubmissionState =>
  looks.reduce<SubmissionState>(
    (then, [time, task]) => eventsAt(then, time, [task]).reduce((so, event) => applyEvent(so, event, at(time)), then),
    state,
  );

test("PanDA's status, the site and the time without a site are recorded, and a quiet reconcile pass writes nothing", () => {
  const there = after(begun, ["10:10", assigning({ site: "SITE_A" })]);

  expect(unassignedOf(there)).toEqual([
    { step: "simulate", id: 1, status: "assigning", dialog: "", site: "SITE_A", since: at("10:10") },
  ]);
  expect(eventsAt(there, "12:00", [assigning({ site: "SITE_A" })])).toEqual([]);
});

test("A task that JEDI delays between tries has no site since the first of these tries", () => {
  const back = after(
    begun,
    ["10:10", assigning()],
    ["10:20", assigning({ status: "pending" })],
    ["10:30", assigning()],
  );

  expect(unassignedOf(back)).toMatchObject([{ status: "assigning", since: at("10:10") }]);
});

test.each([
  ["another site", { site: "SITE_B" }],
  ["another try", { site: "SITE_A", attemptNr: 2 }],
  ["a tenth of the files", { site: "SITE_A", finished: 1 }],
])("The time of a task without a site begins anew with %s", (_, change) => {
  const moved = after(begun, ["10:10", assigning({ site: "SITE_A" })], ["11:00", assigning(change)]);

  expect(unassignedOf(moved)).toMatchObject([{ since: at("11:00") }]);
});

test("After six hours without a site a person is asked once, with the site named and a move offered first", () => {
  const there = after(begun, ["10:10", assigning({ site: "SITE_A" })]);
  expect(eventsAt(there, "16:09", [assigning({ site: "SITE_A" })])).toEqual([]);

  const late = after(there, ["16:10", assigning({ site: "SITE_A" })]);

  expect(asksPerson(late)).toBe(true);
  expect(describeState(late)).toContain(
    "no site takes it: step simulate (task 1) is assigning at SITE_A since 2026-03-01 10:10 UTC",
  );
  expect(commandsNow(late, "sP26a-toy@1.0.0")[0]?.line).toBe("/shrek move sP26a-toy@1.0.0 site=SITE");
  expect(eventsAt(late, "20:00", [assigning({ site: "SITE_A" })])).toEqual([]);
});

test("Progress too small for a ledger line does not delay the question about a missing site", () => {
  const many = { site: "SITE_A", files: 1000 };
  const late = after(begun, ["10:10", assigning(many)], ["16:10", assigning({ ...many, finished: 1 })]);

  expect(asksPerson(late)).toBe(true);
});

test("The question about a missing site ends when the task is at another site or runs", () => {
  const late = after(begun, ["10:10", assigning({ site: "SITE_A" })], ["16:10", assigning({ site: "SITE_A" })]);

  expect(asksPerson(after(late, ["16:20", assigning({ site: "SITE_B" })]))).toBe(false);
  expect(asksPerson(after(late, ["16:20", aTask("simulate", "running")]))).toBe(false);
});

test("The hours until the question about a missing site are those of the conventions at the time of the intent", () => {
  const patient = foldOf(pastOf("submitted", { intent: anIntent({ steps: ["simulate"], noSiteAfter: 24 }) }));

  expect(asksPerson(after(patient, ["10:10", assigning()], ["30:00", assigning()]))).toBe(false);
  expect(asksPerson(after(patient, ["10:10", assigning()], ["34:10", assigning()]))).toBe(true);
});

test("A ledger of an earlier version counts the hours without a site from PanDA's last date", () => {
  const earlier = foldOf([
    ...pastOf("submitted", { intent: one }),
    { event: "seen", verdict: "running", tasks: [assigning()], pandaDate: at("10:10") },
  ]);

  expect(asksPerson(after(earlier, ["16:10", assigning()]))).toBe(true);
});

test("A step that waits for another step, or a submission with a running task, causes no question about sites", () => {
  const two = foldOf(pastOf("submitted"));
  const waits = (status: string) => [aTask("simulate", status), aTask("merge", "pending")];
  const seenAt = (status: string) =>
    eventsAt(two, "10:10", waits(status)).reduce((so, event) => applyEvent(so, event, at("10:10")), two);

  expect(unassignedOf(seenAt("running"))).toEqual([]);
  expect(unassignedOf(seenAt("paused"))).toEqual([]);
  expect(unassignedOf(seenAt("assigning")).map(({ step }) => step)).toEqual(["simulate"]);
  expect(unassignedOf(foldOf(pastOf("done")))).toEqual([]);
});

test("Many tasks without a site are counted by status, each with sites and earliest time", () => {
  const running = (time: string, change: Partial<TaskSeen>) => after(begun, [time, assigning(change)]);
  const undated = foldOf([
    ...pastOf("submitted", { intent: one }),
    { event: "seen", verdict: "running", tasks: [assigning({ status: "ready" })] },
  ]);

  expect(
    groupUnassigned([
      running("13:50", { status: "ready" }),
      running("13:40", { site: "SITE_A" }),
      running("13:30", { site: "SITE_B" }),
      running("13:50", { site: "SITE_B" }),
      undated,
      after(begun, ["13:00", aTask("simulate", "running")]),
    ]),
  ).toEqual([
    {
      status: "assigning",
      count: 3,
      since: at("13:30"),
      sites: [
        ["SITE_B", 2],
        ["SITE_A", 1],
      ],
    },
    { status: "ready", count: 2, since: at("13:50"), sites: [["", 2]] },
  ]);
  expect(groupUnassigned([undated])).toEqual([{ status: "ready", count: 1, since: undefined, sites: [["", 1]] }]);
});

test("A submission with a failed task causes no question about sites", () => {
  const two = foldOf([...pastOf("submitted"), { event: "seen", verdict: "failed", tasks: bothTasks("assigning") }]);

  expect(unassignedOf(two)).toEqual([]);
});

test("A task that JEDI is breaking is shown with its reason, and causes no question about sites", () => {
  const breaking = after(begun, ["10:10", aTask("simulate", "tobroken", { dialog: "dataset x is unknown" })]);

  expect(describeState(breaking)).toContain("step simulate (task 1) is tobroken: dataset x is unknown");
  expect(unassignedOf(breaking)).toEqual([]);
});

test.each(["registered", "defined", "assigning", "pending", "ready", "throttled", "staging", "staged"])(
  "No site has a task that is %s",
  (status) => {
    expect(isWithoutSite({ status })).toBe(true);
  },
);

test.each(["toreassign", "reassigning", "rerefine"])("No site has a task that JEDI set back to %s", (status) => {
  expect(isWithoutSite({ status })).toBe(true);
});

test.each(["running", "scouting", "done", ""])("A site has a task that is %j", (status) => {
  expect(isWithoutSite({ status })).toBe(false);
});

test.each(["registered", "defined", "pending", "rerefine"])(
  "A task that is %s waits behind another of its submission, and is told where no other is before it",
  (status) => {
    const waits = aTask("merge", status);
    const running = aSubmission("running") as Extract<SubmissionState, { readonly kind: "running" }>;
    const told = (...tasks: readonly TaskSeen[]) => unassignedOf({ ...running, tasks }).map(({ step }) => step);

    expect(told(aTask("simulate", "assigning"), waits)).toEqual(["simulate"]);
    expect(told(waits)).toEqual(["merge"]);
    expect(told(aTask("simulate", "ready"), waits)).toEqual(["simulate"]);
  },
);

test.each(["done", "finished", "failed", "aborted", "broken", "exhausted"])(
  "A task that is %s is no reason to think that its submission runs somewhere",
  (status) => {
    const running = aSubmission("running") as Extract<SubmissionState, { readonly kind: "running" }>;
    const tasks = [aTask("simulate", status), aTask("merge", "assigning")];

    expect(unassignedOf({ ...running, tasks }).map(({ step }) => step)).toEqual(["merge"]);
  },
);

test("A task whose try PanDA did not count was in its first", () => {
  const { attemptNr: _, ...uncounted } = assigning();
  const since = (before: TaskSeen, now: TaskSeen) =>
    withSince([{ ...before, since: at("10:10") }], [now], { seenOn: at("10:10"), pandaDate: at("11:00") })[0]?.since;

  expect(since(uncounted, assigning({ attemptNr: 0 }))).toBe(at("10:10"));
  expect(since(assigning({ attemptNr: 0 }), uncounted)).toBe(at("10:10"));
  expect(since(uncounted, assigning({ attemptNr: 1 }))).toBe(at("11:00"));
  expect(since(assigning({ attemptNr: 1 }), uncounted)).toBe(at("11:00"));
});

describe("the time without a site", () => {
  const since = (before: readonly TaskSeen[], seenOn: string | undefined, pandaDate: string | undefined) =>
    withSince(before, [assigning({ site: "SITE_A" })], { seenOn, pandaDate });
  const known = (change: Partial<TaskSeen> = {}) => assigning({ site: "SITE_A", ...change });
  const [early, late] = [at("10:10"), at("11:00")];

  test.for<[string, readonly TaskSeen[], string | undefined, string | undefined, string | undefined]>([
    ["begins with a new task", [known({ id: 7, since: early })], early, late, late],
    ["is that of the same task", [known({ id: 7 }), known({ since: early })], undefined, late, early],
    ["begins when the task was seen, of a ledger that has none", [known()], early, late, early],
    ["begins now, where PanDA has said no date before", [known()], undefined, late, late],
    ["begins when a site gives the task back", [known({ status: "running", since: early })], early, late, late],
    ["goes on when the broker has chosen a site", [assigning({ since: early })], early, late, early],
    ["is not known without a date", [], undefined, undefined, undefined],
  ])("It %s", ([, before, seenOn, pandaDate, then]) => {
    expect(since(before, seenOn, pandaDate)).toStrictEqual([known(then === undefined ? {} : { since: then })]);
  });

  test("A task without a site in the list has none in what is told of it", () => {
    expect(unassignedOf(after(begun, ["10:10", assigning()]))).toStrictEqual([
      { step: "simulate", id: 1, status: "assigning", dialog: "", since: early },
    ]);
  });

  test("A task whose time is not known is not overdue", () => {
    expect(isOverdue([assigning()], 0, late)).toBe(false);
    expect(isOverdue([assigning({ since: late })], 0, late)).toBe(true);
  });
});

test("Two tasks of one submission without a site count once, by the first", () => {
  const running = aSubmission("running") as Extract<SubmissionState, { readonly kind: "running" }>;
  const tasks = [assigning(), aTask("merge", "ready")];

  expect(groupUnassigned([{ ...running, tasks }]).map(({ status, count }) => [status, count])).toEqual([
    ["assigning", 1],
  ]);
});
