import { expect, test } from "vitest";
import { checkUntriedJoins } from "../../../action/core/versioning/untried-joins.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const one = (from: string) => ({ from, filesPerJob: 1 });
const joining: Draft = {
  steps: {
    hits: aStep(),
    calo: aStep({ jobs: undefined, in: [one("hits")], out: ["calo.root"] }),
    trk: aStep({ jobs: undefined, in: [one("hits")], out: ["trk.root"] }),
    join: aStep({ jobs: undefined, in: [one("calo"), one("trk")], out: ["joined.root"] }),
  },
};
const told = (changes: Draft, ...history: Parameters<typeof checkUntriedJoins>[1]) =>
  checkUntriedJoins(valid(aRequest(changes)).production, history).map(
    ({ code, severity, message }) => `${code} (${severity}): ${message}`,
  );
const warning =
  "join-not-tried (warning): `join` joins its inputs by identity, and no trial has shown yet that PanDA can do it.";

test("A release that joins by identity is warned until PanDA has run a version of its tag", () => {
  expect(told(joining)).toEqual([warning]);
  expect(told(joining, { submitted: false, made: "here" }, { submitted: true, made: "elsewhere" })).toEqual([warning]);
  expect(told(joining, { submitted: true, made: "here" })).toEqual([]);
});

test("A trial of a join, and a release without a join, are not warned", () => {
  expect(told({ ...joining, version: "1.0.0-test.1" })).toEqual([]);
  expect(told({})).toEqual([]);
});
