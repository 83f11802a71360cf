import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { passGates } from "../../../../action/core/pass/turns/gates.ts";
import { heldByRules } from "../../../../action/core/pass/turns/held-by-rules.ts";
import type { LedgerHead } from "../../../../action/core/pass/view.ts";
import { Outage } from "../../../../action/core/problems/failure.ts";
import type { Json } from "../../../../action/core/text/canonical-json.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { fakePanda } from "../../../fakes/fake-panda.ts";
import { fakePeople } from "../../../fakes/fake-people.ts";
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
    const asked = askFakes({ main, people }, (reads) =>
      heldByRules({ ...at10(main.commit(files), head), ...reads }, view, [a, b]),
    );
    return [...new Set((await asked).flatMap(({ why }) => ("reason" in why ? why.reason : [])))];
  };

  test("An unfreeze lets everything go that commands froze before it", async () => {
    expect(await waits(ledger)).toEqual([]);
  });

  test("An unfreeze lets nothing go that was frozen since", async () => {
    expect(await waits({ ...ledger, thawed: { ...thawed, leaves } })).toEqual(["Rucio moves"]);
  });

  test("An unfreeze that GitHub does not confirm does not count, and what waits says why", async () => {
    expect(await waits(ledger, "thanks")).toEqual([
      "PanDA moves (the unfreeze of bob does not count: comment 12 does not say so, or not any more)",
    ]);
  });

  test("An unfreeze does not count while GitHub does not answer, and the decision goes on", async () => {
    const [main, people] = [fakeMain(), fakePeople()];
    const away = { ...people, comment: () => Promise.reject(new Outage("GitHub is away", { wayOut: "Wait." })) };
    const asked = askFakes({ main, people: away }, (reads) =>
      heldByRules({ ...at10(main.commit(files), ledger), ...reads }, view, [a]),
    );
    expect(await asked).toMatchObject([
      { why: { reason: "PanDA moves (the unfreeze of bob does not count: GitHub could not be asked about it)" } },
    ]);
  });

  test("An unfreeze is not asked about when its freeze has ended", async () => {
    const main = fakeMain();
    const people = { ...fakePeople(), comment: () => Promise.reject(new Error("asked")) };
    const ended = at10(main.commit(files), ledger, "2026-03-02T00:00:00.000Z");
    const panda = pandaAt(ended.now);
    expect(await askFakes({ main, people, panda }, (reads) => heldByRules({ ...ended, ...reads }, view, [a]))).toEqual(
      [],
    );
  });
});

describe("a site that the conventions have offline", () => {
  const sites = (states: string): string => conventions.replace(/^sites:\n(?: .*\n)+/m, `sites: { ${states} }\n`);
  const [off, on] = ["{ state: offline, reason: its storage is moved. }", "{ state: online }"];
  const why = { step: "simulate", offline: "BNL: its storage is moved" };
  const waits = async (request: Json, files: Readonly<Record<string, string>>) => {
    const main = fakeMain();
    const found = await askFakes({ main }, (reads) =>
      heldByRules({ ...at10(main.commit(files)), ...reads }, view, [waiting(a.folder, request)]),
    );
    return found.map((one) => one.why);
  };
  const at = (...named: readonly string[]): Json => ({ steps: { simulate: { sites: named } } });

  test("An offline site holds back what has a step with no other site, and is named with its reason", async () => {
    const files = { [top]: sites(`BNL: ${off}, NERSC: ${on}`) };
    expect(await waits(at("BNL"), files)).toEqual([why]);
    expect(await waits({ defaults: { sites: ["BNL"] }, steps: { simulate: {} } }, files)).toEqual([why]);
    expect(await waits({ steps: { first: { sites: ["NERSC"] }, simulate: { sites: ["BNL"] } } }, files)).toEqual([why]);
    expect(await waits(at("BNL", "NERSC"), files)).toEqual([]);
    expect(await waits(at("NERSC"), files)).toEqual([]);
    expect(await waits(at(), files)).toEqual([]);
  });

  test("An offline site holds back what names it beside others that are offline too", async () => {
    const files = { [top]: sites(`BNL: ${off}, NERSC: { state: offline }`) };
    expect(await waits(at("BNL", "NERSC"), files)).toEqual([{ ...why, offline: `${why.offline}, NERSC` }]);
    const two = { steps: { simulate: { sites: ["BNL"] }, merge: { sites: ["NERSC"] } } };
    expect(await waits(two, files)).toEqual([why]);
  });

  test("A site is offline for a production where the conventions of its folder, or of one above, say so", async () => {
    const [below, open] = [`${a.folder}/conventions.yaml`, sites(`BNL: ${on}`)];
    expect(await waits(at("BNL"), { [top]: open, [below]: sites(`BNL: ${off}`) })).toEqual([why]);
    expect(await waits(at("BNL"), { [top]: sites(`BNL: ${off}`), [below]: open })).toEqual([why]);
    expect(await waits(at("BNL"), { [top]: open, "productions/b/conventions.yaml": sites(`BNL: ${off}`) })).toEqual([]);
  });

  test("An offline site is reported only where no freeze holds too, which names its end", async () => {
    const files = { [top]: `${sites(`BNL: ${off}`)}\nfreeze: { until: 2026-03-02, reason: it moves }\n` };
    expect(await waits(at("BNL"), files)).toEqual([freeze]);
  });
});
