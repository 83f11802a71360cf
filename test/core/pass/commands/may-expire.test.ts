import { expect, test } from "vitest";
import { type Collection, didOf, type KeepRule } from "../../../../action/core/catalogue/data-seen.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { ruleComment } from "../../../../action/core/ledger/names.ts";
import {
  expiryId,
  keepingRules,
  liveReaders,
  lockedFault,
  namedData,
  whyStays,
} from "../../../../action/core/pass/commands/may-expire.ts";
import type { StateKind, SubmissionState } from "../../../../action/core/submission/state.ts";
import { anIntent, foldOf, pastOf } from "../../submission/a-submission.ts";

const collection = (name: string, change: Partial<Collection> = {}): Collection => ({
  ...{ did: didOf(name), kind: "dataset", open: false, files: 10, bytes: 1000, events: undefined },
  ...{ datasets: [], account: "root", expires: undefined },
  ...change,
});
const [hits, logs] = [collection("mc:hits"), collection("mc:logs")];

test("An id of a command to expire names a dataset with its files and bytes, and a change of either changes the id", () => {
  const ids = [
    hits,
    logs,
    collection("other:hits"),
    collection("mc:hits", { files: 11 }),
    collection("mc:hits", { bytes: 1001 }),
  ].map(expiryId);
  expect(new Set(ids).size).toBe(5);
  expect(ids.every((id) => /^[0-9a-f]{12}$/.test(id))).toBe(true);
  expect(expiryId(collection("mc:hits", { open: true, account: "ada" }))).toBe(ids[0]);
});

test("A command to expire names all of its datasets as they were shown, each once, in its order", () => {
  const dids = [logs, hits, logs].map(expiryId).join();
  expect(namedData(dids, [hits, logs])).toEqual({ named: [logs, hits] });
  expect(namedData(expiryId(hits), [hits, logs])).toEqual({ named: [hits] });
});

test("A command to expire with one id that is unknown, or of another size now, names nothing", () => {
  const grown = collection("mc:hits", { files: 11 });
  const why = (id: string): string =>
    `${id} is none of its data, or they have another size than when they were shown: look again with \`shrek data expire\``;
  expect(namedData(`${expiryId(logs)},${expiryId(hits)}`, [grown, logs])).toEqual({ fault: why(expiryId(hits)) });
  expect(namedData("", [hits])).toEqual({ fault: why("") });
  expect(namedData("a,b", [])).toEqual({ fault: why("a, b") });
});

const made = (...more: Parameters<typeof foldOf>[0]) => {
  const state = foldOf([...pastOf("done"), ...more]);
  if (!("past" in state)) throw new Error(state.kind);
  return state;
};

test("Data stay while live productions read them, or somebody declared them good, and else may go", () => {
  const readers = ["a", "b", "c", "d"].map((name) => submissionKey(`sP26a-${name}`, "1.0.0", undefined));
  expect(whyStays(made(), [])).toBeUndefined();
  expect(whyStays(made(), readers.slice(0, 1))).toBe("sP26a-a 1.0.0 reads them");
  expect(whyStays(made(), readers)).toBe("sP26a-a 1.0.0, sP26a-b 1.0.0, sP26a-c 1.0.0 and 1 more reads them");
  const good = made(
    { event: "person", verb: "declare", by: "carol", id: "5", reason: "", quality: "good" },
    { event: "declared", id: "5", saidOn: "2026-03-01T11:00:00Z" },
  );
  expect(whyStays(good, [])).toBe("carol declared them good");
});

test("A rule of a submission counts as one that keeps data if it ends later than in an hour", () => {
  const place = { server: "https://rucio.example.org", account: "keeper", login: "userpass" } as const;
  const intent = anIntent({ arrives: { place, at: {}, experiment: "sphenix" } });
  const kept = (...more: Parameters<typeof foldOf>[0]) => ({ ...made(...more), intent });
  const now = new Date("2026-03-01T10:00:00Z");
  const rule = (
    id: string,
    until: string | undefined,
    comment = ruleComment(intent),
    account = "keeper",
  ): KeepRule => ({
    ...{ id, did: didOf("mc:hits"), account, where: "DISK", copies: 1, state: "OK", comment },
    ...{ isLocked: false, until: until === undefined ? undefined : new Date(until) },
  });
  const [later, forever] = [rule("1", "2026-03-01T11:00:01Z"), rule("2", undefined)];
  const rules = [
    later,
    rule("3", "2026-03-01T11:00:00Z"),
    rule("4", "2026-03-01T09:00:00Z"),
    rule("5", undefined, "mine"),
    rule("6", undefined, ruleComment(intent), "another account"),
    forever,
  ];
  expect(keepingRules({ rules, now }, kept())).toEqual([later, forever]);
  const remembers = kept({ event: "kept", until: null, dids: ["mc:hits"], rules: ["2"] });
  expect(keepingRules({ rules, now }, remembers)).toEqual([forever]);
});

test("A rule that Rucio has locked is named with its data, and with who unlocks it", () => {
  expect(lockedFault({ id: "r1", did: didOf("mc:hits") })).toBe(
    "rule r1 of mc:hits is locked in Rucio, which locks what is kept for ever on tape: whoever administers Rucio unlocks it, and then the command is given again",
  );
});

test.each<readonly [StateKind, boolean]>([
  ["intended", true],
  ["running", true],
  ["failed", true],
  ["done", false],
  ["withdrawn", false],
  ["closed", false],
])("A reader that is %s keeps the data: %s", (kind, is) => {
  const { intent, past } = made();
  const facts = { input: "in", tag: intent.tag, version: intent.version, step: "merge", output: null } as const;
  const needs = [{ kind: "production", ...facts, require: 1, dataset: null }] as const;
  const key = submissionKey("sP26a-reader", "1.0.0", undefined);
  const read = (label: string): readonly (readonly [typeof key, SubmissionState])[] => [
    [key, foldOf(pastOf(kind, { intent: anIntent({ tag: "sP26a-reader", needs, label }) }))],
    [key, { kind: "none" }],
  ];
  expect(liveReaders({ intent, past }, read("ffffffffffff"))).toEqual(is ? [key] : []);
  expect(liveReaders({ intent, past }, read(intent.label))).toEqual([]);
});

test.each<[dataset: string, is: boolean]>([
  ["mc:release.v1", true],
  ["mc.release.v1/", true],
  ["mc:mc.release.v1/", true],
  ["other:release.v1", false],
  ["mc:release.v2", false],
  ["mc:mc.release", false],
])("A live reader of the container that the data were put into keeps them, by its exact name: %s", (dataset, is) => {
  const { intent, past } = made();
  const key = submissionKey("sP26a-reader", "1.0.0", undefined);
  const inputs = { all: { dataset, files: 4 }, else: { dataset: "mc:else", files: 4 } };
  const content = { format: 1, request: { inputs, steps: {} }, resources: [] } as const;
  const readerIntent = anIntent({ tag: "sP26a-reader", content, label: "ffffffffffff" });
  const states = [[key, foldOf(pastOf("running", { intent: readerIntent }))]] as const;
  expect(
    liveReaders(
      { intent, past: { ...past, described: { containers: ["mc:release.v1", "mc:mc.release.v1"] } } },
      states,
    ),
  ).toEqual(is ? [key] : []);
  expect(liveReaders({ intent, past }, states)).toEqual([]);
});
