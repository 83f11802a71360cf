import { expect, test } from "vitest";
import { type SubmissionEvent, type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import { livePath } from "../../../action/core/ledger/paths.ts";
import type { StateKind } from "../../../action/core/submission/state.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { type Ended, type Memory, memoryIn } from "../../../action/core/view/status/overview-memory.ts";
import { keepOverview, type PassEnd } from "../../../action/flows/reconcile/keep-overview.ts";
import type { Reconciled } from "../../../action/flows/reconcile/reconcile.ts";
import { anIntent, aSubmission, at, foldOf, lineOf, pastOf } from "../../core/submission/a-submission.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../../fakes/fake-ledger.ts";
import { fakeOverview } from "../../fakes/fake-overview.ts";
import { aReconciled } from "./a-reconciled.ts";
import { fakeClock } from "./a-world.ts";

const page = "https://github.com/sphenix/productions";
const keyOf = (version: string): SubmissionKey => submissionKey("sP26a-toy", version, undefined);
const intent = anIntent({ pullRequest: 7 });
const now = "2026-03-01T10:00:00.000Z";

/** What the overview says at the end of a pass, of a ledger that follows these submissions. */
const overviewAfter = async (
  end: PassEnd,
  before: Memory = { ended: [] },
  followed: Readonly<Record<string, readonly SubmissionEvent[]>> = {},
  refused: readonly string[] = [],
): Promise<string> => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const lines = Object.entries(followed).flatMap(([version, events]) =>
    events.map((event) => lineOf(event, at("9:00"), keyOf(version))),
  );
  const live = textFile(livePath, `${JSON.stringify(Object.keys(followed).map(keyOf))}\n`);
  const read = { event: "main-read", at: at("9:00"), commit: "c", refused } as const;
  await ledger.append(await ledger.head(), [...lines, read], [live], "test");
  const overview = fakeOverview();
  await keepOverview({ ledger, overview, clock: fakeClock().port }, page, before, end);
  return (await overview.current()) ?? "";
};

const done = (change: Partial<Reconciled> = {}): PassEnd => ({ kind: "done", done: aReconciled(change) });
const found = (version: string, kind: StateKind): Reconciled["submissions"][number] => ({
  key: keyOf(version),
  state: aSubmission(kind, { intent }),
});
const ended = (version: string, minute: number, kind: StateKind = "done"): Ended => ({
  key: keyOf(version),
  kind,
  at: `2026-02-28T10:${String(minute).padStart(2, "0")}:00.000Z`,
  pullRequest: null,
});

test("The overview shows a followed submission as under way or waiting since its question, and a peaceful end as neither", async () => {
  const left: SubmissionEvent = { event: "left-main", reason: "reverted" };
  const word: SubmissionEvent = { event: "person", verb: "withdraw", by: "ada", id: "w", reason: "" };

  const text = await overviewAfter(
    done(),
    { ended: [] },
    {
      "1.0.0": pastOf("running", { intent }),
      "2.0.0": pastOf("failed", { intent }),
      "3.0.0": [...pastOf("done", { intent }), word, left],
    },
  );

  expect(foldOf([...pastOf("done"), word, left]).kind).toBe("done");
  expect(text).toContain("### Under way (1)");
  expect(text).toContain("### Waits for a person (1)");
  expect(text).toContain("Since 2026-03-01 09:00 UTC");
  expect(text).not.toContain("3.0.0");
});

test("The overview shows a refused folder with its first problem, and none during an outage of PanDA", async () => {
  const problem = {
    code: "bad-tag",
    severity: "error",
    file: "f",
    line: 1,
    col: 1,
    message: "no such campaign",
  } as const;
  const judged = done({ refused: [{ folder: "productions/p", problems: [problem] }] });

  expect(await overviewAfter(judged)).toMatch(/productions\/p.*no such campaign/);
  const away = await overviewAfter({ kind: "outage", words: "PanDA is away." }, { ended: [] }, {}, ["productions/q"]);
  expect(away).toMatch(/productions\/q.*not checked in this run/);
  expect(await overviewAfter(done(), { ended: [] }, {}, ["productions/q"])).not.toContain("productions/q");
});

