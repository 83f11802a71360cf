import { expect, test } from "vitest";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { passGates } from "../../../../action/core/pass/turns/gates.ts";
import { heldByRules } from "../../../../action/core/pass/turns/held-by-rules.ts";
import type { LedgerHead } from "../../../../action/core/pass/view.ts";
import type { Json } from "../../../../action/core/text/canonical-json.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { fakePanda } from "../../../fakes/fake-panda.ts";
import { conventions } from "../../../flows/reconcile/a-world.ts";
import { anIntent, foldOf } from "../../submission/a-submission.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";
import { partedBy } from "./a-gate.ts";

const top = "productions/conventions.yaml";
const withFreeze = (until: string): string => `${conventions}\nfreeze: { until: ${until}, reason: it moves }\n`;
const now = "2026-03-01T10:00:00.000Z";
const freeze = { until: "2026-03-02T00:00:00.000Z", reason: "it moves" };

const waiting = (folder: string, request: Json = {}) => {
  const content = { ...anIntent().content, request };
  const state = foldOf([{ event: "intended", intent: anIntent({ folder, content }), attempt: 1 }]);
  if (state.kind !== "intended") throw new Error(state.kind);
  return { key: submissionKey(folder.replaceAll("/", "."), "1.0.0", undefined), folder, state };
};
const [a, b] = [waiting("productions/a"), waiting("productions/b")];
const view = { head: aMoment("").ledgerHead, states: new Map() };

/** On the ledger, until `until`. */
const commanded = (until: string) => ({ frozen: { until, reason: "PanDA moves", by: "ada" } });
const at10 = (mainHead: string, ledger: Partial<LedgerHead> = {}, at = now) => ({
  ...aMoment(mainHead, ledger),
  now: at,
});

/** PanDA, whose clock says this. */
const pandaAt = (at: string) => Object.assign(fakePanda("nobody"), { date: new Date(at) });

const split = async (files: Readonly<Record<string, string>>, at = now, ledger: Partial<LedgerHead> = {}) => {
  const main = fakeMain();
  const mainHead = main.commit(files);
  const waits = await askFakes({ main, panda: pandaAt(at) }, (reads) =>
    heldByRules({ ...at10(mainHead, ledger, at), ...reads }, view, [a, b]),
  );
  const { go, held } = partedBy([a, b], waits);
  const folderOf = (key: string) => [a, b].find((one) => one.key === key)?.folder;
  return { go: go.map(folderOf), held: held.map(([key, why]) => [folderOf(key), why]) };
};

test("All submissions may go without a freeze", async () => {
  expect(await split({ [top]: conventions })).toEqual({ go: [a.folder, b.folder], held: [] });
});

test("A freeze furthest up holds all submissions back, until it ends", async () => {
  const files = { [top]: withFreeze("2026-03-02") };
  expect(await split(files)).toEqual({
    go: [],
    held: [
      [a.folder, freeze],
      [b.folder, freeze],
    ],
  });
  expect((await split(files, freeze.until)).go).toEqual([a.folder, b.folder]);
});

test("A freeze of a folder holds back what is below it alone", async () => {
  expect(await split({ [top]: conventions, "productions/a/conventions.yaml": withFreeze("2026-03-02") })).toEqual({
    go: [b.folder],
    held: [[a.folder, freeze]],
  });
});

test("Conventions that nobody can read freeze nothing: their productions are refused", async () => {
  expect((await split({ [top]: "conventions: 7\n" })).go).toEqual([a.folder, b.folder]);
});

test("A pass in which nothing waits asks nothing about freezes", async () => {
  const main = { ...fakeMain(), head: () => Promise.reject(new Error("asked")) };
  expect(await askFakes({ main }, (reads) => passGates({ ...at10(""), ...reads }, view, []))).toEqual({
    go: [],
    waits: [],
  });
});

test("A commanded freeze holds all submissions back, with who said so, until it ends", async () => {
  const files = { [top]: conventions };
  const held = { until: "2026-03-01T12:00:00.000Z", reason: "PanDA moves", by: "ada" };
  expect(await split(files, now, commanded("2026-03-01T12:00Z"))).toEqual({
    go: [],
    held: [
      [a.folder, held],
      [b.folder, held],
    ],
  });
  expect((await split(files, held.until, commanded("2026-03-01T12:00Z"))).go).toEqual([a.folder, b.folder]);
});

test("A commanded freeze makes none of the conventions shorter, and may make it longer", async () => {
  const files = { [top]: withFreeze("2026-03-02") };
  const ends = async (until: string) => (await split(files, now, commanded(until))).held[0]?.[1];
  expect([await ends("2026-03-01T11:00Z"), await ends("2026-03-03")]).toEqual([
    freeze,
    { until: "2026-03-03T00:00:00.000Z", reason: "PanDA moves", by: "ada" },
  ]);
});
