import { expect, test } from "vitest";
import type { Intent, LedgerEvent } from "../../../action/core/ledger/event.ts";
import { tagDue, tagFault, tagMessage } from "../../../action/core/ledger/tag-message.ts";
import { anIntent, lineOf, mine } from "../submission/a-submission.ts";

const promise = (intent: Intent): LedgerEvent => lineOf({ event: "intended", intent, attempt: 1 });
const withheld = lineOf({ event: "held", reason: "not approved" });
const checking = lineOf({ event: "checking", owner: mine });
const [intent, name] = [anIntent(), "production/sP26a-toy/1.0.0"];
const lines = [promise(intent), withheld, checking];

test("A production's tag must exist from the check of its intent on, and never for a trial", () => {
  const trial = { pullRequest: 7, head: "a".repeat(40), by: "ada", id: "1", confirms: "7-1", of: "1.0.0" };

  expect(tagDue(lines)).toBe(name);
  expect(tagDue([promise(intent), withheld])).toBeUndefined();
  expect(tagDue([promise(anIntent({ trial })), checking])).toBeUndefined();
  expect([tagDue([]), tagDue([withheld, checking])]).toEqual([undefined, undefined]);
});

test("A tag that repeats one of the intents has no fault, whichever commit of main the tag names", () => {
  const again = promise(anIntent({ requester: "Eve" }));

  expect(tagFault(name, tagMessage(intent), lines)).toBeUndefined();
  expect(tagFault(name, tagMessage(anIntent({ commit: "d".repeat(40) })), [...lines, again])).toBeUndefined();
});

test.each([
  ["is gone", undefined, `the tag ${name} is gone, and the ledger says that its intent was checked`],
  ["holds other words", "v1.0.0\n", `the tag ${name} does not hold an intent`],
  [
    "holds another promise",
    tagMessage(anIntent({ archive: "0".repeat(64) })),
    `the tag ${name} records another intent than the ledger`,
  ],
])("A production's tag that %s has a fault in words", (_, message, words) => {
  expect(tagFault(name, message, lines)).toBe(words);
});
