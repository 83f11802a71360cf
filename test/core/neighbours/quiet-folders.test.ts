import { expect, test } from "vitest";
import type { Facts } from "../../../action/core/neighbours/facts.ts";
import type { Line } from "../../../action/core/neighbours/index-file.ts";
import { type LedgerHas, quietFolders } from "../../../action/core/neighbours/quiet-folders.ts";

const facts = (tag: string, more: Partial<Facts> = {}): Facts => ({
  kind: "accepted",
  path: `productions/${tag}`,
  tag,
  version: "1.0.0",
  outDS: `out.${tag}`,
  digest: `digest of ${tag}`,
  build: "ana.1",
  conditions: "none",
  steps: [],
  needs: [],
  seeds: [],
  supersedes: [],
  right: true,
  ...more,
});
const line = (tag: string, more: Partial<Facts> = {}): Line & Facts => ({
  ...facts(tag, more),
  tree: `tree of ${tag}`,
});
const reads = (of: string, version = "1.0.0"): Partial<Facts> => ({
  needs: [{ of, version, step: "make", output: null }],
});
/** A reader as it was seen, by default beside `up` alone. */
const reader = (more: Partial<Line & Facts> = {}): Line & Facts => ({
  ...line("reader", reads("up")),
  seen: { upstream: { up: "tree of up" }, right: true, inputs: [] },
  ...more,
});

const nothing: LedgerHas = { recorded: () => false, growing: () => false };
const isQuiet = (lines: readonly Line[], others: readonly Facts[] = [], has: Partial<LedgerHas> = {}): boolean =>
  quietFolders(lines, others, { ...nothing, ...has }).folders.has("productions/reader");

test("a reader is quiet beside what it was seen with, and named apart from those that read nothing", () => {
  const { folders, readers } = quietFolders([line("up"), reader()], [], nothing);

  expect([...folders]).toEqual(["productions/up", "productions/reader"]);
  expect(readers.map(({ tag }) => tag)).toEqual(["reader"]);
});

test.each<[string, boolean]>([
  ["was never seen", isQuiet([line("up"), line("reader", reads("up"))])],
  [
    "was told something",
    isQuiet([line("up"), reader({ seen: { upstream: { up: "tree of up" }, right: false, inputs: [] } })]),
  ],
  ["reads what changed", isQuiet([{ ...line("up"), tree: "another tree" }, reader()])],
  ["reads what uses shared files that changed", isQuiet([{ ...line("up"), shared: "another tree" }, reader()])],
  ["reads what is not there", isQuiet([reader()])],
  ["reads another version", isQuiet([line("up", { version: "1.1.0" }), reader()])],
  ["reads what stands there twice", isQuiet([line("up"), { ...line("up"), path: "productions/twin" }, reader()])],
  ["reads what stands there without a line too", isQuiet([line("up"), reader()], [facts("up")])],
  ["reads what reads something since", isQuiet([line("deep"), line("up", reads("deep")), reader()])],
  [
    "was seen with more than is there",
    isQuiet([line("up"), reader({ seen: { upstream: { up: "tree of up", deep: "x" }, right: true, inputs: [] } })]),
  ],
  ["reads what somebody supersedes", isQuiet([line("up"), reader()], [facts("heir", { supersedes: ["up@1.0.0"] })])],
  [
    "reads what the ledger has by runs, and the tree has not",
    isQuiet([line("up"), reader()], [], { growing: (tag) => tag === "up" }),
  ],
  ["is one submission a run itself", isQuiet([line("up"), reader({ grows: true })])],
  ["has seeds that nobody allotted", isQuiet([line("up"), reader({ seeds: [{ stream: "s", count: 1 }] })])],
  ["shares its content", isQuiet([line("up"), reader()], [facts("copy", { digest: "digest of reader" })])],
  ["supersedes something", isQuiet([line("up"), reader({ supersedes: ["old@1.0.0"] })])],
])("a reader that %s is judged", (_, quiet) => {
  expect(quiet).toBe(false);
});

test.each<[string, boolean]>([
  [
    "what it reads is one submission a run on both",
    isQuiet([line("up", { grows: true }), reader()], [], { growing: () => true }),
  ],
  [
    "its seeds are allotted",
    isQuiet([line("up"), reader({ seeds: [{ stream: "s", count: 1 }] })], [], { recorded: () => true }),
  ],
  [
    "a chain stands as it was seen",
    isQuiet([
      line("deep"),
      line("up", reads("deep")),
      reader({ seen: { upstream: { up: "tree of up", deep: "tree of deep" }, right: true, inputs: [] } }),
    ]),
  ],
])("a reader is passed over where %s", (_, quiet) => {
  expect(quiet).toBe(true);
});

test("of a request with variants nothing is passed over when one of them must be judged", () => {
  const variant = line("other", { ...reads("nobody"), path: "productions/reader" });

  const { folders, readers } = quietFolders([line("up"), reader(), variant], [], nothing);

  expect([...folders]).toEqual(["productions/up"]);
  expect(readers).toEqual([]);
});
