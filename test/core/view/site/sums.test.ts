import { expect, test } from "vitest";
import type { SubmissionEvent } from "../../../../action/core/ledger/event.ts";
import { samplesOf } from "../../../../action/core/outcomes/samples.ts";
import { accountRowOf, accountsCsv, addAccounts } from "../../../../action/core/view/site/accounting.ts";
import { addDelivered, deliveredRowsOf, shownDelivered } from "../../../../action/core/view/site/delivered-rows.ts";
import {
  addFailures,
  addToTotals,
  emptyTotals,
  facetsOf,
  rowsFiles,
  type SiteSums,
  siteFailures,
} from "../../../../action/core/view/site/site-totals.ts";
import { rowOf } from "../../../../action/core/view/site/submission-data.ts";
import { aRequest, aStep, valid } from "../../a-production.ts";
import { aTask, at } from "../../submission/a-submission.ts";
import { aRead, recorded } from "./made.ts";

const panda = { url: "http://127.0.0.1", vo: "v", role: "r", userName: "u", prodSourceLabel: "managed" };
const both = [
  { event: "recorded", steps: [recorded("simulate"), recorded("merge", { failures: { "stage-out": 2 } })] },
] as const;

test("An account has of its month, the first part of its tag and its group what was foreseen, used, made and failed", () => {
  const row = accountRowOf(aRead("done", {}, both));

  expect(row).toEqual({
    ...{ group: "sphenix", firstPart: "sP26a", month: "2026-03", submissions: 1, jobs: 3 },
    ...{ hoursForeseen: 10.1, unforeseen: 0, hoursUsed: 10, unknown: 0, files: 20, bytes: 10_000, failedJobs: 2 },
  });
  expect(row === undefined ? row : addAccounts(row, row)).toMatchObject({
    submissions: 2,
    hoursUsed: 20,
    bytes: 20_000,
  });
});

test("The use of an ended submission that nobody knows is counted as unknown, and that of a running one is not", () => {
  expect(accountRowOf(aRead("failed"))).toMatchObject({ hoursUsed: 0, unknown: 1 });
  expect(accountRowOf(aRead("running"))).toMatchObject({ hoursUsed: 0, unknown: 0 });
  expect(accountRowOf(aRead("skipped"))).toBeUndefined();
});

test("A request that estimates no time is counted as unknown, not as nothing", () => {
  const content = {
    format: 1,
    request: { build: "ana.530", steps: { simulate: { jobs: 10 } } },
    resources: [],
  } as const;
  const row = accountRowOf(aRead("running", { content, stepJobs: { simulate: 10 } }));

  expect(row).toMatchObject({ hoursForeseen: 0, unforeseen: 1 });
  expect(row === undefined ? row : addAccounts(row, row)).toMatchObject({ unforeseen: 2 });
});

test("In the CSV a text with commas, quotes or the begin of a formula stays a text of its cell", () => {
  const row = accountRowOf(aRead("running", { panda: { ...panda, workingGroup: '=HYPERLINK("x"),y' } }));

  const [heads, cells] = accountsCsv(row === undefined ? [] : [row]).split("\r\n");

  expect(heads).toMatch(
    /^month,tag_part_1,group,submissions,jobs,core_hours_foreseen,submissions_with_unknown_forecast,core_hours_used,/,
  );
  expect(cells).toBe(`2026-03,sP26a,"'=HYPERLINK(""x""),y",1,3,10.1,0,0,0,0,0,0`);
});

const generated = valid(
  aRequest({
    steps: { simulate: aStep({ out: ["hits.root"], jobs: 10, eventsPerJob: 100, run: 'make "$nEvents"\n' }) },
  }),
);
const asking = { content: generated.content, steps: ["simulate"], stepJobs: { simulate: 10 } };
const seenAs = (verdict: "running" | "done", status: string, finished: number): SubmissionEvent => ({
  ...{ event: "seen", verdict, pandaDate: at("20:00") },
  tasks: [aTask("simulate", status, { finished, failed: 10 - finished })],
});

test("A part of the tag has what it asked for and what of it is delivered, without trials and what was given up", () => {
  const read = [
    aRead("submitted", asking, [seenAs("done", "done", 10)]),
    aRead("submitted", asking, [seenAs("running", "running", 4)]),
    aRead("retired", asking),
    aRead("superseded", asking),
    aRead("withdrawn", asking),
    aRead("done", { ...asking, version: "1.1.0-test.1", trial: { pullRequest: 7, head: "d".repeat(40) } as never }),
    aRead("skipped"),
    aRead("running", { ...asking, content: { format: 1, request: { schema: 1 }, resources: [] } }),
  ];

  const rows = read.flatMap(deliveredRowsOf).filter(({ by }) => by === "part 1");

  expect(rows.reduce<(typeof rows)[number] | undefined>(addDelivered, undefined)).toEqual({
    ...{ by: "part 1", value: "sP26a" },
    states: { done: 2, running: 2, retired: 1, superseded: 1, withdrawn: 1, skipped: 1 },
    requested: { submissions: 3, events: 2000, unknown: 1 },
    delivered: { submissions: 1, events: 1400, unknown: 1 },
  });
});

