import { describe, expect, test } from "vitest";
import { keyOf, submissionKey, versionName } from "../../../action/core/ledger/event.ts";
import {
  allNames,
  candidateNames,
  fingerprint,
  isMadeBy,
  isOurs,
  requestPrefix,
  ruleComment,
  stepsInName,
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

test("All workflow names of a repository begin with its own prefix", () => {
  expect(requestPrefix(repository)).toBe("shrek-0a1b2c3d-");
  expect(workflowName(repository, label, 1).startsWith(requestPrefix(repository))).toBe(true);
});

test("Before PanDA's check a task of each step may have any number", () => {
  const names = candidateNames({ outDS: "user.a.x", steps: ["one", "two"] });

  expect(names).toEqual({
    one: ["user.a.x_000_one", "user.a.x_001_one"],
    two: ["user.a.x_000_two", "user.a.x_001_two"],
  });
  expect(allNames(names)).toHaveLength(4);
});

describe("data by name", () => {
  const outDS = "user.ada.sP26a-toy-1.0.0-0";

  test.each([
    [outDS],
    [`${outDS}/`],
    [`${outDS}_000_simulate_hits.root/`],
    [`${outDS}_001_merge.log/`],
    [`${outDS}_000_simulate_hits.root.12345`],
    [`user.ada:${outDS}`],
    [`user.ada:${outDS}/`],
    [`user.ada:${outDS}_000_simulate_hits.root/`],
  ])("A production made %s, whose name begins with its own", (name) => {
    expect(isMadeBy(outDS, name)).toBe(true);
  });

  test.each([
    [""],
    ["user.ada:"],
    ["user.ada.sP26a-toy-1.0.0-"],
    ["user.ada.sP26a-toy-1.0.0-01"],
    ["user.ada.sP26a-toy-1.0.0-01_000_simulate_hits.root/"],
    [`${outDS}.log/`],
    [`x${outDS}`],
    [`x${outDS}_`],
    [`x${outDS}/`],
    [`x${outDS}_000_simulate_hits.root/`],
    [`${outDS}_000_simulate:other`],
    ["user.ada.sP26a-toy-1.0.1-0_000_simulate_hits.root/"],
  ])("A production did not make %j, whose name does not begin with its own", (name) => {
    expect(isMadeBy(outDS, name)).toBe(false);
  });

  const steps = ["simulate", "merge", "merge_all", "sim"];
  test.each([
    ["a task", `${outDS}_000_simulate`, ["simulate"]],
    ["a task as a container", `${outDS}_000_simulate/`, ["simulate"]],
    ["an output", `${outDS}_000_simulate_hits.root/`, ["simulate"]],
    ["an output with Rucio's scope", `user.ada:${outDS}_012_simulate_hits.root/`, ["simulate"]],
    ["a dataset of an output", `${outDS}_999_simulate_hits.root.12345`, ["simulate"]],
    ["a step whose name begins another's", `${outDS}_003_sim_hits.root/`, ["sim"]],
    ["an output that repeats another step", `${outDS}_000_simulate_merge_all/`, ["simulate"]],
    ["an output with a number as PanDA has them", `${outDS}_000_simulate_001_merge_x.root/`, ["simulate"]],
  ])("The name of %s says whose data it is", (_, name, expected) => {
    expect(stepsInName({ outDS, steps }, name)).toEqual(expected);
  });

  test("A name that may be of two steps, as one has a _, is of both", () => {
    expect(stepsInName({ outDS, steps }, `${outDS}_002_merge_all_dst.root/`)).toEqual(["merge", "merge_all"]);
    expect(stepsInName({ outDS, steps }, `${outDS}_002_merge_all`)).toEqual(["merge", "merge_all"]);
    expect(stepsInName({ outDS, steps }, `${outDS}_002_merge_alls`)).toEqual(["merge"]);
  });

  test.each([
    ["the whole production", outDS],
    ["the whole production as a container", `${outDS}/`],
    ["a number alone", `${outDS}_000_`],
    ["a step of another production", `${outDS}_000_other_hits.root/`],
    ["a step without a number", `${outDS}_simulate_hits.root/`],
    ["a number of two digits", `${outDS}_00_simulate_hits.root/`],
    ["a number of four digits", `${outDS}_0000_simulate_hits.root/`],
    ["a number after other text", `${outDS}_x_000_simulate_hits.root/`],
    ["a step's log", `${outDS}_000_simulate.log/`],
  ])("A name that has %s and thus says no step is of all steps", (_, name) => {
    expect(stepsInName({ outDS, steps }, name)).toEqual(steps);
  });
});

test("A submission key is made only of what names the submission", () => {
  const known = { tag: "toy", version: "1.0.0", run: 82372, folder: "productions/toy" };

  expect(keyOf(known)).toBe("toy/1.0.0/82372");
});

test("Messages name a version, and for a production with a run list the run too", () => {
  expect(versionName(submissionKey("toy", "1.0.0", undefined))).toBe("toy 1.0.0");
  expect(versionName(submissionKey("toy", "1.0.0", 82372))).toBe("toy 1.0.0 #82372");
});

test("Rules of ours in Rucio bear the name of their submission in a comment", () => {
  expect(ruleComment({ repository: "0123456789ab", label: "cafe" })).toBe("shrek-0123456789ab-cafe");
});
