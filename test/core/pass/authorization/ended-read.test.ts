import { describe, expect, test } from "vitest";
import type { Intent } from "../../../../action/core/ledger/event.ts";
import { endedRead } from "../../../../action/core/pass/authorization/bad-data.ts";
import type { Production } from "../../../../action/core/production/production.ts";
import { aRequest, type Draft, valid } from "../../a-production.ts";
import { anIntent, aTask } from "../../submission/a-submission.ts";

/** `toy` in version 1.0.0: `simulate` makes hits and logs, which `merge` reads. */
const ofToy = (change: Partial<Intent> = {}): Intent =>
  anIntent({
    content: {
      format: 1,
      request: { steps: { simulate: { out: ["hits.tar", "log.tar"] }, merge: { out: ["all.tar"] } } },
      resources: [],
    },
    steps: ["simulate", "merge"],
    ...change,
  });
const base = "user.ada.sP26a-toy-1.0.0-0";
const [hits, logs, all] = [
  `user.ada:${base}_000_simulate_hits.tar`,
  `user.ada:${base}_000_simulate_log.tar`,
  `user.ada:${base}_001_merge_all.tar`,
] as const;
const tasks = [
  aTask("simulate", "done", { name: `${base}_000_simulate` }),
  aTask("merge", "done", { name: `${base}_001_merge` }),
];

const reading = (input: Draft): Production =>
  valid(
    aRequest({
      inputs: { in: input },
      steps: { read: { in: [{ from: "in", filesPerJob: 1 }], out: ["r.tar"], run: "make\n" } },
    }),
  ).production;
const reference = (change: Draft = {}): Draft => ({
  ...{ production: "sP26a-toy", version: "1.0.0", step: "simulate" },
  ...change,
});
const read = (
  input: Draft,
  { expired = [], ending = [] }: { readonly expired?: readonly string[]; readonly ending?: readonly string[] },
  of = ofToy(),
): readonly string[] =>
  endedRead(reading(input), { intent: of, past: { expired, ending: [{ id: "1", dids: ending }] }, tasks }, undefined);

describe("what a production reads of data that a person let go", () => {
  test("A production reads all outputs of the step that it refers to, or the one that it names", () => {
    const expired = [hits, logs, all];
    expect(read(reference(), { expired })).toEqual([hits, logs]);
    expect(read(reference({ output: "log.tar" }), { expired })).toEqual([logs]);
    expect(read(reference({ step: "merge" }), { expired })).toEqual([all]);
  });

  test("Data about to end count as ended, and data that nobody let go are read", () => {
    expect(read(reference(), { ending: [hits] })).toEqual([hits]);
    expect(read(reference(), { expired: [all] })).toEqual([]);
    expect(read(reference(), {})).toEqual([]);
  });

  test("Data of another version, or of another production, are not those that ended", () => {
    expect(read(reference({ version: "1.1.0" }), { expired: [hits] })).toEqual([]);
    expect(read(reference(), { expired: [hits] }, ofToy({ tag: "sP26a-other" }))).toEqual([]);
  });

  test("Data that are read by name are those of that name, or datasets in it", () => {
    const named = (dataset: string) => read({ dataset, files: 4 }, { expired: [hits] });
    expect(named(hits)).toEqual([hits]);
    expect(named(`${hits}/`)).toEqual([hits]);
    expect(named(`${hits}.12`)).toEqual([hits]);
    expect(named(logs)).toEqual([]);
    expect(named(`${hits}2`)).toEqual([]);
  });
});