test("The delivered events of the site are counted as the status of a production counts them", () => {
  const read = aRead("submitted", asking, [seenAs("running", "running", 7)]);

  const [sample] = samplesOf([read]);
  const [row] = deliveredRowsOf(read);

  expect(sample).toMatchObject({ versions: [{ asked: 1000, delivered: { events: 700 } }] });
  expect([row?.requested.events, row?.delivered.events]).toEqual([1000, 700]);
});

test("What was declared bad is asked for and not delivered, as the status says", () => {
  const bad = [
    { event: "person", verb: "declare", by: "bob", id: "5", reason: "wrong", quality: "bad" },
    { event: "declared", id: "5", saidOn: at("21:00") },
  ] satisfies readonly SubmissionEvent[];

  const [row] = deliveredRowsOf(aRead("submitted", asking, [seenAs("done", "done", 10), ...bad]));

  expect([row?.requested.events, row?.delivered.events]).toEqual([1000, 0]);
});

test("The asked and delivered events are grouped by each part of the tag, by release and by working group", () => {
  const groups = (read: ReturnType<typeof aRead>) => deliveredRowsOf(read).map(({ by, value }) => `${by}: ${value}`);

  expect(groups(aRead("running", { tag: "sP26a-hfcharm-signal" }))).toEqual([
    ...["part 1: sP26a", "part 2: hfcharm", "part 3: signal"],
    ...["release: ana.530", "group: sphenix"],
  ]);
  expect(groups(aRead("skipped", { tag: "sP26a--x" }))).toEqual(["part 1: sP26a", "part 3: x"]);
});

test("A part of the tag with more values than somebody reads is no group, and each first part is one", () => {
  const [row] = deliveredRowsOf(aRead("running"));
  const many = (by: string, number: number) =>
    Array.from({ length: number }, (_, n) => ({ ...row, by, value: `v${n}` }) as NonNullable<typeof row>);

  const shown = shownDelivered([...many("part 1", 501), ...many("part 2", 501), ...many("part 3", 500)]);

  expect([...Map.groupBy(shown, ({ by }) => by)].map(([by, ones]) => [by, ones.length])).toEqual([
    ["part 1", 501],
    ["part 3", 500],
  ]);
  expect(shown[0]?.value).toBe("v99");
});

test("Failures stand at the site where the jobs ran, the site with most of them first", () => {
  const sums: SiteSums = new Map();
  const failures = { "payload, exit code 1": 3, "pilot 1305": 1 };
  const failedAt = { BNL: { "payload, exit code 1": 1 }, CERN: { "payload, exit code 1": 2, "pilot 1305": 1 } };
  const step = recorded("simulate", { sites: { BNL: 6, CERN: 4 }, failures, failedAt, said: { "pilot 1305": "lost" } });
  addFailures(
    sums,
    aRead("failed", {}, [
      { event: "recorded", steps: [step, { step: "merge", task: 2, kind: "not-known", reason: "no answer" }] },
    ]).state,
  );

  expect(siteFailures(sums)).toEqual([
    {
      ...{ site: "CERN", jobs: 4, failed: 3 },
      failures: [
        { failure: "payload, exit code 1", jobs: 2 },
        { failure: "pilot 1305", jobs: 1, said: "lost" },
      ],
    },
    { site: "BNL", jobs: 6, failed: 1, failures: [{ failure: "payload, exit code 1", jobs: 1 }] },
  ]);
});

test("Rows are cut by the month of their entry and by the thousand, and a later row changes no earlier file", () => {
  const row = rowOf(aRead("done"));
  const rows = Array.from({ length: 1001 }, (_, n) => ({
    ...row,
    tag: `t${n}`,
    entered: `2026-03-01T${String(n).padStart(6, "0")}`,
  }));
  const april = { ...row, entered: "2026-04-01T00:00:00Z" };

  const { parts, files } = rowsFiles([april, ...rows]);

  expect(parts).toEqual([
    { path: "data/rows/2026-03-1.json", month: "2026-03", rows: 1000 },
    { path: "data/rows/2026-03-2.json", month: "2026-03", rows: 1 },
    { path: "data/rows/2026-04-1.json", month: "2026-04", rows: 1 },
  ]);
  expect(rowsFiles([...rows, april, { ...april, tag: "u" }]).files.slice(0, 2)).toEqual(files.slice(0, 2));
});

test("A filter offers the values that are there, each once and in order", () => {
  const rows = [aRead("running"), aRead("done", { requester: "Bert" }), aRead("done")].map((one) =>
    rowOf(one, ["run24", "charm"]),
  );

  expect(facetsOf(rows)).toEqual({
    state: ["done", "running"],
    person: ["Ada", "Bert"],
    site: [],
    campaign: ["charm", "run24"],
    group: ["sphenix"],
  });
});

test("Totals keep of all submissions only a row, and of what is not over its state", () => {
  const totals = emptyTotals();
  for (const one of [aRead("done"), aRead("running")]) addToTotals(totals, one);

  expect(totals.rows).toHaveLength(2);
  expect(totals.active.map(({ state }) => state.kind)).toEqual(["running"]);
  expect(totals.newest).toBe("2026-03-01T15:00:00.000Z");
});
