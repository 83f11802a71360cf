import { expect, test } from "vitest";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { apartFrozen, notFrozenNow } from "../../../../action/core/pass/turns/freeze.ts";
import { fold } from "../../../../action/core/submission/fold.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { conventions } from "../../../flows/reconcile/a-world.ts";
import { anIntent, pastOf } from "../../submission/a-submission.ts";
import { askFakes } from "../ask-fakes.ts";

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

const noCommand = { frozen: undefined };
/** On the ledger, until `until`. */
const commanded = (until: string) => ({ frozen: { until, reason: "PanDA moves", by: "ada" } });

const split = async (
  files: Readonly<Record<string, string>>,
  at = now,
  ledger: typeof noCommand | ReturnType<typeof commanded> = noCommand,
) => {
  const main = fakeMain();
  const mainHead = main.commit(files);
  const { go, frozen } = await askFakes({ main }, apartFrozen({ mainHead, now: at, ledger }, [a, b]));
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
  expect(await askFakes({ main }, apartFrozen({ mainHead: "", now, ledger: noCommand }, []))).toEqual({
    go: [],
    frozen: [],
  });
  expect(await askFakes({ main }, notFrozenNow({ now, ledger: noCommand }, []))).toEqual([]);
});

test("Before a call main's head of that moment counts", async () => {
  const main = fakeMain();
  main.commit({ [top]: conventions });
  expect(await askFakes({ main }, notFrozenNow({ now, ledger: noCommand }, [a, b]))).toEqual([a, b]);
  main.commit({ [top]: withFreeze("2026-03-02") });
  expect(await askFakes({ main }, notFrozenNow({ now, ledger: noCommand }, [a, b]))).toEqual([]);
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

test("Before a call the commanded freeze of the ledger that is written on counts", async () => {
  const main = fakeMain();
  main.commit({ [top]: conventions });
  expect(await askFakes({ main }, notFrozenNow({ now, ledger: commanded("2026-03-02") }, [a, b]))).toEqual([]);
});
