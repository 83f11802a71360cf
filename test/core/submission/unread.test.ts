import { expect, test } from "vitest";
import type { StateKind } from "../../../action/core/submission/state.ts";
import { holdsData, unreadBecause } from "../../../action/core/submission/unread.ts";
import { anIntent, aSubmission, foldOf, pastOf, stateKinds } from "./a-submission.ts";

test("A version that ended without data is not read; a retired version is read while its data are kept", () => {
  const unread = stateKinds.filter((kind) => unreadBecause(aSubmission(kind)) !== undefined);
  expect(unread.filter((kind) => kind !== "retired")).toEqual(["skipped", "closed", "superseded", "withdrawn"]);

  const retired = (data: "keep" | "drop") => unreadBecause(foldOf([...pastOf("done"), { event: "retired", data }]));
  expect([retired("keep"), retired("drop")]).toEqual([undefined, "is retired, and its data are dropped"]);
});

const neverCalled: readonly StateKind[] = [
  ...(["none", "skipped", "intended", "waiting", "blocked", "held"] as const),
  ...(["not-sent", "needs-person", "conflict"] as const),
];

test("Data may exist of a submission that was called and neither refused, given up nor dropped", () => {
  const without = stateKinds.filter((kind) => !holdsData(aSubmission(kind)));

  expect(without.filter((kind) => !neverCalled.includes(kind))).toEqual(["rejected", "broken", "closed", "withdrawn"]);
  expect(neverCalled.filter((kind) => !without.includes(kind))).toEqual([]);
  const retired = (data: "keep" | "drop") => holdsData(foldOf([...pastOf("done"), { event: "retired", data }]));
  expect([retired("keep"), retired("drop")]).toEqual([true, false]);
  const { content, contentDigest } = anIntent();
  expect(holdsData(foldOf([{ event: "skipped", reason: "why", held: { content, contentDigest } }]))).toBe(true);
});

test("A version whose data may not be read is reported with the reason", () => {
  const said = (["skipped", "closed", "superseded", "withdrawn"] as const).map((kind) =>
    unreadBecause(aSubmission(kind)),
  );

  expect(said).toEqual(["was never submitted (why)", "was closed (why)", "is superseded by 1.1.0", "was withdrawn"]);
  const unsent = foldOf([...pastOf("intended"), { event: "withdrawn", data: "drop" }]);
  expect(unreadBecause(unsent)).toBe("was withdrawn");
});

test("A version that was closed, withdrawn or refused after a call has no data to read", () => {
  const reason = "x";
  const closed = foldOf([...pastOf("failed"), { event: "closed", reason }]);
  const withdrawn = foldOf([...pastOf("running"), { event: "withdrawn", data: "keep" }]);

  expect([closed, withdrawn].map((state) => [state.kind, holdsData(state)])).toEqual([
    ["closed", false],
    ["withdrawn", false],
  ]);
});

test("Data of a trial are read by no production, and the message names its pull request", () => {
  const trial = { pullRequest: 7, head: "a".repeat(40), by: "ada", id: "12", confirms: "12-a", of: "sP26a-toy 1.0.0" };
  const state = aSubmission("running", { intent: anIntent({ trial }) });

  expect(unreadBecause(state)).toBe("is a trial of pull request #7, whose data nothing may read");
});
