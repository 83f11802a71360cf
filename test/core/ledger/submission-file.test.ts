import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { writeLine } from "../../../action/core/ledger/line.ts";
import { eventsPath } from "../../../action/core/ledger/paths.ts";
import { readSubmission } from "../../../action/core/ledger/submission-file.ts";
import { anIntent, lineOf } from "../submission/a-submission.ts";

const key = submissionKey("sP26a-toy", "1.0.0", undefined);
const other = submissionKey("sP26a-toy", "1.1.0", undefined);
const path = eventsPath(key);
const promised = lineOf({ event: "intended", intent: anIntent(), attempt: 1 }, "t1", key);
const withheld = lineOf({ event: "held", reason: "hold" }, "t2", key);

test("The events of a submission file are read in their order, and a missing file has none", () => {
  expect(readSubmission(key, writeLine(promised) + writeLine(withheld))).toEqual({
    kind: "read",
    events: [promised, withheld],
  });
  expect(readSubmission(key, undefined)).toEqual({ kind: "read", events: [] });
});

test("Each event of a submission file is read with its own content, also where the content changes and comes back", () => {
  const content = { ...anIntent().content, request: { schema: 1, version: "2" } };
  const changed = lineOf({ event: "intended", intent: anIntent({ content }), attempt: 1 }, "t2", key);
  const events = [promised, changed, promised];

  expect(readSubmission(key, events.map(writeLine).join(""))).toEqual({ kind: "read", events });
});

test("A content that reading puts in another order than its digest has is read all the same", () => {
  const content = { ...anIntent().content, request: { schema: 1, "10": "ten", "9": "nine" } };
  const intended = lineOf({ event: "intended", intent: anIntent({ content }), attempt: 1 }, "t1", key);
  const [text, line] = [JSON.stringify(content), writeLine(intended)];

  expect(line).not.toContain(text);
  expect(readSubmission(key, line)).toEqual({ kind: "read", events: [intended] });
});

test.each([
  ["nothing", "", `${path}, which has no events`],
  ["empty lines", "\n\n", `${path}, which has no events`],
  ["a line that is cut off", writeLine(promised).slice(0, -1), `${path}:1`],
  [
    "the event of another",
    writeLine(promised) + writeLine(lineOf({ event: "held", reason: "hold" }, "t2", other)),
    `${path}:2, which is an event of ${other}`,
  ],
  [
    "an event of main",
    writeLine({ event: "main-read", at: "t", commit: "c", refused: [] }),
    `${path}:1, which is an event of main`,
  ],
  [
    "a promise of other content than its digest",
    writeLine(lineOf({ event: "intended", intent: anIntent({ contentDigest: "d" }), attempt: 1 }, "t", key)),
    `${path}:1, whose content does not have the digest that stands beside it`,
  ],
  [
    "a skipped version with other content than its digest",
    writeLine(lineOf({ event: "skipped", reason: "history", held: { ...anIntent(), contentDigest: "d" } }, "t", key)),
    `${path}:1, whose content does not have the digest that stands beside it`,
  ],
  [
    "a skipped version whose content is no content",
    `${JSON.stringify({ event: "skipped", reason: "history", held: null, key, at: "t" })}\n`,
    `${path}:1, whose content does not have the digest that stands beside it`,
  ],
])("A submission file of %s cannot be read, and the failure names the place", (_, text, where) => {
  expect(readSubmission(key, text)).toEqual({ kind: "unreadable", where });
});
