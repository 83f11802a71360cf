import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import type { LedgerHead } from "../../../../action/core/pass/ledger-head.ts";
import { apartFrozen } from "../../../../action/core/pass/turns/freeze.ts";
import { Outage } from "../../../../action/core/problems/failure.ts";
import { fold } from "../../../../action/core/submission/fold.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { fakePeople } from "../../../fakes/fake-people.ts";
import { conventions } from "../../../flows/reconcile/a-world.ts";
import { anIntent, pastOf } from "../../submission/a-submission.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";

const top = "productions/conventions.yaml";
const withFreeze = (until: string): string => `${conventions}\nfreeze: { until: ${until}, reason: it moves }\n`;
const now = "2026-03-01T10:00:00.000Z";
const freeze = { until: "2026-03-02T00:00:00.000Z", reason: "it moves" };

const waiting = (folder: string) => {
  const key = submissionKey("t", "1.0.0", undefined);
  const lines = pastOf("intended", { intent: anIntent({ folder }) }).map((event) => ({ ...event, key, at: now }));
  const state = fold(lines);
  if (state.kind !== "intended") throw new Error(state.kind);
  return { folder, state };
};
const [a, b] = [waiting("productions/a"), waiting("productions/b")];

/** On the ledger, until `until`. */
const commanded = (until: string) => ({ frozen: { until, reason: "PanDA moves", by: "ada" } });
const at10 = (mainHead: string, ledger: Partial<LedgerHead> = {}, at = now) => ({
  ...aMoment(mainHead, ledger),
  now: at,
});

const split = async (files: Readonly<Record<string, string>>, at = now, ledger: Partial<LedgerHead> = {}) => {
  const main = fakeMain();
  const mainHead = main.commit(files);
  const { go, frozen } = await askFakes({ main }, apartFrozen(at10(mainHead, ledger, at), [a, b]));
  return { go: go.map(({ folder }) => folder), frozen: frozen.map((one) => [one.folder, one.freeze]) };
};

test("Without a freeze everything may go", async () => {
  expect(await split({ [top]: conventions })).toEqual({ go: [a.folder, b.folder], frozen: [] });
});

test("A freeze furthest up holds everything back, until it ends", async () => {
  const files = { [top]: withFreeze("2026-03-02") };
  expect(await split(files)).toEqual({
    go: [],
    frozen: [
      [a.folder, freeze],
      [b.folder, freeze],
    ],
  });
  expect((await split(files, freeze.until)).go).toEqual([a.folder, b.folder]);
});

test("A freeze of a folder holds back what is below it alone", async () => {
  expect(await split({ [top]: conventions, "productions/a/conventions.yaml": withFreeze("2026-03-02") })).toEqual({
    go: [b.folder],
    frozen: [[a.folder, freeze]],
  });
});

test("Conventions that nobody can read freeze nothing: their productions are refused", async () => {
  expect((await split({ [top]: "conventions: 7\n" })).go).toEqual([a.folder, b.folder]);
});

test("Where nothing waits, nothing is asked", async () => {
  const main = { ...fakeMain(), head: () => Promise.reject(new Error("asked")) };
  expect(await askFakes({ main }, apartFrozen(at10(""), []))).toEqual({
    go: [],
    frozen: [],
  });
});

test("A commanded freeze holds everything back, with who said so, until it ends", async () => {
  const files = { [top]: conventions };
  const held = { until: "2026-03-01T12:00:00.000Z", reason: "PanDA moves", by: "ada" };
  expect(await split(files, now, commanded("2026-03-01T12:00Z"))).toEqual({
    go: [],
    frozen: [
      [a.folder, held],
      [b.folder, held],
    ],
  });
  expect((await split(files, held.until, commanded("2026-03-01T12:00Z"))).go).toEqual([a.folder, b.folder]);
});

test("A commanded freeze makes none of the conventions shorter, and may make it longer", async () => {
  const files = { [top]: withFreeze("2026-03-02") };
  const ends = async (until: string) => (await split(files, now, commanded(until))).frozen[0]?.[1];
  expect([await ends("2026-03-01T11:00Z"), await ends("2026-03-03")]).toEqual([
    freeze,
    { until: "2026-03-03T00:00:00.000Z", reason: "PanDA moves", by: "ada" },
  ]);
});

describe("an unfreeze of the ledger", () => {
  const files = { [top]: conventions };
  const leaves = { until: "2026-03-01T12:00Z", reason: "Rucio moves", by: "ada" };
  const thawed = { by: "bob", id: "12", last: "11", leaves: undefined };
  const ledger = { ...commanded("2026-03-02"), thawed };
  /** With GitHub's comments 11 and 12. */
  const waits = async (head: Partial<LedgerHead>, said = "/shrek unfreeze") => {
    const main = fakeMain();
    const people = fakePeople();
    people.permissions.set("bob", "write");
    people.comments.set(11, { login: "ada", body: "/shrek freeze until=2026-03-02 reason=x", pullRequest: 7 });
    people.comments.set(12, { login: "bob", body: said, pullRequest: 8 });
    const asked = askFakes({ main, people }, apartFrozen(at10(main.commit(files), head), [a, b]));
    return [...new Set((await asked).frozen.map((one) => one.freeze.reason))];
  };

  test("lets everything go that commands froze before it", async () => {
    expect(await waits(ledger)).toEqual([]);
  });

  test("lets nothing go that was frozen since", async () => {
    expect(await waits({ ...ledger, thawed: { ...thawed, leaves } })).toEqual(["Rucio moves"]);
  });

  test("does not count if GitHub does not confirm it, and what waits says why", async () => {
    expect(await waits(ledger, "thanks")).toEqual([
      "PanDA moves (the unfreeze of bob does not count: comment 12 does not say so, or not any more)",
    ]);
  });

  test("holds back where GitHub does not answer, and the decision goes on", async () => {
    const [main, people] = [fakeMain(), fakePeople()];
    const away = { ...people, comment: () => Promise.reject(new Outage("GitHub is away", { wayOut: "Wait." })) };
    const asked = askFakes({ main, people: away }, apartFrozen(at10(main.commit(files), ledger), [a]));
    expect(await asked).toMatchObject({
      go: [],
      frozen: [
        { freeze: { reason: "PanDA moves (the unfreeze of bob does not count: GitHub could not be asked about it)" } },
      ],
    });
  });

  test("is asked about by nobody when the freeze has ended", async () => {
    const main = fakeMain();
    const people = { ...fakePeople(), comment: () => Promise.reject(new Error("asked")) };
    const ended = at10(main.commit(files), ledger, "2026-03-02T00:00:00.000Z");
    expect(await askFakes({ main, people }, apartFrozen(ended, [a]))).toEqual({ go: [a], frozen: [] });
  });
});
