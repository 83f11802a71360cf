import { expect, test } from "vitest";
import { type LedgerEvent, type SubmissionEvent, submissionKey } from "../../../action/core/ledger/event.ts";
import { measuredCosts } from "../../../action/flows/ledger-access/measured-before.ts";
import { aRequest, valid } from "../../core/a-production.ts";
import { anIntent, aTask, at } from "../../core/submission/a-submission.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../../fakes/fake-ledger.ts";

const submitted = valid(aRequest({ version: "2.0.0" }));
const { production, content } = submitted;
const { tag } = production;
const validated = [{ valid: submitted, counted: undefined }];
const trialOrder = { pullRequest: 1, head: "c".repeat(40), by: "ada", id: "1", confirms: "2" };

const pastOf = (version: string, run: number | undefined, cpuSeconds: number | undefined): readonly LedgerEvent[] => {
  const steps = ["simulate"];
  const trial = version.includes("-test.") ? { trial: { ...trialOrder, jobs: 1, of: production.contentDigest } } : {};
  const intent = anIntent({ tag, version, content, steps, ...(run === undefined ? {} : { run }), ...trial });
  const record = { step: "simulate", task: 1, kind: "all", count: 10, first: 1, last: 10, sites: {}, failures: {} };
  const used = { jobs: 10, seconds: 1, cpuSeconds, megabytes: 1 };
  const events: readonly SubmissionEvent[] = [
    { event: "intended", intent, attempt: 1 },
    { event: "checking", owner: { run: "r", nonce: "n" } },
    { event: "checked", names: { simulate: ["a"] }, sandbox: "s" },
    { event: "submitting", owner: { run: "r", nonce: "n" }, attempt: 1 },
    { event: "submitted", request: 7, evidence: "answer" },
    ...(cpuSeconds === undefined
      ? []
      : ([
          { event: "seen", verdict: "done", tasks: [aTask("simulate", "done")] },
          { event: "recorded", steps: [{ ...record, used, outputs: { d: { files: 10, bytes: 1000 } } }] },
        ] as readonly SubmissionEvent[])),
  ];
  return events.map((event) => ({ ...event, key: submissionKey(tag, version, run), at: at("11:00") }));
};

/** The hours that are expected, by what ended with so many seconds of processor time; without any it runs still. */
const costOf = async (
  ...past: readonly (readonly [version: string, cpuSeconds?: number | undefined, run?: number])[]
) => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  for (const [version, cpuSeconds, run] of past)
    await ledger.append(await ledger.head(), pastOf(version, run, cpuSeconds), [], "a test");
  const cost = (await measuredCosts({ ledger, head: await ledger.head() }, validated)).get(tag);
  return cost?.kind === "measured" ? [cost.of, cost.total.coreHours] : cost;
};

test("The newest version that is done is the measure of the next, and one that runs still is none", async () => {
  expect(await costOf(["1.0.0", 3600], ["1.10.0", 7200], ["1.9.0", 36])).toEqual([`${tag}@1.10.0`, 2]);
  expect(await costOf(["1.0.0", 3600], ["1.1.0"], ["1.2.0"])).toEqual([`${tag}@1.0.0`, 1]);
});

test("A first release has no measure, and neither a trial nor a version that runs still gives one", async () => {
  expect(await costOf()).toEqual({ kind: "nothing" });
  expect(await costOf(["1.0.0"])).toEqual({ kind: "nothing" });
  expect(await costOf(["2.0.0-test.1", 3600])).toEqual({ kind: "nothing" });
});

test("The runs of a version that ended are measured together", async () => {
  expect(await costOf(["1.0.0", 3600, 1], ["1.0.0", 7200, 2], ["1.0.0", undefined, 3])).toEqual([`${tag}@1.0.0`, 1.5]);
});

test("A plan without a ledger says nothing of what was measured", async () => {
  expect(await measuredCosts(undefined, validated)).toEqual(new Map());
});
