import { expect, test } from "vitest";
import type { SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { useOf } from "../../../../action/core/pass/turns/campaign-use.ts";
import type { StateKind } from "../../../../action/core/submission/state.ts";
import { askFakes } from "../ask-fakes.ts";
import { aSpending } from "./a-spending.ts";

const tag = "sP26a-hfcharm-signal";
const other = "sP26a-hfcharm-background";

const aLedger = () => {
  const { ledger, view, ...made } = aSpending();
  const use = async (names = [tag], { since = "", live = [] }: { since?: string; live?: SubmissionKey[] } = {}) =>
    askFakes({ ledger }, async (reads) => useOf(reads, await view(...live), { names, since }));
  return { ...made, use };
};

test("A campaign that names nothing of the ledger uses nothing, and another what its submissions may use", async () => {
  const { add, use } = aLedger();
  await add(tag);
  await add(other, { coreHours: 2.5 });
  expect(await use(["another"])).toEqual({ coreHours: 0 });
  expect(await use()).toEqual({ coreHours: 10 });
  expect(await use([tag, "sP26a-*"])).toEqual({ coreHours: 12.5 });
});

test("Each version and each run that ever began counts, whatever became of it", async () => {
  const { add, use } = aLedger();
  for (const [run, kind] of (["done", "failed", "retired", "in-doubt", "running"] as const).entries())
    await add(tag, { kind, run: run + 1 });
  await add(tag, { kind: "superseded", version: "0.9.0" });
  expect(await use()).toEqual({ coreHours: 60 });
});

test.each<[StateKind, number]>([
  ["intended", 10],
  ["waiting", 10],
  ["held", 10],
  ["blocked", 10],
  ["checking", 10],
  ["checked", 10],
  ["not-sent", 10],
  ["needs-person", 0],
  ["conflict", 0],
  ["rejected", 0],
  ["skipped", 0],
])("A submission that is %s uses %i core-hours, live or not", async (kind, coreHours) => {
  const { add, use } = aLedger();
  const key = await add(tag, { kind });
  expect(await use()).toEqual({ coreHours });
  expect(await use([tag], { live: [key] })).toEqual({ coreHours });
});

test("What was given up gives its core-hours back only where PanDA never had anything of it", async () => {
  const { write, add, use } = aLedger();
  const at = "2026-03-01T11:00:00.000Z";
  const waited = await add(tag, { kind: "intended", run: 1 });
  const ran = await add(tag, { kind: "running", run: 2 });
  expect(await use()).toEqual({ coreHours: 20 });
  await write(waited, at, [{ event: "withdrawn", data: "keep" }]);
  await write(ran, at, [{ event: "withdrawn", data: "keep" }]);
  expect(await use()).toEqual({ coreHours: 10 });
});

test("What began before the campaign came uses nothing of it, and what may still begin does", async () => {
  const { add, use } = aLedger();
  await add(tag, { run: 1, at: "2026-02-28T10:00:00.000Z" });
  await add(tag, { run: 2, at: "2026-03-01T10:00:00.000Z" });
  await add(tag, { run: 3, at: "2026-02-28T10:00:00.000Z", kind: "intended" });
  await add(tag, { run: 4, at: "2026-02-28T10:00:00.000Z", kind: "checked" });
  expect(await use([tag], { since: "2026-03-01T10:00:00.000Z" })).toEqual({ coreHours: 30 });
});

test("A trial of a pull request uses nothing, and one of unknown cost makes the sum unknown", async () => {
  const { add, use } = aLedger();
  await add(tag, { trial: { pullRequest: 1 } as never }); // no other part of it is read
  expect(await use()).toEqual({ coreHours: 0 });
  await add(tag, { version: "1.0.1", coreHours: null });
  expect(await use()).toEqual({ unknown: `${tag} 1.0.1` });
});

test("A line of before counts by what its request says", async () => {
  const { add, use } = aLedger();
  const request = {
    defaults: { walltime: 2, maxAttempt: 3 },
    steps: { simulate: {}, merge: { cores: 4, walltime: 1 } },
  };
  const content = { format: 1 as const, request, resources: [] };
  const old = { coreHours: undefined, content, stepJobs: { simulate: 10, merge: 1 }, retryMemory: { merge: [4000] } };
  await add(tag, old as never);
  expect(await use()).toEqual({ coreHours: 60 + 24 });
  await add(other, { ...old, stepJobs: { merge: 1 } } as never);
  expect(await use([other])).toEqual({ unknown: `${other} 1.0.0` });
});

test("What ended is read once for all views of a pass, and what is new in a view counts in it", async () => {
  const { ledger, add, view } = aSpending();
  const ended = await add(tag);
  const read: string[] = [];
  const watched = {
    ...ledger,
    read: (...[at, keys]: Parameters<typeof ledger.read>) => (read.push(...keys), ledger.read(at, keys)),
  };
  await askFakes({ ledger: watched }, async (reads) => {
    const use = async (...live: SubmissionKey[]) => useOf(reads, await view(...live), { names: [tag], since: "" });
    expect(await use()).toEqual({ coreHours: 10 });
    const live = await add(tag, { run: 1, kind: "intended" });
    expect(await use(live)).toEqual({ coreHours: 20 });
  });
  expect(read).toEqual([ended]);
});
