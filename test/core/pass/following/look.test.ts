import { expect, test } from "vitest";
import { fingerprint, workflowName } from "../../../../action/core/ledger/names.ts";
import { look } from "../../../../action/core/pass/following/look.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import type { Task } from "../../../../action/core/submission/panda-answer.ts";
import { anIntent, at } from "../../submission/a-submission.ts";
import { type Answers, given } from "../answers.ts";

const intent = anIntent();
const { repository, label, contentDigest, panda } = intent;
const names = { simulate: ["a_000"], merge: ["a_001", "a_002"] };
const now = at("10:00");
const task = (id: number, mark = fingerprint(repository, label, 1, contentDigest)): Task => ({
  ...{ id, mark, name: "a_000", userName: panda.userName, status: "running", dialog: "" },
  ...{ files: 1, finished: 0, failed: 0, attemptNr: 0 },
});

/** Of the second attempt, where iDDS knows these requests by attempt, and PanDA these tasks. */
const seen = async (requests: Readonly<Record<number, number>>, tasks: readonly Task[], change: Answers = {}) => {
  const byName = new Map(Object.entries(requests).map(([n, id]) => [workflowName(repository, label, Number(n)), id]));
  const answers: Answers = {
    dateNow: () => now,
    requestNamed: (name) => byName.get(name),
    tasksNamed: (named, userName) => (named.join() === "a_000,a_001,a_002" && userName === panda.userName ? tasks : []),
    ...change,
  };
  return await given(answers, (reads) => look(reads, { repository }, { intent, attempt: 2, names }));
};

test("A submission is absent if PanDA and iDDS know none of its names, of any attempt, in one look", async () => {
  expect(await seen({ 3: 9 }, [])).toEqual({ kind: "all-absent", pandaDate: now });
});

test.each(["dateNow", "requestNamed", "tasksNamed"] as const)(
  "A submission is not absent without an answer to %s",
  async (question) => {
    const away = new Failure("It is away.", { wayOut: "Wait." });

    await expect(seen({}, [], { [question]: () => away })).rejects.toThrow("It is away.");
  },
);

test("A request of any attempt of a submission is its own, the newest first, with or without tasks", async () => {
  expect(await seen({ 1: 8 }, [])).toEqual({ kind: "ours", request: 8, pandaDate: now });
  expect(await seen({ 1: 8, 2: 9 }, [task(5)])).toEqual({ kind: "ours", request: 9, pandaDate: now });
});

test("Tasks of our mark without a request at iDDS are for a person to judge", async () => {
  expect(await seen({}, [task(5), task(6)])).toEqual({
    kind: "foreign",
    reason: "task 5 was submitted by SHREK, but iDDS has no such request",
    ours: true,
  });
});

test("A task of another mark under the names of a submission is a conflict, whatever else is there", async () => {
  const foreign = { kind: "foreign", reason: "task 7 has the name a_000, but SHREK did not submit it", pandaDate: now };

  expect(await seen({ 2: 9 }, [task(5), task(7, "theirs"), task(8, "")])).toEqual({ ...foreign, ours: true });
  expect(await seen({}, [task(7, "theirs")])).toEqual(foreign);
});
