import { expect, test } from "vitest";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import type { Reads } from "../../../../action/core/pass/reads.ts";
import { byCampaigns } from "../../../../action/core/pass/turns/campaigns.ts";
import { goNow, passGates } from "../../../../action/core/pass/turns/gates.ts";
import type { View } from "../../../../action/core/pass/view.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import { fold } from "../../../../action/core/submission/fold.ts";
import { fakeBranch, fakeLedger } from "../../../fakes/fake-ledger.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { conventions } from "../../../flows/reconcile/a-world.ts";
import { aRequest } from "../../a-production.ts";
import { anIntent, pastOf } from "../../submission/a-submission.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";
import { partedBy } from "./a-gate.ts";
import { aSpending } from "./a-spending.ts";

const now = "2026-03-01T10:00:00.000Z";
const tag = "sP26a-hfcharm-signal";
const request = JSON.stringify(aRequest({ defaults: { sites: ["BNL"], maxAttempt: 1, walltime: 1 } }));
const waiting = (of: string, intent: Parameters<typeof anIntent>[0] = {}) => {
  const key = submissionKey(of, "1.0.0", undefined);
  const state = fold(
    pastOf("intended", { intent: anIntent({ tag: of, folder: "productions/p", coreHours: 10, ...intent }) }).map(
      (event) => ({
        ...event,
        key,
        at: now,
      }),
    ),
  );
  if (state.kind !== "intended") throw new Error(state.kind);
  return { key, state };
};
const [mine, other] = [waiting(tag), waiting("other")];
const viewOf = (ones: readonly ReturnType<typeof waiting>[], head = aMoment("").ledgerHead): View => ({
  head,
  states: new Map(ones.map(({ key, state }) => [key, state])),
});
const view = viewOf([mine, other]);

type Fakes = Pick<Parameters<typeof askFakes>[0], "ledger"> & {
  readonly main?: ReturnType<typeof fakeMain>;
  readonly head?: View["head"];
};
const split = async (campaign: object, ones = [mine, other], { main = fakeMain(), head, ...others }: Fakes = {}) => {
  const mainHead = main.commit({
    "productions/conventions.yaml": conventions,
    "productions/p/production.yaml": request,
    "campaigns/c.yaml": JSON.stringify({ campaign: 1, productions: [tag], ...campaign }),
  });
  const moment = { ...aMoment(mainHead), approvals: "assumed" as const, now };
  const waits = await askFakes({ ...others, main }, (reads) =>
    byCampaigns({ ...moment, ...reads }, viewOf(ones, head), ones),
  );
  return partedBy(ones, waits);
};
const away = new Failure("git is away", { wayOut: "Wait." });
const all = { go: [mine.key, other.key], held: [], troubles: [] };
const holding = (reason: string) => ({
  go: [other.key],
  held: [[mine.key, { within: "campaign c", reason }]],
  troubles: [],
});

test("A campaign without limits holds nothing back", async () => {
  expect(await split({})).toEqual(all);
});

test("All productions of a campaign go within its budget, and none beyond it", async () => {
  expect(await split({ coreHours: 10 })).toEqual(all);
  expect(await split({ coreHours: 9 })).toEqual(
    holding("its productions ask for more than its budget of 9 core-hours"),
  );
});

test("A campaign lets nothing go where nobody knows what a version may use", async () => {
  const { ledger, add } = aSpending();
  await add(tag, { version: "0.9.0", coreHours: null });
  expect(await split({ coreHours: 1000000 }, [mine, other], { ledger, head: await ledger.head() })).toEqual(
    holding(`nobody can say how many core-hours ${tag} 0.9.0 may use, and its budget is 1 000 000 core-hours`),
  );
});

test("A campaign ends at its minute", async () => {
  expect(await split({ end: "2026-03-01T10:01Z" })).toEqual(all);
  expect(await split({ end: "2026-03-01T10:00Z", coreHours: 1 })).toEqual(holding("it ended on 2026-03-01 10:00 UTC"));
});

test("A production waits for those that its campaign names above it, behind its budget", async () => {
  const first = { productions: ["sP26a-first", tag], order: "submitted" };
  expect(await split(first)).toEqual(holding("sP26a-first comes before it, and main does not hold it"));
  expect(await split({ ...first, coreHours: 1 })).toEqual(
    holding("its productions ask for more than its budget of 1 core-hour"),
  );
});

test("A trial of a pull request is in no campaign", async () => {
  const trial = waiting(tag, { trial: { pullRequest: 1, head: "h", of: "1.0.0" } as never }); // no other part of it is read
  expect((await split({ coreHours: 1 }, [trial])).go).toEqual([trial.key]);
});

