import fc from "fast-check";
import { expect, test } from "vitest";
import { type LedgerEvent, submissionKey } from "../../../action/core/ledger/event.ts";
import {
  allParts,
  cardPath,
  contentsPath,
  endedPath,
  eventsPath,
  folderOfTag,
  foundationPath,
  keyOfPath,
  livePath,
  lotsOfSubmissions,
  mainPath,
  pagePath,
  partOf,
  pathsOfEvent,
  streamsPath,
  trialsPath,
  watchedPath,
} from "../../../action/core/ledger/paths.ts";

const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/);
const key = fc.tuple(name, name, fc.nat(99_999)).map(([tag, version, block]) => submissionKey(tag, version, block));

test("The file names of the ledger branch never change", () => {
  expect([mainPath, foundationPath, livePath, watchedPath, endedPath, streamsPath("0f"), contentsPath("0f")]).toEqual([
    "main.jsonl",
    "ledger.json",
    "live.json",
    "watched.json",
    "ended.json",
    "streams/0f.json",
    "contents/0f.json",
  ]);
  expect(trialsPath("toy")).toBe("trials/0f.jsonl");
  // The first digits of `printf toy | sha256sum`.
  expect(folderOfTag("toy")).toBe("submissions/0f/5/toy/");
  expect(eventsPath(submissionKey("toy", "1.0.0", undefined))).toBe("submissions/0f/5/toy/1.0.0/0.jsonl");
  expect(pagePath(submissionKey("toy", "1.0.0", undefined))).toBe("submissions/0f/5/toy/1.0.0/README.md");
  expect(pagePath(submissionKey("toy", "1.0.0", 82372))).toBe("submissions/0f/5/toy/1.0.0/823xx/82372.md");
  expect(eventsPath(submissionKey("toy", "1.0.0", 7))).toBe("submissions/0f/5/toy/1.0.0/0xx/7.jsonl");
});

test("The card of a submission lies beside its page, under the same name", () => {
  expect(cardPath(submissionKey("toy", "1.0.0", undefined))).toBe("submissions/0f/5/toy/1.0.0/README.json");
  expect(cardPath(submissionKey("toy", "1.0.0", 82372))).toBe("submissions/0f/5/toy/1.0.0/823xx/82372.json");
  expect(cardPath(submissionKey("md", "md.md", 7))).toBe(
    pagePath(submissionKey("md", "md.md", 7)).slice(0, -2) + "json",
  );
});

test("All submissions are read in sixteen lots of sixteen folders, each folder in the lot of its first digit", () => {
  const digits = [..."0123456789abcdef"];

  expect(lotsOfSubmissions.map((lot) => lot.toSorted()).toSorted()).toEqual(
    digits.map((first) => digits.map((second) => `submissions/${first}${second}/`)),
  );
});

test("An event of a submission is added to its own file, one of main to main's, and an answer to a trial to the file of its order too", () => {
  const answered: LedgerEvent = { event: "trial-answered", at: "t", confirms: "toy", refused: "late" };

  expect(pathsOfEvent({ event: "watched", at: "t", key: submissionKey("toy", "1.0.0", undefined) })).toEqual([
    "submissions/0f/5/toy/1.0.0/0.jsonl",
  ]);
  expect(pathsOfEvent({ event: "main-read", at: "t", commit: "c", refused: [], releases: "held" })).toEqual([
    "main.jsonl",
  ]);
  expect(pathsOfEvent(answered)).toEqual(["main.jsonl", "trials/0f.jsonl"]);
});

test("The path of a ledger file gives its submission key, and the key gives the path", () => {
  fc.assert(
    fc.property(key, (of) => {
      expect(keyOfPath(eventsPath(of))).toBe(of);
      expect(keyOfPath(pagePath(of))).toBeUndefined();
    }),
  );
});

test.each([
  "README.md",
  "submissions/0f/5/toy.jsonl",
  "submissions/0f/5/toy/1.0.0/x/0.jsonl",
  "submissions/toy/1.0.0/0.jsonl",
  "submissions/ff/5/toy/1.0.0/0.jsonl",
  "submissions/0f/5/toy/1.0.0/0xx/0.jsonl",
  "submissions/0f/5/toy/1.0.0/7.jsonl",
  "submissions/0f/5/toy/1.0.0/1xx/7.jsonl",
  "submissions/0f/5/toy/1.0.0/0xx/07.jsonl",
  "x/52/toy/1.0.0/0.jsonl",
])("A file of the ledger at another place than its own has no submission key: %s", (path) => {
  expect(keyOfPath(path)).toBeUndefined();
});

test("A file of the ledger that is no number of a run is of no submission", () => {
  const path = eventsPath(submissionKey("toy", "1.0.0", undefined));

  expect(keyOfPath(path)).toBe("toy/1.0.0/0");
  for (const other of ["NaN.jsonl", "NaNxx/NaN.jsonl", "README.md", "0.json", "0x1.jsonl", "00.jsonl", ""])
    expect(keyOfPath(path.replace("0.jsonl", other))).toBe(undefined);
  expect(keyOfPath("ledger.json")).toBe(undefined);
});

test("Every name lies in one of the 256 parts, and a hundred thousand names fill them alike", () => {
  const sizes = new Map(allParts.map((part) => [part, 0]));
  for (let n = 0; n < 100_000; n++) sizes.set(partOf(`sP26a-toy${n}`), (sizes.get(partOf(`sP26a-toy${n}`)) ?? 0) + 1);

  expect(sizes.size).toBe(256);
  expect(Math.max(...sizes.values())).toBeLessThan(500);
});
