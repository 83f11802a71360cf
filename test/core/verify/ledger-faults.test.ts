import { describe, expect, test } from "vitest";
import { type SeedRange, submissionKey } from "../../../action/core/ledger/event.ts";
import { writeFoundation } from "../../../action/core/ledger/ledger-header.ts";
import {
  endedPath,
  eventsPath,
  foundationPath,
  livePath,
  mainPath,
  streamsPath,
  writeLine,
} from "../../../action/core/ledger/line.ts";
import { submissionLabel } from "../../../action/core/ledger/names.ts";
import { tagMessage } from "../../../action/core/ledger/tag-message.ts";
import { ledgerFaults } from "../../../action/core/verify/ledger-faults.ts";
import { anIntent, lineOf } from "../submission/a-submission.ts";

const labelled = (tag: string, seeds: readonly SeedRange[]) =>
  anIntent({ tag, version: "1.0.0", seeds, label: submissionLabel("0a1b2c3d", tag, "1.0.0", 0) });

/** Promises with these ranges, the files that are made of them, and their tags. */
const aLedger = (ranges: readonly (readonly [string, number, number])[]) => {
  const intents = ranges.map(([tag, first, count]) =>
    labelled(tag, [{ step: "simulate", stream: "charm", first, count }]),
  );
  const keys = intents.map(({ tag }) => submissionKey(tag, "1.0.0", undefined));
  const files = intents.map((intent, at) => {
    const key = keys[at] ?? submissionKey("", "", undefined);
    return [eventsPath(key), writeLine(lineOf({ event: "intended", intent, attempt: 1 }, "t", key))] as const;
  });
  return {
    texts: new Map<string, string>([
      [foundationPath, writeFoundation({ format: 1, repository: "0a1b2c3d" })],
      [livePath, JSON.stringify(keys.toSorted())],
      [streamsPath, JSON.stringify([["charm", Math.max(...ranges.map(([, first, count]) => first + count - 1))]])],
      ...files,
    ]),
    tags: new Map(intents.map((intent) => [`production/${intent.tag}/1.0.0`, tagMessage(intent)])),
  };
};

const faultsOf = (ledger: Partial<Parameters<typeof ledgerFaults>[0]> & ReturnType<typeof aLedger>) =>
  ledgerFaults({ lastOurs: undefined, ...ledger });

const good = () => aLedger([["a", 1, 10]]);
const toy = eventsPath(submissionKey("a", "1.0.0", undefined));
/** The good ledger with one file that reads otherwise; `undefined`: it is gone. */
const damaged = (path: string, change: (text: string) => string | undefined) => {
  const ledger = good();
  const text = change(ledger.texts.get(path) ?? "");
  if (text === undefined) ledger.texts.delete(path);
  else ledger.texts.set(path, text);
  return ledger;
};

test("A ledger that SHREK wrote has no faults, in whatever order its seeds were given", () => {
  expect(faultsOf(good())).toEqual([]);
  expect(
    faultsOf(
      aLedger([
        ["a", 11, 10],
        ["b", 1, 10],
      ]),
    ),
  ).toEqual([]);
});

test("The list of ended submissions agrees with the events of the ledger", () => {
  const withEnded = (text: string | undefined): readonly string[] => {
    const ledger = good();
    const key = submissionKey("a", "1.0.0", undefined);
    const ending = writeLine(lineOf({ event: "withdrawn", data: "keep" }, "2026-11-26T10:00:00Z", key));
    ledger.texts.set(toy, `${ledger.texts.get(toy)}${ending}`);
    ledger.texts.set(livePath, "[]");
    if (text !== undefined) ledger.texts.set(endedPath, text);
    return faultsOf(ledger);
  };

  expect(withEnded(JSON.stringify({ last: [["a/1.0.0/0", "withdrawn", "2026-11-26T10:00:00Z"]], months: [] }))).toEqual(
    [],
  );
  expect(withEnded(undefined)).toEqual(["ended.json is missing"]);
  expect(withEnded('{"last": [], "months": []}')).toEqual(["ended.json does not match the events"]);
  expect(withEnded("{}")).toEqual(["ended.json cannot be read"]);
});

