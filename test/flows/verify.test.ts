import { expect, test } from "vitest";
import { type SeedRange, submissionKey } from "../../action/core/ledger/event.ts";
import { livePath, streamsPath } from "../../action/core/ledger/line.ts";
import { textFile } from "../../action/core/text/source-file.ts";
import { verify } from "../../action/flows/verify.ts";
import type { Tags } from "../../action/ports/tags.ts";
import { anIntent, lineOf } from "../core/submission/a-submission.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../fakes/fake-ledger.ts";

const noTags: Tags = { names: async () => [], message: async () => undefined, create: async () => "created" };

const faultsOf = async (ranges: readonly (readonly [string, number, number])[], last: number) => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const keys = ranges.map(([tag]) => submissionKey(tag, "1.0.0", 0));
  const events = ranges.map(([tag, first, count]) => {
    const seeds: readonly SeedRange[] = [{ step: "simulate", stream: "charm", first, count }];
    const intent = anIntent({ tag, version: "1.0.0", seeds });
    return lineOf({ event: "intended", intent, attempt: 1 }, "2026-03-01T10:00:00Z", submissionKey(tag, "1.0.0", 0));
  });
  const pages = [
    textFile(livePath, JSON.stringify(keys.toSorted())),
    textFile(streamsPath, JSON.stringify([["charm", last]])),
  ];
  await ledger.append(await ledger.head(), events, pages, "test");
  return (await verify({ ledger, tags: noTags })).faults;
};

test("ranges that follow each other are as they should be, in whatever order they were given", async () => {
  expect(
    await faultsOf(
      [
        ["a", 11, 10],
        ["b", 1, 10],
      ],
      20,
    ),
  ).toEqual([]);
});

test("two submissions that have the same seeds are named with them", async () => {
  expect(
    await faultsOf(
      [
        ["a", 1, 10],
        ["b", 10, 5],
      ],
      14,
    ),
  ).toEqual(["b/1.0.0/0 and a/1.0.0/0 share the seeds 10 to 10 of charm"]);
});

test("a range inside another does not hide one that overlaps the longer", async () => {
  expect(
    await faultsOf(
      [
        ["a", 1, 100],
        ["b", 5, 2],
        ["c", 50, 100],
      ],
      149,
    ),
  ).toEqual([
    "b/1.0.0/0 and a/1.0.0/0 share the seeds 5 to 6 of charm",
    "c/1.0.0/0 and a/1.0.0/0 share the seeds 50 to 100 of charm",
  ]);
});
