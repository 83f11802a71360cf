import { expect, test } from "vitest";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import type { FreshReads } from "../../../../action/core/pass/reads.ts";
import { goNow } from "../../../../action/core/pass/turns/gates.ts";
import { withinPlaces } from "../../../../action/core/pass/turns/places.ts";
import type { CandidateInTurn } from "../../../../action/core/pass/turns/turn.ts";
import { fold } from "../../../../action/core/submission/fold.ts";
import type { StateKind } from "../../../../action/core/submission/state.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { conventions } from "../../../flows/reconcile/a-world.ts";
import { anIntent, lineOf, pastOf } from "../../submission/a-submission.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";
import { partedBy } from "./a-gate.ts";

const of = (run: number, kind: StateKind, atMost?: number): CandidateInTurn => {
  const intent = anIntent({ run, jobs: 10 });
  const state = fold(pastOf(kind, { intent }).map((event) => lineOf(event)));
  if (!("past" in state) || !("intent" in state)) throw new Error(state.kind);
  const key = submissionKey(intent.tag, intent.version, run);
  return { key, state, tag: intent.tag, priority: 1000, atMost, first: undefined, perDay: undefined };
};
const viewOf = (...ones: readonly CandidateInTurn[]) => ({
  head: aMoment("").ledgerHead,
  states: new Map(ones.map(({ key, state }) => [key, state])),
});

test("What another process began meanwhile takes a place, and what is about to begin takes none of its own", async () => {
  const [mine, other] = [of(1, "checking", 1), of(2, "checking")];
  const moment = { ...aMoment(""), ...({} as FreshReads) };
  const held = async (...there: readonly CandidateInTurn[]) =>
    partedBy([mine], await withinPlaces(moment, viewOf(mine, ...there), [mine])).held;
  expect(await held()).toEqual([]);
  expect(await held(other)).toEqual([[mine.key, { atMost: 1 }]]);
});

test("The first in turn has the jobs that are left at PanDA, in whatever order they are asked about", async () => {
  const main = fakeMain();
  main.commit({ "productions/conventions.yaml": `${conventions}\nlimits: { jobs: 10 }\n` });
  const [first, second] = [of(1, "intended"), of(2, "intended")];
  const troubles: string[] = [];
  const go = await askFakes({ main }, (reads) => {
    const situation = { ...aMoment(""), approvals: "assumed" as const, ...reads };
    return goNow(situation, { trouble: (key) => void troubles.push(key) })(viewOf(first, second), [second, first]);
  });
  expect([go, troubles]).toEqual([[first], []]);
});