test("The overview keeps ended submissions from the pass that saw the end, newest first", async () => {
  const before = { ended: [ended("1.0.0", 20), ended("2.0.0", 30), ended("9.0.0", 10)] };
  const submissions = [found("1.0.0", "done"), found("2.0.0", "superseded"), found("3.0.0", "done")];

  const { ended: after } = memoryIn(await overviewAfter(done({ submissions }), before));

  expect(after).toEqual([
    { key: keyOf("2.0.0"), kind: "superseded", why: "by 1.1.0", at: now, pullRequest: 7 },
    { key: keyOf("3.0.0"), kind: "done", at: now, pullRequest: 7 },
    ended("1.0.0", 20),
    ended("9.0.0", 10),
  ]);
});

test("What ended and was superseded since is listed as superseded, though no pass follows it", async () => {
  const trial = pastOf("superseded", { intent });

  const { ended: after } = memoryIn(
    await overviewAfter(done(), { ended: [ended("1.0.0-test.1", 20)] }, { "1.0.0-test.1": trial }),
  );

  expect(after).toMatchObject([{ key: keyOf("1.0.0-test.1"), kind: "superseded" }]);
});

test("The overview does not show a restarted submission, or one without an intent, as ended", async () => {
  const submissions = [found("1.0.0", "running"), found("2.0.0", "skipped")];

  expect(memoryIn(await overviewAfter(done({ submissions }), { ended: [ended("1.0.0", 20)] })).ended).toEqual([]);
});

test("The overview keeps the twenty submissions that ended last", async () => {
  const before = { ended: Array.from({ length: 20 }, (_, index) => ended(`1.0.${index}`, index)) };
  const text = await overviewAfter(done({ submissions: [found("2.0.0", "done")] }), before);

  expect(text).toContain("### Ended last (20)");
  expect(text).not.toContain("sP26a-toy 1.0.0");
});

test("The overview remembers a force-pushed main until a person accepts main", async () => {
  const [rewritten, read] = await Promise.all([
    overviewAfter(done({ rewritten: "a".repeat(40) })),
    overviewAfter(done(), { rewritten: true, ended: [] }),
  ]);

  expect([memoryIn(rewritten).rewritten, memoryIn(read).rewritten]).toEqual([true, undefined]);
  expect(rewritten).toContain("main was force-pushed");
  expect(read).not.toContain("main was force-pushed");
});

test("The overview shows what is tried again with its trouble, but not during an outage", async () => {
  const troubles = new Map([[keyOf("1.0.0"), "git does not answer"]]);
  const followed = { "1.0.0": pastOf("intended", { intent }) };

  expect(await overviewAfter(done({ troubles }), { ended: [] }, followed)).toContain("git does not answer");
  expect(await overviewAfter({ kind: "outage", words: "PanDA is away." }, { ended: [] }, followed)).not.toContain(
    "Postponed",
  );
});

test("The overview says what was delivered of the events that a request wants, also when it has ended", async () => {
  const wanting = { ...intent, events: 5000 };
  const ended = { key: keyOf("1.0.0"), state: aSubmission("done", { intent: wanting }) };
  const events = { "1.0.0": pastOf("done", { intent: wanting }) };

  const text = await overviewAfter(done({ submissions: [ended] }), { ended: [] }, events);
  const later = await overviewAfter(done(), memoryIn(text));

  const line =
    "- **sP26a-toy 1.0.0**: how many of 5 000 events were delivered is not known: it was written in another language";
  for (const one of [text, later]) expect(one).toContain(`Delivered of requested (1)`);
  for (const one of [text, later]) expect(one).toContain(line);
  expect(await overviewAfter(done({ submissions: [found("1.0.0", "done")] }))).not.toContain("Delivered of requested");
});

test("A text that somebody wrote into the memory of the overview is no sample of it", () => {
  const line = (samples: unknown) => `<!-- shrek:memory ${JSON.stringify({ ended: [], samples })} -->`;

  expect(memoryIn(line([{ of: "a", words: "b" }])).samples).toEqual([{ of: "a", words: "b" }]);
  expect(memoryIn(line([{ of: "a", words: "b".repeat(500) }, { of: 1, words: "b" }, "c", null])).samples).toEqual([]);
  expect(memoryIn(line("a")).samples).toBeUndefined();
});
