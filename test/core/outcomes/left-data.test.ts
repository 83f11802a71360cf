import { expect, test } from "vitest";
import { type Intent, type SubmissionEvent, submissionKey } from "../../../action/core/ledger/event.ts";
import type { RucioPlace } from "../../../action/core/login/rucio-settings.ts";
import {
  type DataMaker,
  leftDataEffects,
  leftDataText,
  versionsLeft,
} from "../../../action/core/outcomes/left-data.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { anIntent, foldOf, pastOf } from "../submission/a-submission.ts";

const place: RucioPlace = { server: "https://rucio.example.org", account: "prod", login: "token" };
const keeping: Partial<Intent> = {
  arrives: { place, at: {}, experiment: "sphenix" },
  kept: { at: "DISK", copies: 1, keep: "1y", owner: "@ada" },
};
const made = (kind: StateKind, change: Partial<Intent> = {}, ...more: readonly SubmissionEvent[]): DataMaker => {
  const found = more.some(({ event }) => event === "arrived" || event === "described");
  const recorded = found ? [{ event: "recorded", steps: [] } as const] : [];
  const state = foldOf([...pastOf(kind, { intent: anIntent(change) }), ...recorded, ...more]);
  if (!("past" in state)) throw new Error(state.kind);
  return state;
};
const output = (did: string, bytes: number) =>
  ({ step: "merge", did, files: 3, bytes, events: null, at: { DISK: 3 }, compared: "files" }) as const;
const arrived = (...outputs: readonly ReturnType<typeof output>[]): SubmissionEvent => ({
  ...{ event: "arrived", checkedOn: "2026-03-01T11:00:00Z", outputs },
});
const kept = (until: string | null): SubmissionEvent => ({ event: "kept", until, dids: ["mc:hits"] });
const bound = (tag: string): SubmissionEvent => ({ event: "read-by", tag, version: "1.0.0" });

const reader = (name: string, change: Partial<Intent>, kind: StateKind = "waiting") =>
  [
    submissionKey(name, "1.0.0", undefined),
    foldOf(pastOf(kind, { intent: anIntent({ tag: name, label: "ffffffffffff", ...change }) })),
  ] as const;
const facts = { tag: "sP26a-toy", version: "1.0.0", step: "merge", output: null };
const byRequest = { needs: [{ kind: "production", input: "in", ...facts, require: 1, dataset: null }] } as const;
const byName = (input: Readonly<Record<string, string>>): Partial<Intent> => ({
  content: { format: 1, request: { schema: 1, inputs: { in: input } }, resources: [] },
});

type Live = readonly (readonly [ReturnType<typeof submissionKey>, SubmissionState])[];
const container: SubmissionEvent = { event: "described", containers: ["mc:release"] };

test.each<readonly [string, Live, string]>([
  ["nobody", [reader("sP26a-a", {})], "nobody reads them"],
  ["a request", [reader("sP26a-a", byRequest)], "read by sP26a-a 1.0.0 (live)"],
  ["a task", [reader("sP26a-a", byName({ task: `${anIntent().outDS}_001_merge` }))], "read by sP26a-a 1.0.0 (live)"],
  [
    "a dataset",
    [reader("sP26a-a", byName({ dataset: `mc:${anIntent().outDS}_001_merge_out.root` }))],
    "read by sP26a-a 1.0.0 (live)",
  ],
  ["a container", [reader("sP26a-a", byName({ dataset: "mc:release" }))], "read by sP26a-a 1.0.0 (live)"],
  [
    "another version",
    [reader("sP26a-a", { needs: [{ ...byRequest.needs[0], version: "2.0.0" }] })],
    "nobody reads them",
  ],
  ["what has ended", [reader("sP26a-a", byRequest, "closed")], "nobody reads them"],
  [
    "many",
    ["a", "b", "c", "d", "e"].map((name) => reader(`sP26a-${name}`, byRequest)),
    "read by sP26a-a 1.0.0 (live), sP26a-b 1.0.0 (live), sP26a-c 1.0.0 (live) and 2 more",
  ],
])("The data of what is given up are told with who reads them: %s", (_, live, words) => {
  expect(leftDataText([made("done", keeping, container)], live).split("; ")[0]).toBe(words);
});

test("Readers are found by run, and the runs of a reader are named once", () => {
  const run = (number: number) => made("done", { run: number, label: `${number}` });
  const needs = { ...byRequest };
  expect(leftDataText([run(66001)], [reader("sP26a-a", { ...needs, run: 66001 })])).toContain("read by sP26a-a 1.0.0");
  expect(leftDataText([run(66001)], [reader("sP26a-a", { ...needs, run: 66002 })])).toContain("nobody reads them");
  const both = [66001, 66002].map((number) => reader("sP26a-a", { ...needs, run: number }));
  expect(leftDataText([run(66001), run(66002)], both)).toContain("read by sP26a-a 1.0.0 (live);");
});

