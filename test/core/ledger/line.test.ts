import fc from "fast-check";
import { expect, test } from "vitest";
import { type LedgerEvent, submissionKey } from "../../../action/core/ledger/event.ts";
import { readFoundation, readLines, writeFoundation, writeLine } from "../../../action/core/ledger/line.ts";
import { intentOfMessage, tagMessage, tagName } from "../../../action/core/ledger/tag-message.ts";
import { anIntent, at, lineOf } from "../submission/a-submission.ts";
import { allEvents } from "../submission/a-walk.ts";

const part = fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/);
const key = fc.tuple(part, part, fc.nat(9)).map(([tag, version, run]) => submissionKey(tag, version, run));
const text = fc.string({ unit: "binary" });

const line: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.record({
    event: fc.constant("main-read" as const),
    at: text,
    commit: text,
    refused: fc.array(text),
    releases: fc.constantFrom("submitted" as const, "held" as const),
  }),
  fc.record({ event: fc.constant("main-accepted" as const), at: text, head: text, by: text, id: text }),
  fc
    .record({ key, when: text, reason: text, event: fc.constantFrom(...allEvents) })
    .map(({ key: of, when, reason, event }) => lineOf("reason" in event ? { ...event, reason } : event, when, of)),
);

test("A ledger event that was written is read back, whatever text the event holds", () => {
  fc.assert(
    fc.property(fc.array(line), (events) => {
      expect(readLines(events.map(writeLine).join(""))).toEqual({ kind: "read", events });
    }),
  );
});

test("A ledger event is one line, and equal events are equal lines whatever the order of their keys", () => {
  fc.assert(
    fc.property(line, (event) => {
      const written = writeLine(event);
      const turned = Object.fromEntries(Object.entries(event).toReversed()) as unknown as LedgerEvent;

      expect(written.indexOf("\n")).toBe(written.length - 1);
      expect(writeLine(turned)).toBe(written);
    }),
  );
});

const good = writeLine(lineOf({ event: "skipped", reason: "history" }));

test("A ledger keeps what became of outputs, and which folders of main have data that grow", () => {
  const outputs: readonly LedgerEvent[] = [
    lineOf({ event: "arrived", checkedOn: "t", outputs: [] }),
    lineOf({ event: "described", containers: [] }),
    lineOf({ event: "keep-asked", keep: "1y", owner: "@ada" }),
    lineOf({ event: "kept", until: null, dids: ["mc:hits"] }),
    lineOf({ event: "ending", id: "c1", dids: ["mc:hits"] }),
    lineOf({ event: "expired", id: "c1", dids: ["mc:hits"] }),
    { event: "main-read", at: "t", commit: "c", refused: [], growing: ["productions/a"] },
    { event: "main-read", at: "t", commit: "c", refused: [], growing: [] },
  ];

  expect(readLines(outputs.map(writeLine).join(""))).toEqual({ kind: "read", events: outputs });
});

test.each([
  ["a word", "nonsense"],
  ["a number", "1"],
  ["nothing", "null"],
  ["a list", "[]"],
  ["an event without a time", '{"event":"skipped","key":"a/1/0","reason":""}'],
  ["an event without a key", '{"event":"skipped","at":"t","reason":""}'],
  ["an event whose key leaves its folder", '{"event":"skipped","at":"t","key":"a/b/c/0","reason":""}'],
  ["an event of a later SHREK", '{"event":"celebrated","at":"t","key":"a/1/0"}'],
  ["an event named like a member of every object", '{"event":"constructor","at":"t","key":"a/1/0"}'],
  ["a reading of main without a commit", '{"event":"main-read","at":"t","refused":[]}'],
  ["a freeze without who", '{"event":"main-frozen","at":"t","until":"2026-12-24","reason":"r","id":"1"}'],
  ["a freeze whose end is a number", '{"event":"main-frozen","at":"t","until":2026,"reason":"r","by":"ada","id":"1"}'],
  ["a freeze of no day", '{"event":"main-frozen","at":"t","until":"2026-02-30","reason":"r","by":"ada","id":"1"}'],
  ["an unfreeze without who", '{"event":"main-thawed","at":"t","id":"1"}'],
  ["an unfreeze without its comment", '{"event":"main-thawed","at":"t","by":"ada"}'],
  ["an accepted main without a head", '{"event":"main-accepted","at":"t","by":"ada","id":"1"}'],
  ["a space before the line", " "],
  ["a reading of main whose commit is a number", '{"event":"main-read","at":"t","commit":1,"refused":[]}'],
  ["a reading of main without what was refused", '{"event":"main-read","at":"t","commit":"c"}'],
  [
    "a reading of main that says something else of releases",
    '{"event":"main-read","at":"t","commit":"c","refused":[],"releases":"no"}',
  ],
  ["a reading of main whose refused is no list", '{"event":"main-read","at":"t","commit":"c","refused":"a"}'],
  [
    "a reading of main whose growing folders are no list",
    '{"event":"main-read","at":"t","commit":"c","refused":[],"growing":"a"}',
  ],
  [
    "a reading of main with a growing folder that is a number",
    '{"event":"main-read","at":"t","commit":"c","refused":[],"growing":["a",1]}',
  ],
  ["an event that is a number", '{"event":1,"at":"t","key":"a/1/0"}'],
  ["an event that is a list of one word", '{"event":["skipped"],"at":"t","key":"a/1/0"}'],
  ["a time that is a number", '{"event":"skipped","at":1,"key":"a/1/0"}'],
  ["a key that is a list", '{"event":"skipped","at":"t","key":["a/1/0"]}'],
  ["a key with more behind it", '{"event":"skipped","at":"t","key":"a/1/0 "}'],
  ["a key with more before it", '{"event":"skipped","at":"t","key":"../a/1/0"}'],
])("A ledger file is read up to a line with %s", (_, strange) => {
  expect(readLines(`${good}${strange}\n${good}`)).toEqual({ kind: "unreadable", line: 2 });
});

