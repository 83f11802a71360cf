import { expect, test } from "vitest";
import type { TaskSeen } from "../../../../action/core/ledger/event.ts";
import { withFilesRead } from "../../../../action/core/pass/following/files-read.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import type { RequestedState } from "../../../../action/core/submission/next-requested.ts";
import type { DatasetFiles } from "../../../../action/core/submission/panda-answer.ts";
import { aJoinIntent } from "../../submission/a-join.ts";
import { aTask, at, foldOf, pastOf } from "../../submission/a-submission.ts";
import { given } from "../answers.ts";

const intent = aJoinIntent();
const task = (step: string, status: string): TaskSeen => aTask(step, status, { id: intent.steps.indexOf(step) + 1 });
const ended = ["signal", "background", "pileup", "merge"].map((step) => task(step, "done"));
const afterLook = (tasks: readonly TaskSeen[], verdict: "running" | "done" = "running"): RequestedState => {
  const state = foldOf([...pastOf("submitted", { intent }), { event: "seen", verdict, tasks, pandaDate: at("10:00") }]);
  if (!("request" in state)) throw new Error(state.kind);
  return state;
};
const some = (step: string, count: number): readonly DatasetFiles[] => [
  { dataset: step, files: Array.from({ length: count }, (_, n) => ({ name: `${step}.${n}`, status: "finished" })) },
];

/** What it read, by step, and what PanDA was asked for. */
const look = async (state: RequestedState, tasks: readonly TaskSeen[]) => {
  const asked: string[] = [];
  const read = await given(
    {
      filesOf: (id, which) => {
        asked.push(`${which} ${id}`);
        if (which === "input") return [...some("signal", 3), ...some("background", 5)];
        return id === 1 ? some("signal", 3) : some("background", 10);
      },
    },
    (reads) => withFilesRead(reads, state, tasks),
  );
  return { read: read.flatMap((one) => (one.read === undefined ? [] : [[one.step, one.read]])), asked, tasks: read };
};
const expected = { signal: { had: 3, made: 3 }, background: { had: 5, made: 10 } };

test("PanDA is asked for the files of a join that has ended and of its parents, and not again while nothing moves", async () => {
  const first = await look(afterLook(ended.slice(0, 2)), ended);

  expect(first.asked).toEqual(["input 3", "output 1", "output 2"]);
  expect(first.read).toEqual([["pileup", expected]]);
  const second = await look(afterLook(first.tasks), ended);
  expect(second.asked).toEqual([]);
  expect(second.read).toEqual([["pileup", expected]]);
});

test("PanDA is not asked for the files of a parent that made none, as it refuses to list none", async () => {
  const tasks = ended.map((one) => ({ ...one, finished: one.step === "background" ? 0 : 1 }));

  expect((await look(afterLook([]), tasks)).asked).toEqual(["input 3", "output 1"]);
});

test("While a parent runs again, what a join has read stays as it was", async () => {
  const before = (await look(afterLook(ended.slice(0, 2)), ended)).tasks;
  const again = [task("signal", "running"), ...ended.slice(1)];

  expect(await look(afterLook(before), again)).toMatchObject({ asked: [], read: [["pileup", expected]] });
});

test("A production that has succeeded, as in a ledger of an earlier version, is believed", async () => {
  expect(await look(afterLook(ended, "done"), ended)).toMatchObject({ asked: [], read: [] });
});

test("Where PanDA does not say it, nothing is decided about the production in this pass", async () => {
  const away = new Failure("It is away.", { wayOut: "Wait." });

  await expect(given({ filesOf: () => away }, (reads) => withFilesRead(reads, afterLook([]), ended))).rejects.toThrow(
    "It is away.",
  );
});
