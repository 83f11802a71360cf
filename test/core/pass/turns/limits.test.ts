import { expect, test } from "vitest";
import type { SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { withinText } from "../../../../action/core/ledger/queued.ts";
import { withinJobs } from "../../../../action/core/pass/turns/limits.ts";
import type { View } from "../../../../action/core/pass/view.ts";
import { fold } from "../../../../action/core/submission/fold.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { conventions } from "../../../flows/reconcile/a-world.ts";
import { anIntent, lineOf, pastOf } from "../../submission/a-submission.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";
import { partedBy } from "./a-gate.ts";

const of = (
  name: string,
  jobs: number | null,
  group = "sphenix",
  kind: "intended" | "running" | "done" = "intended",
) => {
  const intent = anIntent({ tag: name, jobs });
  const own = { ...intent, panda: { ...intent.panda, workingGroup: group } };
  const state = fold(pastOf(kind, { intent: own }).map((event) => lineOf(event)));
  if (!("past" in state) || !("intent" in state)) throw new Error(state.kind);
  return { key: name as SubmissionKey, state };
};
type One = ReturnType<typeof of>;
const split = async (limits: object | undefined, there: readonly One[], ones: readonly One[]) => {
  const main = fakeMain();
  const said = limits === undefined ? "" : `\nlimits: ${JSON.stringify(limits)}\n`;
  const head = main.commit({ "productions/conventions.yaml": `${conventions}${said}` });
  const states = new Map([...there, ...ones].map(({ key, state }) => [key, state]));
  const view = { states } as unknown as View; // no other part of it is read
  const waits = await askFakes({ main }, (reads) => withinJobs({ ...aMoment(head), ...reads }, view, ones));
  const { go, held } = partedBy(ones, waits);
  return [go, held.map(([key, why]) => `${key} waits ${"within" in why ? withinText(why) : ""}`)];
};
const wait = (name: string, most: string, group = "sphenix") =>
  `${name} waits in group ${group}: at most ${most} of it are at PanDA at one time`;

test("All submissions go without a limit, and with one as many in their order as fit beside those at PanDA", async () => {
  const ones = [of("a", 30), of("b", 40)];
  const there = [of("r", 40, "sphenix", "running"), of("d", 1000, "sphenix", "done")];
  expect(await split(undefined, there, ones)).toEqual([["a", "b"], []]);
  expect(await split({ coreHoursPerMonth: { sphenix: 1 } }, there, ones)).toEqual([["a", "b"], []]);
  expect(await split({ jobs: 110 }, there, ones)).toEqual([["a", "b"], []]);
  expect(await split({ jobs: 109 }, there, ones)).toEqual([["a"], [wait("b", "109 jobs")]]);
});

test("A smaller one does not pass by one that does not fit yet, and passes by one that never fits", async () => {
  const there = [of("r", 40, "sphenix", "running")];
  expect(await split({ jobs: 100 }, there, [of("a", 90), of("b", 1)])).toEqual([
    [],
    [wait("a", "100 jobs"), wait("b", "100 jobs")],
  ]);
  expect(await split({ jobs: 100 }, there, [of("a", 101), of("u", null), of("b", 1)])).toEqual([
    ["b"],
    [
      "a waits in group sphenix: its 101 jobs are more than the 100 jobs that it may have at PanDA at one time",
      "u waits in group sphenix: nobody can say how many jobs it has, and at most 100 jobs of it may be at PanDA at one time",
    ],
  ]);
});

test("Each group has its share of PanDA, and groups without one have together what is left", async () => {
  const limits = { jobs: 100, shares: { hf: 60, jets: 10 } };
  const ones = [of("a", 60, "hf"), of("b", 1, "hf"), of("c", 10, "jets"), of("d", 20, "x"), of("e", 11, "y")];
  expect(await split(limits, [], ones)).toEqual([
    ["a", "c", "d"],
    [wait("b", "60 jobs", "hf"), wait("e", "30 jobs", "y")],
  ]);
  expect(await split({ jobs: 100, shares: { hf: 100 } }, [], [of("a", 1, "HF")])).toEqual([
    [],
    ["a waits in group HF: its 1 job are more than the 0 jobs that it may have at PanDA at one time"],
  ]);
});

test("A share of PanDA lets nothing go while one submission of unknown jobs runs", async () => {
  expect(await split({ jobs: 100 }, [of("r", null, "sphenix", "running")], [of("a", 1)])).toEqual([
    [],
    [wait("a", "100 jobs")],
  ]);
});