test("A ledger file whose last line has no end counts as cut off", () => {
  expect(readLines(good + good.trimEnd())).toEqual({ kind: "unreadable", line: 2 });
  expect(readLines("")).toEqual({ kind: "read", events: [] });
});

test("The first file of a ledger is read back, and a file of another format is refused", () => {
  expect(readFoundation(writeFoundation({ format: 1, repository: "0a1b2c3d" }))).toEqual({
    format: 1,
    repository: "0a1b2c3d",
  });
  const begun = { format: 1, repository: "0a1b2c3d", main: "a".repeat(40) } as const;
  expect(readFoundation(writeFoundation(begun))).toEqual(begun);
  // What becomes an argument of git is a commit or nothing.
  for (const main of ["--output=x", `--output=${begun.main}`, `${begun.main}^`])
    expect(readFoundation(writeFoundation({ ...begun, main }))?.main).toBeUndefined();
  expect(readFoundation(JSON.stringify({ ...begun, main: [begun.main] }))?.main).toBeUndefined();
  for (const wrong of [
    "",
    "null",
    "{}",
    '{"format":2,"repository":"0a1b2c3d"}',
    '{"format":1}',
    '{"format":1,"repository":"0A1B2C3D"}',
    '{"format":1,"repository":"0a1b2c3d0"}',
    '{"format":1,"repository":12345678}',
  ])
    expect(readFoundation(wrong)).toBeUndefined();
});

test("The message of a production's tag gives its intent back, and a hand-made message gives none", () => {
  const intent = anIntent({ requester: "A\n\nB \u{1f600}" });

  expect(tagName(intent)).toBe("production/sP26a-toy/1.0.0");
  expect(tagName({ ...intent, run: 82372 })).toBe("production/sP26a-toy/1.0.0/82372");
  expect(intentOfMessage(tagMessage(intent))).toEqual(intent);
  for (const wrong of ["", "release\n", "title\n\nnot json", "title\n\n{}", 'title\n\n{"tag":"a"}', "title\n\nnull"])
    expect(intentOfMessage(wrong)).toBeUndefined();
  expect(at("10:00")).toBe("2026-03-01T10:00:00.000Z");
});

test.each([
  "repository",
  "tag",
  "version",
  "contentDigest",
  "outDS",
  "label",
  "panda",
  "steps",
  "seeds",
  "needs",
  "accept",
  "contact",
  "supersedes",
])("A tag message without %s gives no intent", (gone) => {
  const rest = Object.fromEntries(Object.entries(anIntent()).filter(([name]) => name !== gone));

  expect(intentOfMessage(`title\n\n${JSON.stringify(rest)}`)).toBeUndefined();
});

test("A tag message whose tag is a number gives no intent", () => {
  expect(intentOfMessage(`title\n\n${JSON.stringify({ ...anIntent(), tag: 1 })}`)).toBeUndefined();
});

test("A ledger keeps the freeze and the unfreeze that somebody commanded", () => {
  const frozen = {
    event: "main-frozen",
    at: "t",
    until: "2026-12-24T08:00Z",
    reason: "r",
    by: "ada",
    id: "1",
  } as const;
  const thawed = { event: "main-thawed", at: "t", by: "ada", id: "2" } as const;

  expect(readLines(writeLine(frozen) + writeLine(thawed))).toEqual({ kind: "read", events: [frozen, thawed] });
});
