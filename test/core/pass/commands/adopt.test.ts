import { expect, test } from "vitest";
import type { GivenCommand, SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { allNames, candidateNames, fingerprint, workflowName } from "../../../../action/core/ledger/names.ts";
import { adoptNamed } from "../../../../action/core/pass/commands/adopt.ts";
import { plannedEvents } from "../../../../action/core/pass/planned.ts";
import type { Task } from "../../../../action/core/submission/panda-answer.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { anIntent, foldOf, key, pastOf } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { type Answers, given } from "../answers.ts";

const intent = anIntent();
const { repository, label, contentDigest } = intent;
const order: GivenCommand = { verb: "adopt", by: "ada", id: "12", reason: "" };
const conflict = (change: Partial<GivenCommand> | undefined, attempt = 2): SubmissionState =>
  foldOf([
    ...pastOf("conflict", { attempt }),
    ...(change === undefined ? [] : [{ event: "person" as const, ...order, ...change }]),
  ]);
const task = (id: number, mark: string): Task => ({
  ...{ id, name: `t${id}`, userName: intent.panda.userName, status: "running", dialog: "", mark },
  ...{ files: 1, finished: 0, failed: 0, attemptNr: 1 },
});
const ours = task(5, fingerprint(repository, label, 1, contentDigest));

const adopted = async (
  state: SubmissionState,
  tasks: readonly Task[],
  requests: Readonly<Record<string, number>> = {},
) => {
  const { planning, said } = aPlanning();
  const answers: Answers = {
    tasksNamed: (names, userName) =>
      userName === intent.panda.userName && names.join() === allNames(candidateNames(intent)).join() ? tasks : [],
    requestNamed: (name) => requests[name],
  };
  const { parts, ...planned } = await given(answers, (reads) =>
    adoptNamed({ ...planning, ...reads }, aPlan([key, state])),
  );
  return { events: plannedEvents({ parts, ...planned }), words: parts.map(({ why }) => why), said };
};
const taken = (request: number, tasks: readonly number[]) => [
  [key, expect.objectContaining({ event: "submitted", evidence: "adopted", request, tasks })] as [
    SubmissionKey,
    object,
  ],
];

test("A submission that a person adopts counts as submitted with all tasks of its names, and differences are reported", async () => {
  const others = [task(6, ""), task(7, "shrek-ffffffff")];

  expect(await adopted(conflict({ request: 8 }), [ours, ...others])).toEqual({
    events: taken(8, [5, 6, 7]),
    words: [`Adopted: ${key}`],
    said: [
      `${key}: adopts task 5 (t5, running)`,
      `${key}: adopts task 6 (t6, running), which carries no mark`,
      `${key}: adopts task 7 (t7, running), which carries the mark shrek-ffffffff`,
    ],
  });
});

test.each<readonly [string, Readonly<Record<string, number>>, number]>([
  ["of its last attempt", { [workflowName(repository, label, 1)]: 3, [workflowName(repository, label, 2)]: 4 }, 4],
  ["of an earlier attempt", { [workflowName(repository, label, 1)]: 3 }, 3],
  [
    "of no attempt that was made",
    { [workflowName(repository, label, 0)]: 2, [workflowName(repository, label, 3)]: 5 },
    0,
  ],
])("Where the order names no request, it is the one that iDDS has %s", async (_, requests, request) => {
  expect((await adopted(conflict({}), [ours], requests)).events).toEqual(taken(request, [5]));
});

test("An adoption without a task at PanDA is refused with the way out", async () => {
  expect(await adopted(conflict({}), [])).toEqual({
    ...{ events: [], words: [] },
    said: [`${key} has trouble: PanDA has no task of its names to adopt; \`/shrek withdraw keep\` gives it up`],
  });
});

test.each([
  ["a conflict that nobody adopts", conflict(undefined)],
  ["what is no conflict", foldOf([...pastOf("running"), { event: "person", ...order }])],
])("PanDA is not asked about %s", async (_, state) => {
  const plan = aPlan([key, state]);

  expect(await given({}, (reads) => adoptNamed({ ...aPlanning().planning, ...reads }, plan))).toBe(plan);
});