describe("ledger faults", () => {
  test.each<[string, string, (text: string) => string | undefined, string]>([
    ["no streams", streamsPath, () => undefined, "streams.json is missing"],
    ["empty streams", streamsPath, () => "", "streams.json cannot be read"],
    ["streams that list nothing", streamsPath, () => "[]\n", "streams.json does not match the events"],
    [
      "streams of another digit",
      streamsPath,
      (text) => text.replace("10", "11"),
      "streams.json does not match the events",
    ],
    ["no list of what is followed", livePath, () => undefined, "live.json is missing"],
    ["a list that names nothing", livePath, () => "[]\n", "live.json does not match the events"],
    ["no first file", foundationPath, () => undefined, "ledger.json is missing or cannot be read"],
    ["a reading of main that is none", mainPath, () => "x\n", "main.jsonl:1 cannot be read"],
    ["an events file without events", toy, () => "", `${toy}, which has no events, cannot be read`],
    ["a line that is cut off", toy, (text) => text.slice(0, -1), `${toy}:1, cannot be read`],
    [
      "a digit of the content digest",
      toy,
      (text) => text.replace(/("contentDigest":")./, "$1-"),
      `${toy}:1, whose content does not have the digest that stands beside it, cannot be read`,
    ],
    [
      "a digit of the archive's digest",
      toy,
      (text) => text.replace(/("archive":")./, "$10"),
      "the tag production/a/1.0.0 records another promise than the ledger",
    ],
    [
      "a digit of the label",
      toy,
      (text) => text.replace(/("label":")./, "$1-"),
      "a/1.0.0/0: its label is not made of its names",
    ],
  ])("shrek ledger verify reports a damaged ledger: %s", (_, path, change, fault) => {
    expect(faultsOf(damaged(path, change))).toContain(fault);
  });

  test("shrek ledger verify finds the missing file of an intent by its tag", () => {
    expect(faultsOf(damaged(toy, () => undefined))).toContain(
      "the tag production/a/1.0.0 has no ledger entry: the ledger is incomplete",
    );
  });

  test("shrek ledger verify finds a deleted tag of an intent whose check was sent", () => {
    const checked = writeLine(
      lineOf({ event: "checking", owner: { run: "r", nonce: "n" } }, "t", submissionKey("a", "1.0.0", undefined)),
    );
    const ledger = damaged(toy, (text) => text + checked);

    expect(faultsOf(ledger)).toEqual([]);
    expect(faultsOf({ ...ledger, tags: new Map() })).toEqual([
      "the tag production/a/1.0.0 is gone, and the ledger says that its promise was checked",
    ]);
    expect(faultsOf({ ...good(), tags: new Map() })).toEqual([]);
  });

  test("shrek ledger verify finds a hand-made tag of a version on the ledger", () => {
    expect(faultsOf({ ...good(), tags: new Map([["production/a/1.0.0", "by hand"]]) })).toEqual([
      "the tag production/a/1.0.0 does not hold a promise",
    ]);
  });

  test("shrek ledger verify lists what others than SHREK committed, file by file", () => {
    const { texts, tags } = damaged("README.md", () => "notes");
    texts.delete(toy);

    const faults = faultsOf({ texts, tags, lastOurs: good().texts });

    expect(faults.slice(-2)).toEqual(["README.md was changed by hand", `${toy} was removed by hand`]);
    expect(faultsOf({ ...good(), lastOurs: good().texts })).toEqual([
      "the last commit of the branch was not made by SHREK",
    ]);
  });
});

describe("overlapping seeds", () => {
  test("shrek ledger verify names both submissions with overlapping seeds", () => {
    expect(
      faultsOf(
        aLedger([
          ["a", 1, 10],
          ["b", 10, 5],
        ]),
      ),
    ).toEqual(["b/1.0.0/0 and a/1.0.0/0 share the seeds 10 to 10 of charm"]);
  });

  test("shrek ledger verify finds overlapping seeds after a range that lies inside another", () => {
    expect(
      faultsOf(
        aLedger([
          ["a", 1, 100],
          ["b", 5, 2],
          ["c", 50, 100],
        ]),
      ),
    ).toEqual([
      "b/1.0.0/0 and a/1.0.0/0 share the seeds 5 to 6 of charm",
      "c/1.0.0/0 and a/1.0.0/0 share the seeds 50 to 100 of charm",
    ]);
  });
});
