import { expect, test } from "vitest";
import { type LedgerEvent, type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import type { OpenIntent } from "../../../../action/core/pass/authorization/authorization.ts";
import { withinDay } from "../../../../action/core/pass/turns/runs-of-version.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import { anIntent, foldOf, lineOf, theirs } from "../../submission/a-submission.ts";
import { readsBy } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";
import { partedBy } from "./a-gate.ts";

const keyOfRun = (run: number, version = "1.0.0"): SubmissionKey => submissionKey("sP26a-toy", version, run);

const waiting = (run: number, jobs: number | null = 10, version = "1.0.0"): OpenIntent => {
  const state = foldOf([{ event: "intended", intent: anIntent({ run, version, jobs }), attempt: 1 }]);
  if (state.kind !== "intended") throw new Error(state.kind);
  return state;
};

type Draft = { readonly perDay?: number | undefined; readonly jobs?: number | null; readonly version?: string };

const one = (run: number, changes: Draft = {}) => {
  const { perDay, jobs, version } = { perDay: 30, jobs: 10, version: "1.0.0", ...changes };
  const key = keyOfRun(run, version);
  const turn = { tag: "sP26a-toy", priority: 1000, atMost: undefined, first: undefined };
  return { key, state: waiting(run, jobs, version), perDay, ...turn };
};

/** The events of a run that began then; `undefined`: it waits. */
const lines = (run: number, began: string | undefined, jobs: number | null = 10): readonly LedgerEvent[] => [
  lineOf({ event: "intended", intent: anIntent({ run, jobs }), attempt: 1 }, "2026-02-27T10:00:00Z", keyOfRun(run)),
  ...(began === undefined ? [] : [lineOf({ event: "checking", owner: theirs }, began, keyOfRun(run))]),
];

type Ledger = Readonly<Record<number, readonly LedgerEvent[]>>;

const split = async (ones: readonly ReturnType<typeof one>[], ledger: Ledger = {}, isAway = false) => {
  const asked: string[] = [];
  const view = { head: aMoment("").ledgerHead, states: new Map() };
  const reads = readsBy((name, [, ...about]) => {
    asked.push(name);
    if (isAway) return new Failure("git is away", { wayOut: "Wait." });
    if (name === "submissions") {
      expect(about).toEqual(["sP26a-toy"]);
      return [...Object.keys(ledger).map((run) => keyOfRun(Number(run))), keyOfRun(1, "0.9.0")];
    }
    if (name !== "events") throw new Error(name);
    const [keys] = about as [readonly SubmissionKey[]];
    expect(keys).not.toContain(keyOfRun(1, "0.9.0"));
    return new Map(keys.map((key) => [key, ledger[Number(key.split("/")[2])] ?? []]));
  });
  const { go, held, troubles } = partedBy(ones, await withinDay({ ...aMoment(""), ...reads }, view, ones));
  return { go, held: held.map(([key, why]) => [key, "startsPerDay" in why ? why.startsPerDay : why]), troubles, asked };
};

test("A run that a person began is held by no ceiling of a day, and nothing is asked for it", async () => {
  expect(await split([one(1, { perDay: undefined, jobs: null })])).toEqual({
    go: [keyOfRun(1)],
    held: [],
    troubles: [],
    asked: [],
  });
});

test("The lowest runs go until the jobs of a day are used, to the last job, and the others are held with the ceiling", async () => {
  const found = await split([one(4), one(2), one(1), one(3)]);
  expect(found.go).toEqual([keyOfRun(2), keyOfRun(1), keyOfRun(3)]);
  expect(found.held).toEqual([[keyOfRun(4), 30]]);
  expect((await split([one(1, { perDay: 9 })])).held).toEqual([[keyOfRun(1), 9]]);
});

test("Runs that began today use the ceiling of a day with their jobs, and those of another day or that wait use nothing", async () => {
  const ledger = {
    5: lines(5, "2026-03-01T00:00:00Z", 15),
    6: lines(6, "2026-02-28T23:59:59Z", 15),
    7: lines(7, undefined, 15),
  };
  const found = await split([one(8), one(9)], ledger);
  expect(found.go).toEqual([keyOfRun(8)]);
  expect(found.held).toEqual([[keyOfRun(9), 30]]);
});

test("A run that began on a day before goes on, and is not counted a second time", async () => {
  const ledger = { 1: lines(1, "2026-03-01T08:00:00Z", 20), 2: lines(2, "2026-02-20T08:00:00Z", 30) };
  const found = await split([one(1, { jobs: 20 }), one(2, { jobs: 30 }), one(3)], ledger);
  expect(found.go).toEqual([keyOfRun(1), keyOfRun(2), keyOfRun(3)]);
  expect(found.held).toEqual([]);
});

test("A run whose jobs nobody can count is above every ceiling of a day, as it waits and once it has begun", async () => {
  expect((await split([one(1, { jobs: null })])).held).toEqual([[keyOfRun(1), 30]]);
  expect((await split([one(2)], { 1: lines(1, "2026-03-01T08:00:00Z", null) })).go).toEqual([]);
});

test("Each version has a day's ceiling of its own", async () => {
  const found = await split([one(1, { jobs: 30 }), one(1, { jobs: 30, version: "2.0.0" })]);
  expect(found.go).toEqual([keyOfRun(1), keyOfRun(1, "2.0.0")]);
});

test("Runs of a version with a ceiling of a day do not begin while the ledger cannot be read, and each says why", async () => {
  const found = await split([one(1), one(2), one(3, { perDay: undefined })], {}, true);
  expect(found).toMatchObject({ go: [keyOfRun(3)], held: [] });
  expect(found.troubles).toHaveLength(2);
  expect(found.troubles[0]).toContain("git is away");
});
