import { expect, test } from "vitest";
import { didOf } from "../../../../action/core/catalogue/did.ts";
import { dueAmong, type Growing, maxListedFiles } from "../../../../action/core/pass/inputs/growing.ts";
import { accepted, aRequest } from "../../a-production.ts";

const whole = accepted(aRequest());

/** A production whose runs have four files each, with a dataset of so many files. */
const growing = (name: string, files: number, { open = true, promised = [] as Growing["promised"] } = {}): Growing => ({
  folder: name,
  accepted: whole,
  growth: { from: "raw", dataset: `raw:${name}`, files: 4, jobsPerDay: 10 },
  promised,
  place: { server: "https://rucio.example", account: "reader", login: "userpass" },
  collection: {
    ...{ did: didOf(`raw:${name}`), kind: "dataset", open, files, bytes: files, events: undefined },
    ...{ datasets: [], account: "root", expires: undefined },
  },
});
const folders = (all: readonly Growing[], chance: number): readonly string[] =>
  dueAmong(all, chance).map(({ folder }) => folder);
const row = (run: number, ...files: readonly string[]) => ({ run, columns: {}, files });
const taken = [row(1, "a", "b", "c", "d"), row(2, "e", "f", "g", "h"), { run: 3, columns: {} }];

test("Files are listed where their number says that runs may be made of those that no run has", () => {
  const all = [
    growing("empty", 3),
    growing("enough", 4),
    growing("taken", 11, { promised: taken }),
    growing("more", 12, { promised: taken }),
    growing("rest", 9, { promised: taken, open: false }),
    growing("left", 7, { promised: taken }),
  ];
  expect(folders(all, 6)).toEqual(["enough", "more", "rest", "left"]);
});

test("Of those without news one in ten is listed, another one by each chance", () => {
  const quiet = Array.from({ length: 20 }, (_, index) => growing(String(index), 0));
  expect(folders(quiet, 0)).toEqual(["0", "10"]);
  expect(folders(quiet, 3)).toEqual(["7", "17"]);
  const all = Array.from({ length: 10 }, (_, chance) => folders(quiet, chance)).flat();
  expect(new Set(all).size).toBe(20);
});

test("As many files are listed as one pass reads, and one that does not fit leaves room to those behind it", () => {
  const all = [
    growing("half", maxListedFiles / 2),
    growing("larger", maxListedFiles / 2 + 1),
    growing("other", maxListedFiles / 2),
    growing("none", 4),
  ];
  expect(folders(all, 5)).toEqual(["half", "other"]);
  expect(folders([growing("all", maxListedFiles), growing("too-many", maxListedFiles + 1)], 5)).toEqual(["all"]);
});
