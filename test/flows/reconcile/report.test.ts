import { expect, test } from "vitest";
import { type SubmissionEvent, type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { fold } from "../../../action/core/submission/fold.ts";
import type { Reconciled } from "../../../action/flows/reconcile/reconcile.ts";
import { report, reportOutage } from "../../../action/flows/reconcile/report.ts";
import type { Clock } from "../../../action/ports/clock.ts";
import type { Conversation } from "../../../action/ports/conversation.ts";
import { anIntent, bothTasks, lineOf, pastOf } from "../../core/submission/a-submission.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { fakeChanges } from "../../fakes/fake-changes.ts";
import { fakeConversation } from "../../fakes/fake-conversation.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../../fakes/fake-ledger.ts";
import { fakeMain } from "../../fakes/fake-main.ts";
import { fakeOverview } from "../../fakes/fake-overview.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";
import { noting } from "../../fakes/noting.ts";
import { aReconciled } from "./a-reconciled.ts";
import { fakeClock } from "./a-world.ts";

const page = "https://github.com/sphenix/productions";
const pullRequest = 7;
const key = submissionKey("sP26a-toy", "1.0.0", undefined);

/** GitHub and the ledger in memory, with one submission that is written on by the test. */
const aPlace = async () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const conversation = fakeConversation();
  const overview = fakeOverview();
  const main = fakeMain();
  main.commit({});
  let now = new Date("2026-11-25T09:10:00Z");
  const clock: Clock = { ...fakeClock().port, now: () => now };
  return {
    ports: { ledger, conversation, changes: fakeChanges(branch), overview, clock, main, people: undefined },
    conversation,
    overview,
    at: (time: string) => {
      now = new Date(time);
    },
    write: async (...events: readonly SubmissionEvent[]) =>
      ledger.append(
        await ledger.head(),
        events.map((event) => lineOf(event, now.toISOString(), key)),
        [],
        "test",
      ),
    /** A pass that found the submission in this state, and before it only what asked already. */
    done: async (asked: readonly SubmissionKey[], change: Partial<Reconciled> = {}): Promise<Reconciled> => {
      const events = (await ledger.read(await ledger.head(), [key])).get(key) ?? [];
      const begun = { submissions: new Set(asked), refused: new Set<string>() };
      return aReconciled({ submissions: [{ key, state: fold(events) }], begun, ...change });
    },
  };
};

const intent = anIntent({ pullRequest, contact: ["@ada"] });

test("Each finding of a reconcile pass is new once, and people are called once", async () => {
  const { ports, conversation, overview, write, done } = await aPlace();
  await write(...pastOf("failed", { intent }));

  const first = await report(ports, page, await done([]));
  const second = await report(ports, page, await done([key]));

  expect([first.isNew, second.isNew]).toEqual([true, false]);
  expect(second.waits).toBe("A person has to act on 1 submission; the overview issue says how.");
  expect(conversation.said(pullRequest).filter((body) => body.includes("\n@ada\n"))).toHaveLength(1);
  expect(overview.edits()).toBe(1);
});

/** Two submissions, each of a pull request of its own, and the pull requests that were commented on. */
const twoPulls = async () => {
  const place = await aPlace();
  const { ports, conversation } = place;
  const other = submissionKey("sP26a-other", "1.0.0", undefined);
  const keys = [key, other];
  const away = new Set<number>();
  const say = noting<Parameters<Conversation["say"]>, Promise<boolean>>(async (...args) => {
    if (away.has(args[0])) throw new Failure("GitHub refused to comment: 404.", anyWay);
    return conversation.say(...args);
  });
  const between = noting(ports.changes.between);
  const write = async (of: SubmissionKey, ...events: readonly SubmissionEvent[]) => {
    const lines = events.map((event) => lineOf(event, "2026-11-25T09:10:00Z", of));
    return ports.ledger.append(await ports.ledger.head(), lines, [], "test");
  };
  await write(key, ...pastOf("running", { intent }));
  await write(other, ...pastOf("running", { intent: anIntent({ tag: "sP26a-other", pullRequest: 8 }) }));
  const pass = async (change: Partial<Reconciled> = {}): Promise<readonly number[]> => {
    const events = await ports.ledger.read(await ports.ledger.head(), keys);
    const submissions = keys.map((of) => ({ key: of, state: fold(events.get(of) ?? []) }));
    const heard = { changes: { ...ports.changes, between }, conversation: { ...conversation, say } };
    await report({ ...ports, ...heard }, page, aReconciled({ submissions, ...change }));
    return say.calls
      .splice(0)
      .map(([number]) => number)
      .toSorted();
  };
  return { write, pass, away, asked: between.calls, ports, conversation };
};
const failed: SubmissionEvent = { event: "seen", verdict: "failed", tasks: bothTasks("failed") };