test("Each of several campaigns that name a production must let it go", async () => {
  const main = fakeMain();
  main.commit({ "campaigns/b.yaml": JSON.stringify({ campaign: 1, productions: ["sP26a-*"], end: "2026-01-01" }) });
  expect(await split({}, [mine, other], { main })).toEqual({
    ...holding(""),
    held: [[mine.key, { within: "campaign b", reason: "it ended on 2026-01-01 00:00 UTC" }]],
  });
});

test("A campaign that lets its production go hides no other that does not", async () => {
  const main = fakeMain();
  main.commit({ "campaigns/a.yaml": JSON.stringify({ campaign: 1, productions: ["sP26a-*"], coreHours: 100 }) });
  expect(await split({ end: "2026-01-01" }, [mine, other], { main })).toEqual(
    holding("it ended on 2026-01-01 00:00 UTC"),
  );
});

test("A campaign without an order lets no production wait for another, and one that nobody can read lets none go", async () => {
  expect(await split({ productions: ["sP26a-first", tag] })).toEqual(all);
  expect(await split({ campaign: 2 })).toEqual(holding("campaigns/c.yaml is wrong: `campaign` must be 1"));
  const main = fakeMain();
  main.commit({ "campaigns/c.yaml": JSON.stringify({ campaign: 1, productions: [tag] }) });
  expect(await split({ campaign: 2 }, [mine, other], { main })).toEqual(
    holding("campaigns/c.yaml is wrong: `campaign` must be 1"),
  );
});

test("A failed question about a campaign is a failure of what the campaign names, and other productions go", async () => {
  const ledger = { ...fakeLedger(fakeBranch()), submissions: () => Promise.reject(away) };
  expect(await split({ coreHours: 1 }, [mine, other], { ledger })).toEqual({
    ...{ go: [other.key], held: [] },
    troubles: [`${mine.key}: git is away. Wait.`],
  });
});

test("The first production of a campaign goes although the ledger cannot be read about what comes before it", async () => {
  const ledger = { ...fakeLedger(fakeBranch()), submissions: () => Promise.reject(away) };
  expect(await split({ productions: [tag, "other"], order: "done" }, [mine, other], { ledger })).toEqual({
    ...{ go: [mine.key], held: [] },
    troubles: [`${other.key}: git is away. Wait.`],
  });
});

test("A pass in which nothing waits, or without campaigns, asks nothing about campaigns", async () => {
  const main = fakeMain();
  const rules = main.commit({ "productions/conventions.yaml": conventions });
  const notes = { trouble: () => undefined };
  const unasked = {
    ...main,
    head: () => Promise.reject(new Error("asked")),
    at: () => Promise.reject(new Error("asked")),
  };
  const moment = (reads: Reads) => ({ ...aMoment(rules), ...reads });
  expect(await askFakes({ main: unasked as never }, (reads) => byCampaigns(moment(reads), view, [mine]))).toEqual([]);
  expect(
    await askFakes({ main: unasked as never }, (reads) => goNow({ ...aMoment(""), ...reads }, notes)(view, [])),
  ).toEqual([]);
  const silent = { ...unasked, ruleChanges: () => Promise.reject(new Error("asked")) };
  expect(await askFakes({ main: silent as never }, (reads) => passGates(moment(reads), view, []))).toEqual({
    go: [],
    waits: [],
  });
});

test("Campaigns and freezes count before a call as main's head of that moment has them", async () => {
  const main = fakeMain();
  main.commit({ "productions/conventions.yaml": conventions, "productions/p/production.yaml": request });
  const going = (frozen?: { until: string; reason: string; by: string }) => {
    const standing = { ...aMoment("", { frozen }), approvals: "assumed" as const, now };
    return askFakes({ main }, (reads) => goNow({ ...standing, ...reads }, { trouble: () => undefined })(view, [mine]));
  };
  expect(await going()).toEqual([mine]);
  main.commit({ "campaigns/c.yaml": JSON.stringify({ campaign: 1, productions: [tag], coreHours: 1 }) });
  expect(await going()).toEqual([]);
  main.commit({ "campaigns/c.yaml": undefined });
  expect(await going()).toEqual([mine]);
  expect(await going({ until: "2026-03-02", reason: "PanDA moves", by: "ada" })).toEqual([]);
  main.commit({ "productions/conventions.yaml": `${conventions}\nfreeze: { until: 2026-03-02, reason: it moves }\n` });
  expect(await going()).toEqual([]);
});
