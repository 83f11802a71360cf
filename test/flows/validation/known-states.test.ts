import { expect, test } from "vitest";
import { type SubmissionEvent, submissionKey } from "../../../action/core/ledger/event.ts";
import { kindsOf, readTags } from "../../../action/flows/validation/known-states.ts";
import { anIntent, pastOf } from "../../core/submission/a-submission.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../../fakes/fake-ledger.ts";

test("A submission whose events cannot be followed has no state in a plan, and holds up no other", async () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const [good, odd] = ["sP26a-toy", "sP26a-odd"].map((tag) => submissionKey(tag, "1.0.0", undefined));
  const at = "2026-03-01T10:00:00Z";
  const write = async (key = good, tag = "", ...more: readonly SubmissionEvent[]): Promise<void> => {
    const events = [...pastOf("waiting", { intent: anIntent({ tag }) }), ...more];
    const lines = events.map((event) => ({ ...event, key: key ?? expect.unreachable(), at }));
    await ledger.append(await ledger.head(), lines, [], "written");
  };
  await write(good, "sP26a-toy");
  await write(odd, "sP26a-odd", { event: "checked", names: {}, sandbox: "a" });

  const read = await readTags({ ledger, head: await ledger.head() }, ["sP26a-toy", "sP26a-odd"]);

  expect([...read.states.keys()]).toEqual([good]);
  expect(kindsOf(read)).toEqual(
    expect.arrayContaining([
      [good, "waiting"],
      [odd, "unreadable"],
    ]),
  );
});