test("A changed submission is reported in its own pull request only, and so is one whose comment could not be written", async () => {
  const { write, pass, away, asked } = await twoPulls();
  expect([await pass(), asked]).toEqual([[7, 8], []]);
  expect(await pass()).toEqual([]);

  away.add(7);
  await write(key, failed);
  expect(await pass()).toEqual([7]);
  away.delete(7);
  expect([await pass(), await pass()]).toEqual([[7], []]);
});

test("Refused requests are reported again only where another folder is refused", async () => {
  const { pass } = await twoPulls();
  const refusing = (now: string, before: string): Partial<Reconciled> => ({
    refused: [{ folder: now, problems: [] }],
    begun: { submissions: new Set(), refused: new Set([before]) },
  });
  await pass();

  expect(await pass(refusing("productions/q", "productions/q"))).toEqual([]);
  expect(await pass(refusing("productions/q", "productions/r"))).toEqual([7, 8]);
});

test("Refused and skipped versions are reported in the pull request that brought them", async () => {
  const { pass, ports, conversation } = await twoPulls();
  const [main, people] = [fakeMain(), fakePeople()];
  const commit = main.commit({ "productions/q/production.yaml": "{" });
  people.pulls.set(commit, aMergedPull(commit, "head", { number: 9 }));
  Object.assign(ports, { main, people });

  expect(await pass({ refused: [{ folder: "productions/q", problems: [] }] })).toContain(9);
  expect(conversation.said(9).join()).toContain("productions/q");
  expect(await pass({ skipped: [{ key, commit }] })).toContain(9);
});

test("An ended submission remains in the overview when no longer followed", async () => {
  const { ports, overview, at, write, done } = await aPlace();
  await write(...pastOf("running", { intent }));
  await report(ports, page, await done([]));
  await write({ event: "seen", verdict: "done", tasks: bothTasks("done") });

  at("2026-11-25T09:20:00Z");
  await report(ports, page, await done([]));
  at("2026-11-25T09:40:00Z");
  await report(ports, page, { ...(await done([])), submissions: [] });

  expect(await overview.current()).toContain("- **sP26a-toy 1.0.0**: done, 2026-11-25 09:20 UTC, pull request ");
});

test("An outage keeps its begin until PanDA answers", async () => {
  const { ports, overview, at, write, done } = await aPlace();
  await write(...pastOf("running", { intent }));
  await report(ports, page, await done([]));

  for (const time of ["2026-11-25T11:05:00Z", "2026-11-25T12:20:00Z"]) {
    at(time);
    expect(await reportOutage(async () => ports, page, "PanDA cannot be reached.")).toEqual([]);
  }
  expect(await overview.current()).toContain("not answered since 2026-11-25 11:05 UTC: PanDA cannot be reached.");

  at("2026-11-25T12:35:00Z");
  await report(ports, page, await done([]));
  expect(await overview.current()).not.toContain("not answered");
});

test("An outage of PanDA that cannot be recorded is reported", async () => {
  const away = () => Promise.reject(new Failure("GitHub does not answer.", anyWay));

  expect(await reportOutage(away, page, "PanDA cannot be reached.")).toEqual(["GitHub does not answer. Try again."]);
});

test("A comment or an overview that cannot be written is a trouble, and the rest goes on", async () => {
  const { ports, overview, write, done } = await aPlace();
  await write(...pastOf("failed", { intent }));
  const broken = () => Promise.reject(new Failure("GitHub refused to comment: 404.", anyWay));
  const conversation: Pick<Conversation, "say" | "call" | "merged"> = { say: broken, call: broken, merged: broken };

  const told = await report({ ...ports, conversation }, page, await done([]));
  expect(told.troubles).toEqual([`pull request ${pullRequest}: GitHub refused to comment: 404. Try again.`]);
  expect(overview.edits()).toBe(1);

  const blind = await report({ ...ports, overview: { current: broken, keep: broken } }, page, await done([]));
  // What it remembers was not read, so it is not written over.
  expect(blind.troubles).toEqual(["GitHub refused to comment: 404. Try again."]);
  expect(blind.isNew).toBe(true);
});

test("A trial without a result is reported once in its pull request with the reason, and a failed comment is a trouble", async () => {
  const { ports, conversation, done } = await aPlace();
  const trial = {
    pullRequest: 9,
    head: "a".repeat(40),
    by: "ada",
    id: "12",
    confirms: "12-a",
    reason: "it changes no production",
  };
  const trialsRefused = [trial, { ...trial, id: "22", confirms: "21-a" }];

  await report(ports, page, await done([], { trialsRefused }));
  await report(ports, page, await done([], { trialsRefused }));

  expect(conversation.said(9)).toHaveLength(2);
  for (const body of conversation.said(9)) expect(body).toContain("it changes no production");
  const call = () => Promise.reject(new Failure("GitHub refused to comment: 404.", anyWay));
  const away = { ...ports, conversation: { ...conversation, call } };
  expect((await report(away, page, await done([], { trialsRefused: [trial] }))).troubles.join()).toContain("404");
});
