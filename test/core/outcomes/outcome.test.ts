import { expect, test } from "vitest";
import type { Releases } from "../../../action/core/ledger/main-event.ts";
import { type VersionOutcome, versionOutcomeOf } from "../../../action/core/outcomes/outcome.ts";
import type { Production } from "../../../action/core/production/production.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { accepted, aRequest, aStep } from "../a-production.ts";
import { anIntent, aSubmission } from "../submission/a-submission.ts";

const release = accepted(aRequest()).production;
const trial = accepted(aRequest({ version: "1.0.0-test.1" })).production;
const hold = accepted(aRequest({ submit: "hold" })).production;
const never = accepted(aRequest({ submit: "never" })).production;
const fate = (
  production: Production,
  releases: Releases | undefined = "submitted",
  isTagged = false,
  state: SubmissionState | undefined = { kind: "none" },
): VersionOutcome => versionOutcomeOf(production, state, () => undefined, { isTagged, releases });

test("A free version is submitted after the merge; a release is only where releases are allowed", () => {
  expect(fate(release)).toEqual({ kind: "submitted" });
  expect(fate(release, "held")).toEqual({ kind: "without-app" });
  expect(
    versionOutcomeOf(release, { kind: "none" }, () => undefined, { isTagged: false, releases: undefined }),
  ).toEqual({
    kind: "perhaps-without-app",
  });
  for (const releases of ["submitted", "held"] as const) expect(fate(trial, releases)).toEqual({ kind: "submitted" });
  expect(versionOutcomeOf(trial, { kind: "none" }, () => undefined, { isTagged: false, releases: undefined })).toEqual({
    kind: "submitted",
  });
});

test("Of several reasons against a submission `never` is named before a tag, and a tag or a missing App before a hold", () => {
  expect([fate(never), fate(never, "held", true)]).toEqual([{ kind: "never" }, { kind: "never" }]);
  expect([fate(release, "held", true), fate(hold, "submitted", true)]).toEqual([
    { kind: "tagged" },
    { kind: "tagged" },
  ]);
  expect([fate(hold, "held"), fate(hold)]).toEqual([{ kind: "without-app" }, { kind: "held" }]);
});

test("A version on the ledger keeps its outcome, whatever the request says now", () => {
  expect(fate(never, "held", true, aSubmission("running"))).toEqual({ kind: "stays", state: "running" });
  expect(versionOutcomeOf(release, undefined, () => undefined, { isTagged: false, releases: "submitted" })).toEqual({
    kind: "stays",
    state: "unreadable",
  });
});

test("A version waits for its inputs, and is blocked by an input that will not come", () => {
  const step = aStep({ jobs: undefined, in: [{ from: "signal", filesPerJob: 1 }], run: "cat ${signal[0]}\n" });
  const inputs = { signal: { production: "sP26a-toy", version: "1.0.0", step: "simulate", output: "hits.tar" } };
  const reader = accepted(aRequest({ inputs, steps: { simulate: step } })).production;
  const withUpstream = (upstream: SubmissionState | undefined): VersionOutcome =>
    versionOutcomeOf(reader, { kind: "none" }, () => upstream, { isTagged: false, releases: "submitted" });

  expect(withUpstream(undefined)).toMatchObject({
    kind: "waits",
    inputs: [expect.stringContaining("sP26a-toy 1.0.0")],
  });
  expect(
    withUpstream(aSubmission("running", { intent: anIntent({ content: accepted(aRequest()).content }) })),
  ).toMatchObject({ kind: "waits" });
  expect(withUpstream(aSubmission("withdrawn"))).toMatchObject({
    kind: "blocked",
    reason: expect.stringContaining("sP26a-toy 1.0.0"),
  });
});

test("A dataset that no production makes is not waited for", () => {
  const step = aStep({ jobs: undefined, in: [{ from: "hepmc", filesPerJob: 1 }], run: "cat ${hepmc[0]}\n" });
  const inputs = { hepmc: { dataset: "group.phys.hepmc.v3", files: 200 } };
  const reader = accepted(aRequest({ inputs, steps: { simulate: step } })).production;

  expect(
    versionOutcomeOf(reader, { kind: "none" }, () => undefined, { isTagged: false, releases: "submitted" }),
  ).toEqual({
    kind: "submitted",
  });
});
