import { expect, test } from "vitest";
import { type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import { outcomeOf, type VersionOutcome } from "../../../action/core/outcomes/outcome.ts";
import { withoutApp } from "../../../action/core/pass/approval/clearance.ts";
import type { Production } from "../../../action/core/production/production.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { aRequest, valid } from "../a-production.ts";
import { anIntent, aSubmission } from "../submission/a-submission.ts";

const release = valid(aRequest()).production;
const trial = valid(aRequest({ version: "1.0.0-test.1" })).production;
const hold = valid(aRequest({ submit: "hold" })).production;
type OfKind<K extends SubmissionState["kind"]> = Extract<SubmissionState, { readonly kind: K }>;
/** In this state, with these words of it changed. */
const inState = <K extends SubmissionState["kind"]>(kind: K, change: Partial<OfKind<K>>): SubmissionState =>
  Object.assign({ ...aSubmission(kind) }, change);
const keyOf = ({ tag, version, run }: Production): SubmissionKey => submissionKey(tag, version, run);

const withPast = (state: SubmissionState): OfKind<"intended"> => {
  if (state.kind !== "intended") throw new Error(state.kind);
  return state;
};

/** What the plan makes of it, and whether it submits it. */
const outcome = (
  production: Production,
  state: SubmissionState,
  { goes = false, isUncertain = false } = {},
): VersionOutcome =>
  outcomeOf(
    production,
    {
      states: new Map([[keyOf(production), state]]),
      goes: new Set(goes ? [keyOf(production)] : []),
      known: new Map(),
    },
    isUncertain,
  );

test("A version that the plan submits has the outcome submitted; of a release that no pass has checked yet it is uncertain", () => {
  const intended = aSubmission("intended");

  expect(outcome(release, intended, { goes: true })).toEqual({ kind: "submitted" });
  expect(outcome(release, intended, { goes: true, isUncertain: true })).toEqual({ kind: "perhaps-without-app" });
  expect(outcome(trial, intended, { goes: true, isUncertain: true })).toEqual({ kind: "submitted" });
});

test("A version that the plan holds is held by the request, for lack of an App, or for another reason that is named", () => {
  const held = (reason: string) => outcome(hold, inState("held", { reason }));

  expect(held("the request says submit: hold; `/shrek submit` releases it")).toEqual({ kind: "held" });
  expect(held(withoutApp)).toEqual({ kind: "without-app" });
  expect(held("it reads data of a trial: x")).toEqual({ kind: "blocked", reason: "it reads data of a trial: x" });
});

test("A version that waits for data or for its turn says for what", () => {
  const need = {
    kind: "task",
    input: "hits",
    task: "user.x.hits",
    output: "hits.tar",
    require: 1,
    dataset: null,
  } as const;
  const { past } = withPast(aSubmission("intended"));

  expect(outcome(release, inState("waiting", { inputs: ["sP26a-toy 1.0.0/fit"] }))).toEqual({
    kind: "waits",
    inputs: ["sP26a-toy 1.0.0/fit"],
  });
  expect(outcome(release, aSubmission("intended", { intent: anIntent({ needs: [need] }) }))).toEqual({
    kind: "waits",
    inputs: ["task user.x.hits"],
  });
  expect(outcome(release, inState("intended", { past: { ...past, queued: { atMost: 2 } } }))).toEqual({
    kind: "queued",
    why: { atMost: 2 },
  });
  expect(outcome(release, inState("blocked", { reason: "sP26a-toy 1.0.0 is withdrawn" }))).toEqual({
    kind: "blocked",
    reason: "sP26a-toy 1.0.0 is withdrawn",
  });
});

test("A version that is never submitted, and one whose tag is there already", () => {
  expect(outcome(release, { kind: "skipped", reason: "the request says submit: never", held: undefined })).toEqual({
    kind: "never",
  });
  expect(outcome(release, aSubmission("conflict"))).toEqual({ kind: "tagged" });
});

test("A version on the ledger keeps its state, also one whose events cannot be followed", () => {
  const known = (state: "running" | "unreadable") =>
    outcomeOf(
      release,
      { states: new Map(), goes: new Set([keyOf(release)]), known: new Map([[keyOf(release), state]]) },
      false,
    );

  expect(known("running")).toEqual({ kind: "stays", state: "running" });
  expect(known("unreadable")).toEqual({ kind: "stays", state: "unreadable" });
});
