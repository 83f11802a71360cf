import { expect, test } from "vitest";
import { fingerprint } from "../../../action/core/ledger/names.ts";
import { ownTasks } from "../../../action/core/pass/own-tasks.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { anIntent, aSubmission, foldOf, pastOf } from "../submission/a-submission.ts";

const { repository, label, contentDigest } = anIntent();
const ours = { mark: fingerprint(repository, label, 2, contentDigest) };
const theirs = [
  { mark: "" },
  { mark: fingerprint("ffffffff", label, 1, contentDigest) },
  { mark: fingerprint(repository, "ba9876543210", 1, contentDigest) },
  { mark: fingerprint(repository, label, 1, "0".repeat(64)) },
];
const own = (state: SubmissionState) => ("past" in state ? ownTasks([ours, ...theirs], repository, state) : []);

test("Only a PanDA task with our mark is ours, whichever attempt made the task", () => {
  expect(own(aSubmission("running"))).toEqual([ours]);
});

test("Every PanDA task of the names is ours after a person adopted them", () => {
  const adopted = foldOf([...pastOf("conflict"), { event: "submitted", request: 7, evidence: "adopted", tasks: [5] }]);

  expect(own(adopted)).toEqual([ours, ...theirs]);
});
