import { expect, test } from "vitest";
import { type Intent, type SubmissionEvent, submissionKey } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { fold } from "../../../action/core/submission/fold.ts";
import { broughtPage } from "../../../action/core/view/ledger/pages.ts";
import { updateStatusComments } from "../../../action/flows/ledger-access/update-status-comments.ts";
import type { Conversation } from "../../../action/ports/conversation.ts";
import { aRequest, aStep, valid } from "../../core/a-production.ts";
import { anIntent, aTask, at, lineOf, pastOf } from "../../core/submission/a-submission.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../../fakes/fake-ledger.ts";

const merged = "c".repeat(40);
const promise = (tag: string, pullRequest: number): SubmissionEvent => ({
  event: "intended",
  intent: anIntent({ tag, pullRequest, commit: merged }),
  attempt: 1,
});
const keyOf = (tag: string) => submissionKey(tag, "1.0.0", undefined);

/** One pull request that brought three productions: one is live, one was closed, one was never to run. */
const threeOfOne = async (noted: boolean) => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const events = [
    lineOf(promise("lives", 7), "t1", keyOf("lives")),
    lineOf(promise("ended", 7), "t1", keyOf("ended")),
    lineOf({ event: "closed", reason: "not needed" }, "t2", keyOf("ended")),
    lineOf({ event: "skipped", reason: "the request says submit: never" }, "t1", keyOf("never")),
  ];
  const pages = noted ? [broughtPage(merged, ["lives", "ended", "never"].map(keyOf))] : [];
  await ledger.append(await ledger.head(), events, pages, "test");
  const standing = [{ key: keyOf("lives"), state: fold(events.slice(0, 1)) }];
  return { ledger, standing };
};

const hearing = (fails?: number) => {
  const [said, over] = [new Map<number, string>(), new Map<number, string>()];
  const say: Conversation["say"] = async (pullRequest, _slot, markdown) => {
    if (pullRequest === fails) throw new Failure("GitHub does not answer.", anyWay);
    said.set(pullRequest, markdown);
    return true;
  };
  const conversation: Pick<Conversation, "say" | "call" | "merged"> = {
    ...{ say, call: async () => true },
    merged: async (pullRequest, markdown) => {
      over.set(pullRequest, markdown);
      return true;
    },
  };
  return { said, over, conversation };
};

test("A pull request is informed of all of its submissions, also ended and skipped ones", async () => {
  const { ledger, standing } = await threeOfOne(true);
  const { said, over, conversation } = hearing();

  expect(await updateStatusComments({ ledger, conversation }, standing)).toEqual({ troubles: [], unreported: [] });

  expect(said.get(7)).toContain("3 productions: 1 closed, 1 intended, 1 skipped.");
  expect(over.get(7)).toMatch(/^\*\*This was merged as `ccccccc`\.\*\*/);
});

test("A pull request that brought only skipped versions is informed of the reason", async () => {
  const { ledger } = await threeOfOne(false);
  const { said, conversation } = hearing();
  const skipped = new Map([[9, [{ key: keyOf("never"), commit: "d".repeat(40) }]]]);

  await updateStatusComments({ ledger, conversation }, [], new Map(), skipped);

  expect(said.get(9)).toContain("**never 1.0.0**: skipped, the request says submit: never");
});

test("A pull request of an earlier SHREK without notes is informed of the live submissions", async () => {
  const { ledger, standing } = await threeOfOne(false);
  const { said, conversation } = hearing();

  await updateStatusComments({ ledger, conversation }, standing);

  expect(said.get(7)).toContain("lives 1.0.0: intended.");
});

test("A comment that cannot be written is a trouble of its own and delays no other", async () => {
  const { ledger, standing } = await threeOfOne(true);
  const { said, conversation } = hearing(7);
  const other = { key: keyOf("ended"), state: fold([lineOf(promise("ended", 8), "t1", keyOf("ended"))]) };

  expect(await updateStatusComments({ ledger, conversation }, [...standing, other])).toEqual({
    troubles: ["pull request 7: GitHub does not answer. Try again."],
    unreported: [7],
  });
  expect([...said.keys()]).toEqual([8]);
});

test("A pull request is told what was delivered of the events that are wanted, by all versions of the sample", async () => {
  const { content } = valid(aRequest({ steps: { make: aStep({ jobs: 4, eventsPerJob: 25 }) } }));
  const next = valid(aRequest({ extends: "1.0.0", steps: { make: aStep({ jobs: 4, eventsPerJob: 25 }) } })).content;
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const seeds = [{ step: "make", stream: "toy", first: 1, count: 4 }];
  const linesOf = (version: string, finished: number, change: Partial<Intent>) => {
    const intent = anIntent({
      tag: "toy",
      version,
      commit: merged,
      steps: ["make"],
      stepJobs: { make: 4 },
      seeds,
      ...change,
    });
    const task = aTask("make", "finished", { files: 4, finished, failed: 4 - finished });
    return [
      ...pastOf("submitted", { intent }),
      { event: "seen", verdict: "completed-partially", tasks: [task], pandaDate: at("10:00") } as const,
    ].map((event) => lineOf(event, at("10:00"), submissionKey("toy", version, undefined)));
  };
  const first = linesOf("1.0.0", 3, { content, pullRequest: 6, events: 100 });
  const second = linesOf("1.1.0", 2, { content: next, pullRequest: 7, events: 200 });
  await ledger.append(await ledger.head(), [...first, ...second], [], "test");
  const { said, conversation } = hearing();

  await updateStatusComments({ ledger, conversation }, [
    { key: submissionKey("toy", "1.1.0", undefined), state: fold(second) },
  ]);

  expect(said.get(7)).toContain(
    "- **toy**: delivered 125 of 200 events (62 %): 1.0.0 75, files times events of a file; 1.1.0 50, files times events of a file",
  );
  expect(said.get(7)).toContain("`shrek extend toy@1.1.0 --events lost`");
  expect(said.get(6)).toContain(
    "the results of 1 job of make are missing; 1.1.0, which extends it, may have made them",
  );
  await updateStatusComments({ ledger, conversation, hasApp: async () => true }, [
    { key: submissionKey("toy", "1.1.0", undefined), state: fold(second) },
  ]);
  expect(said.get(7)).toContain("`/shrek extend toy@1.1.0 jobs=2`");
});