test("Live readers stand before those that were bound once or are requests on main, each once", () => {
  const one = made("done", {}, bound("sP26a-old"), bound("sP26a-a"));
  expect(leftDataText([one], [reader("sP26a-a", byRequest)], ["sP26a-old 1.0.0", "sP26a-main 2.0.0"])).toContain(
    "read by sP26a-a 1.0.0 (live), sP26a-old 1.0.0, sP26a-main 2.0.0;",
  );
});

const [hits, logs] = [output("mc:hits", 1.2e9), output("mc:logs", 4e7)];
test.each<readonly [string, readonly DataMaker[], string]>([
  ["not submitted", [made("held", keeping)], "none are made"],
  ["without Rucio", [made("done")], "no datasets are known"],
  ["not looked for yet", [made("running", keeping)], "no datasets are known; no rule of SHREK keeps them; owner @ada"],
  [
    "arrived",
    [made("done", keeping, arrived(hits, logs))],
    "2 datasets of 1.24 GB; no rule of SHREK keeps them; owner @ada",
  ],
  [
    "kept",
    [made("done", keeping, arrived(hits), kept("2027-03-01T10:00:00Z"))],
    "1 dataset of 1.2 GB; kept until 2027-03-01; owner @ada",
  ],
  [
    "kept, and another not found yet",
    [made("done", keeping, arrived(logs), kept("2027-03-01T10:00:00Z"))],
    "2 datasets of 40 MB or more; kept until 2027-03-01; owner @ada",
  ],
  ["kept for ever", [made("done", keeping, kept(null))], "1 dataset of unknown size; kept for ever; owner @ada"],
  [
    "two runs",
    [
      made("done", { ...keeping, run: 1 }, kept("2028-03-01T10:00:00Z")),
      made("done", { ...keeping, run: 2 }, kept("2027-03-01T10:00:00Z")),
    ],
    "2 datasets of unknown size; kept until 2027-03-01 or longer; owner @ada",
  ],
  [
    "ended by a person",
    [made("done", keeping, arrived(hits, logs), kept(null), { event: "expired", id: "1", dids: ["mc:hits"] })],
    "1 dataset of 40 MB; kept for ever; owner @ada",
  ],
])("The data of what is given up are told as far as the ledger knows them: %s", (_, ones, words) => {
  expect(leftDataText(ones, [])).toBe(`nobody reads them; ${words}`);
});

const { tag, version } = anIntent();
const toy = { tag, version, run: undefined };
const [toyKey, older] = [submissionKey(tag, version, undefined), submissionKey(tag, "0.9.0", undefined)];

test.each<readonly [string, StateKind, readonly { tag: string }[], readonly SubmissionEvent[], readonly string[]]>([
  ["the removal of what ended well", "done", [], [], ["sP26a-toy 1.0.0"]],
  ["a newer version of what ended well", "done", [{ tag }], [], []],
  ["the removal of what runs", "running", [], [{ event: "left-main", reason: "" }], ["sP26a-toy 1.0.0"]],
  ["a revert of what runs", "running", [{ tag }], [{ event: "left-main", reason: "" }], ["sP26a-toy 1.0.0"]],
  ["the removal of what waits", "held", [], [{ event: "withdrawn", data: "keep" }], ["sP26a-toy 1.0.0"]],
  ["the removal of what was withdrawn", "withdrawn", [], [], []],
  ["what takes its place", "held", [{ tag }], [{ event: "superseded", by: "1.1.0" }], []],
])("A merge offers the data of what it takes from main: %s", (_, kind, after, events, names) => {
  const states = new Map([[toyKey, made(kind)]]);
  const left = versionsLeft(
    { before: [toy], after },
    events.map((event) => [toyKey, event] as const),
    states,
  );
  expect([...left.keys()]).toEqual(names);
});

test("A version that the ledger does not know has no data that a merge could offer", () => {
  const written = [[older, { event: "left-main", reason: "" }]] as const;
  expect(versionsLeft({ before: [toy], after: [] }, written, new Map()).size).toBe(0);
});

test("A merge names the requests on main that read exactly the version that it takes away", () => {
  const needs = (of: string) => [{ of: tag, version: of }];
  const onMain = [
    { tag: "sP26a-b", version: "1.0.0", needs: needs(version) },
    { tag: "sP26a-c", version: "1.0.0", needs: needs("0.9.0") },
  ];
  expect(leftDataEffects(new Map([[`${tag} ${version}`, [made("held")]]]), [], onMain)).toEqual([
    {
      kind: "data",
      name: "sP26a-toy 1.0.0",
      words: "concerns the data of sP26a-toy 1.0.0: read by sP26a-b 1.0.0; none are made",
    },
  ]);
});
