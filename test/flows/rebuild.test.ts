import { describe, expect, test } from "vitest";
import { type Intent, keyOf, type LedgerEvent } from "../../action/core/ledger/event.ts";
import { largestLedgerFile, readLines, writeLine } from "../../action/core/ledger/line.ts";
import { submissionLabel } from "../../action/core/ledger/names.ts";
import {
  eventsPath,
  foundationPath,
  livePath,
  mainPath,
  partOf,
  streamsPath,
  trialsPath,
} from "../../action/core/ledger/paths.ts";
import { tagMessage, tagName } from "../../action/core/ledger/tag-message.ts";
import { trialsWaiting } from "../../action/core/ledger/waiting-trials.ts";
import { rebuild } from "../../action/flows/rebuild.ts";
import { verify } from "../../action/flows/verify.ts";
import { frozenClock } from "../contracts/git-place.ts";
import { anIntent, lineOf } from "../core/submission/a-submission.ts";
import { beginFakeLedger, commitTo, fakeBranch } from "../fakes/fake-ledger.ts";
import { fakeLedgerFiles } from "../fakes/fake-ledger-files.ts";
import { fakeTags } from "../fakes/fake-tags.ts";

const promise = (tag: string): Intent =>
  anIntent({
    tag,
    seeds: [{ step: "simulate", stream: tag, first: 1, count: 10 }],
    label: submissionLabel("0a1b2c3d", tag, "1.0.0", undefined),
  });
const [one, two] = [promise("one"), promise("two")];
const [first, second] = [one, two].map((intent) => eventsPath(keyOf(intent))) as [string, string];
const linesOf = (intent: Intent): string =>
  writeLine(lineOf({ event: "intended", intent, attempt: 1 }, "2026-03-01T10:00:00Z", keyOf(intent)));

/** A ledger of two promises as `rebuild` makes it, with their tags; what comes on the branch later is by hand. */
const aLedger = async (more: Readonly<Record<string, string>> = {}) => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  commitTo(branch, { [first]: linesOf(one), [second]: linesOf(two), ...more });
  const tags = fakeTags(new Map([one, two].map((intent) => [tagName(intent), tagMessage(intent)])));
  let ours: string | undefined;
  const files = fakeLedgerFiles(branch, (commit) => ours === undefined || commit === ours);
  const run = () => rebuild({ files, tags, clock: frozenClock() }, async () => "exists");
  await run();
  ours = branch.head;
  const textAt = (path: string): string | undefined => branch.commits.get(branch.head ?? "")?.get(path);
  return { branch, files, tags, run, textAt, faults: async () => (await verify({ files, tags })).faults };
};

describe("a ledger that was changed by hand", () => {
  test("A ledger that nobody touched stays as it is", async () => {
    const ledger = await aLedger();
    const before = ledger.branch.head;

    expect(await ledger.run()).toEqual({ restored: [], changed: [], forward: undefined, faults: [] });
    expect(ledger.branch.head).toBe(before);
    expect(await ledger.faults()).toEqual([]);
  });

  test("Events that were added by hand are taken back where no pass could read the file any more", async () => {
    const ledger = await aLedger();
    const held = writeLine(lineOf({ event: "held", reason: "by hand" }, "t", keyOf(one)));
    commitTo(ledger.branch, { [first]: linesOf(one) + held.repeat(Math.ceil(largestLedgerFile / held.length)) });
    expect(await ledger.faults()).toContainEqual(expect.stringContaining(`${first} has 335`));

    expect((await ledger.run()).faults).toEqual([]);
    expect(ledger.textAt(first)).toBe(linesOf(one));
  });

  test("Events that were added by hand stay, and what was changed or removed otherwise comes back", async () => {
    const ledger = await aLedger();
    const held = writeLine(lineOf({ event: "held", reason: "by hand" }, "t", keyOf(one)));
    commitTo(ledger.branch, {
      [first]: linesOf(one) + held,
      [second]: linesOf(two).replace("10", "11"),
      [livePath]: undefined,
      [streamsPath(partOf("one"))]: "[]\n",
      "notes.txt": "by hand",
    });

    const { restored, faults } = await ledger.run();

    expect([restored, faults]).toEqual([[], []]);
    expect(ledger.textAt(first)).toBe(linesOf(one) + held);
    expect(ledger.textAt(second)).toBe(linesOf(two));
    expect(ledger.textAt("notes.txt")).toBeUndefined();
    expect(ledger.textAt(livePath)).toContain(keyOf(two));
    expect(ledger.textAt(streamsPath(partOf("one")))).toContain('["one",10]');
  });

  test("A trial that was answered does not come back where the commit that shortened the file of main was amended", async () => {
    const at = "2026-03-01T10:00:00Z";
    const order = (id: string): LedgerEvent => {
      const confirms = `7-${id}`;
      return { event: "trial-ordered", at, pullRequest: 7, head: "a".repeat(40), by: "ada", id, confirms };
    };
    const orders = [order("1"), order("2")].map(writeLine).join("");
    const ledger = await aLedger({ [mainPath]: orders });
    const answer = writeLine({ event: "trial-answered", at, confirms: "7-1", refused: "late" });
    commitTo(ledger.branch, { [mainPath]: writeLine(order("2")), [trialsPath("7-1")]: answer, "notes.txt": "by hand" });

    expect((await ledger.run()).faults).toEqual([]);

    const main = readLines(ledger.textAt(mainPath) ?? "");
    const waiting = main.kind === "read" ? trialsWaiting(main.events) : [];
    expect(ledger.textAt(mainPath)).toBe(orders + answer);
    expect(waiting.map(({ confirms }) => confirms)).toEqual(["7-2"]);
  });

  test("A file of main that was cut off comes back", async () => {
    const ledger = await aLedger();
    commitTo(ledger.branch, { [mainPath]: "nonsense" });

    expect((await ledger.run()).faults).toEqual([]);
    expect(ledger.textAt(mainPath)).toBeUndefined();
  });
});

test("A promise that the branch has lost is restored in doubt from its tag, with its page, its seeds and its place", async () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const tags = fakeTags(new Map([[tagName(one), tagMessage(one)]]));
  const files = fakeLedgerFiles(branch);
  commitTo(branch, { [foundationPath]: undefined });

  const { restored, faults } = await rebuild({ files, tags, clock: frozenClock() }, async () => "exists");

  expect([restored, faults]).toEqual([[keyOf(one)], []]);
  const texts = branch.commits.get(branch.head ?? "");
  const lines = readLines(texts?.get(first) ?? "");
  expect(lines.kind === "read" ? lines.events.map(({ event }) => event) : []).toEqual([
    "intended",
    "checking",
    "in-doubt",
  ]);
  expect(texts?.get(foundationPath)).toContain("0a1b2c3d");
  expect(texts?.get(livePath)).toContain(keyOf(one));
  expect(texts?.get(streamsPath(partOf("one")))).toContain('["one",10]');
  expect((await verify({ files, tags })).faults).toEqual([]);
});
