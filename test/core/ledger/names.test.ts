import { describe, expect, test } from "vitest";
import { keyOf, submissionKey, versionName } from "../../../action/core/ledger/event.ts";
import {
  allNames,
  candidateNames,
  fingerprint,
  isOurs,
  submissionLabel,
  workflowName,
} from "../../../action/core/ledger/names.ts";

const [repository, label, digest] = ["0a1b2c3d", "0123456789ab", "d".repeat(64)];
const ours = (mark: string): boolean => isOurs(mark, repository, label, digest);

describe("marks of our tasks", () => {
  test("The mark on a PanDA task belongs to its submission, whichever attempt made the task", () => {
    for (const attempt of [1, 2, 10]) expect(ours(fingerprint(repository, label, attempt, digest))).toBe(true);
  });

  test.each([
    ["another repository's", fingerprint("ffffffff", label, 1, digest)],
    ["another submission's", fingerprint(repository, "ffffffffffff", 1, digest)],
    ["other content's", fingerprint(repository, label, 1, "e".repeat(64))],
    ["without content", `shrek-${repository}-${label}-a1`],
    ["of the content alone", `-${digest.slice(0, 16)}`],
    ["empty", ""],
    ["behind other words", ` ${fingerprint(repository, label, 1, digest)}`],
    ["before other words", `${fingerprint(repository, label, 1, digest)} `],
  ])("A mark on a PanDA task does not belong to a submission if the mark is %s", (_, mark) => {
    expect(ours(mark)).toBe(false);
  });
});

test("A submission without a run has the label that a run 0 would have, which no run is", () => {
  const of = (run: number | undefined) => submissionLabel("0a1b2c3d", "toy", "1.0.0", run);

  expect(of(undefined)).toBe(of(0));
  expect(of(undefined)).not.toBe(of(1));
});

test("The label of a submission is twelve hex digits over everything that names the submission", () => {
  const labels = [
    submissionLabel("0a1b2c3d", "toy", "1.0.0", 0),
    submissionLabel("ffffffff", "toy", "1.0.0", 0),
    submissionLabel("0a1b2c3d", "toy2", "1.0.0", 0),
    submissionLabel("0a1b2c3d", "toy", "1.0.1", 0),
    submissionLabel("0a1b2c3d", "toy", "1.0.0", 1),
  ];

  expect(new Set(labels).size).toBe(5);
  for (const one of labels) expect(one).toMatch(/^[0-9a-f]{12}$/);
  expect(submissionLabel("0a1b2c3d", "toy", "1.0.0", 0)).toBe(labels[0]);
});

test("The workflow name at PanDA has no underscore, and differs for each attempt", () => {
  expect(workflowName(repository, label, 2)).toBe("shrek-0a1b2c3d-0123456789ab-a2");
});

test("Before PanDA's check a task of each step may have any number", () => {
  const names = candidateNames({ outDS: "user.a.x", steps: ["one", "two"] });

  expect(names).toEqual({
    one: ["user.a.x_000_one", "user.a.x_001_one"],
    two: ["user.a.x_000_two", "user.a.x_001_two"],
  });
  expect(allNames(names)).toHaveLength(4);
});

test("A submission key is made only of what names the submission", () => {
  const known = { tag: "toy", version: "1.0.0", run: 82372, folder: "productions/toy" };

  expect(keyOf(known)).toBe("toy/1.0.0/82372");
});

test("Messages name a version, and for a production with a run list the run too", () => {
  expect(versionName(submissionKey("toy", "1.0.0", undefined))).toBe("toy 1.0.0");
  expect(versionName(submissionKey("toy", "1.0.0", 82372))).toBe("toy 1.0.0 #82372");
});
