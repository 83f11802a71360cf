import { describe, expect, test } from "vitest";
import { keyOf, type SeedRange, submissionKey } from "../../action/core/ledger/event.ts";
import { writeFoundation, writeLine } from "../../action/core/ledger/line.ts";
import { submissionLabel } from "../../action/core/ledger/names.ts";
import {
  allParts,
  contentsPath,
  endedPath,
  eventsPath,
  foundationPath,
  livePath,
  mainPath,
  partOf,
  streamsPath,
  watchedPath,
} from "../../action/core/ledger/paths.ts";
import { contentsFiles, contentsOf, streamFiles } from "../../action/core/ledger/streams.ts";
import { tagMessage } from "../../action/core/ledger/tag-message.ts";
import { followedLists } from "../../action/core/view/ledger/pages.ts";
import { verify } from "../../action/flows/verify.ts";
import { anIntent, lineOf } from "../core/submission/a-submission.ts";
import { commitTo, fakeBranch } from "../fakes/fake-ledger.ts";
import { fakeLedgerFiles } from "../fakes/fake-ledger-files.ts";
import { fakeTags } from "../fakes/fake-tags.ts";

const labelled = (tag: string, seeds: readonly SeedRange[]) =>
  anIntent({ tag, version: "1.0.0", seeds, label: submissionLabel("0a1b2c3d", tag, "1.0.0", undefined) });

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
  const last = Math.max(...ranges.map(([, first, count]) => first + count - 1));
  const made = [
    ...followedLists(keys, []),
    ...streamFiles(new Map([["charm", last]]), allParts),
    ...contentsFiles(contentsOf(intents.map((intent) => [intent.contentDigest, keyOf(intent)]))),
  ];
  return {
    texts: new Map<string, string>([
      [foundationPath, writeFoundation({ format: 1, repository: "0a1b2c3d" })],
      ...made.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)] as const),
      ...files,
    ]),
    tags: new Map(intents.map((intent) => [`production/${intent.tag}/1.0.0`, tagMessage(intent)])),
  };
};

type Texts = ReadonlyMap<string, string>;

/** `lastOurs`: what SHREK wrote on the branch last, where that is something else. */
const faultsOf = async ({ texts, tags, lastOurs }: ReturnType<typeof aLedger> & { readonly lastOurs?: Texts }) => {
  const branch = fakeBranch();
  const first = commitTo(branch, Object.fromEntries(lastOurs ?? texts));
  if (lastOurs !== undefined) {
    const gone = [...lastOurs.keys()].filter((path) => !texts.has(path)).map((path) => [path, undefined] as const);
    commitTo(branch, Object.fromEntries([...texts, ...gone]));
  }
  const files = fakeLedgerFiles(branch, (commit) => commit === first);
  return (await verify({ files, tags: fakeTags(new Map(tags)) })).faults;
};

const good = () => aLedger([["a", 1, 10]]);
const streams = streamsPath(partOf("charm"));
const contents = contentsPath(partOf(anIntent().contentDigest));
const toy = eventsPath(submissionKey("a", "1.0.0", undefined));
/** The good ledger with one file that reads otherwise; `undefined`: it is gone. */
const damaged = (path: string, change: (text: string) => string | undefined) => {
  const ledger = good();
  const text = change(ledger.texts.get(path) ?? "");
  if (text === undefined) ledger.texts.delete(path);
  else ledger.texts.set(path, text);
  return ledger;
};

test("A file of the ledger that no pass reads is a fault, though each of its lines can be read", async () => {
  const lines = damaged(toy, (text) => text.repeat(Math.ceil(33_600_000 / text.length)));
  expect(await faultsOf(lines)).toContainEqual(
    expect.stringMatching(/^submissions\/.*\.jsonl has 336\d{5} bytes, more than 33554432: no pass reads it$/),
  );
});

test("A ledger that SHREK wrote has no faults, in whatever order its seeds were given", async () => {
  expect(await faultsOf(good())).toEqual([]);
  expect(
    await faultsOf(
      aLedger([
        ["a", 11, 10],
        ["b", 1, 10],
      ]),
    ),
  ).toEqual([]);
});

test("The list of ended submissions agrees with the events of the ledger", async () => {
  const withEnded = (text: string | undefined): Promise<readonly string[]> => {
    const ledger = good();
    const key = submissionKey("a", "1.0.0", undefined);
    const ending = writeLine(lineOf({ event: "withdrawn", data: "keep" }, "2026-11-26T10:00:00Z", key));
    ledger.texts.set(toy, `${ledger.texts.get(toy)}${ending}`);
    ledger.texts.set(livePath, "[]\n");
    if (text !== undefined) ledger.texts.set(endedPath, text);
    return faultsOf(ledger);
  };

  expect(
    await withEnded(JSON.stringify({ last: [["a/1.0.0/0", "withdrawn", "2026-11-26T10:00:00Z"]], months: [] })),
  ).toEqual([]);
  expect(await withEnded(undefined)).toEqual(["ended.json is missing"]);
  expect(await withEnded('{"last": [], "months": []}')).toEqual(["ended.json does not match the events"]);
  expect(await withEnded("{}")).toEqual(["ended.json does not match the events"]);
});

describe("ledger faults", async () => {
  test.each<[string, string, (text: string) => string | undefined, string]>([
    ["no part of the streams", streams, () => undefined, `${streams} is missing`],
    ["an empty part of the streams", streams, () => "", `${streams} does not match the events`],
    ["a part of the streams that lists nothing", streams, () => "[]\n", `${streams} does not match the events`],
    ["streams of another digit", streams, (text) => text.replace("10", "11"), `${streams} does not match the events`],
    ["an empty part of the streams that is gone", streamsPath("00"), () => undefined, "streams/00.json is missing"],
    ["no list of contents", contents, () => undefined, `${contents} is missing`],
    ["no list of what is watched", watchedPath, () => undefined, "watched.json is missing"],
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
      "the tag production/a/1.0.0 records another intent than the ledger",
    ],
    [
      "a digit of the label",
      toy,
      (text) => text.replace(/("label":")./, "$1-"),
      "a/1.0.0/0: its label is not made of its names",
    ],
  ])("shrek ledger verify reports a damaged ledger: %s", async (_, path, change, fault) => {
    expect(await faultsOf(damaged(path, change))).toContain(fault);
  });

  test("shrek ledger verify finds the missing file of an intent by its tag", async () => {
    expect(await faultsOf(damaged(toy, () => undefined))).toContain(
      "the tag production/a/1.0.0 has no ledger entry: the ledger is incomplete",
    );
  });

  test("shrek ledger verify finds a deleted tag of an intent whose check was sent", async () => {
    const checked = writeLine(
      lineOf({ event: "checking", owner: { run: "r", nonce: "n" } }, "t", submissionKey("a", "1.0.0", undefined)),
    );
    const ledger = damaged(toy, (text) => text + checked);

    expect(await faultsOf(ledger)).toEqual([]);
    expect(await faultsOf({ ...ledger, tags: new Map() })).toEqual([
      "the tag production/a/1.0.0 is gone, and the ledger says that its intent was checked",
    ]);
    expect(await faultsOf({ ...good(), tags: new Map() })).toEqual([]);
  });

  test("shrek ledger verify finds a hand-made tag of a version on the ledger", async () => {
    expect(await faultsOf({ ...good(), tags: new Map([["production/a/1.0.0", "by hand"]]) })).toEqual([
      "the tag production/a/1.0.0 does not hold an intent",
    ]);
  });

  test("shrek ledger verify lists what others than SHREK committed, file by file", async () => {
    const { texts, tags } = damaged("README.md", () => "notes");
    texts.delete(toy);

    const faults = await faultsOf({ texts, tags, lastOurs: good().texts });

    expect(faults.slice(-2)).toEqual(["README.md was changed by hand", `${toy} was removed by hand`]);
    expect(await faultsOf({ ...good(), lastOurs: good().texts })).toEqual([
      "the last commit of the branch was not made by SHREK",
    ]);
  });
});

describe("overlapping seeds", async () => {
  test("shrek ledger verify names both submissions with overlapping seeds", async () => {
    expect(
      await faultsOf(
        aLedger([
          ["a", 1, 10],
          ["b", 10, 5],
        ]),
      ),
    ).toEqual(["b/1.0.0/0 and a/1.0.0/0 share the seeds 10 to 10 of charm"]);
  });

  test("shrek ledger verify finds overlapping seeds after a range that lies inside another", async () => {
    expect(
      await faultsOf(
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

test("A long ledger has a sixteenth listed at one time, and events and tags of at most a hundred submissions read, each once", async () => {
  const readOf = async (count: number) => {
    const ledger = aLedger(Array.from({ length: count }, (_, n) => [`p${n}`, 10 * n + 1, 10]));
    const branch = fakeBranch();
    commitTo(branch, Object.fromEntries(ledger.texts));
    const [files, tags] = [fakeLedgerFiles(branch), fakeTags(new Map(ledger.tags))];
    const [events, messages]: [string[][], string[][]] = [[], []];
    const listed: number[] = [];
    const { faults } = await verify({
      files: {
        ...files,
        list: (commit, folders = []) => {
          listed.push(folders.length);
          return files.list(commit, folders);
        },
        texts: (commit, paths) => {
          events.push(paths.filter((path) => path.startsWith("submissions/")));
          return files.texts(commit, paths);
        },
      },
      tags: {
        ...tags,
        list: async () => {
          const list = await tags.list();
          return {
            ...list,
            messages: (names) => {
              messages.push([...names]);
              return list.messages(names);
            },
          };
        },
      },
    });
    expect(faults).toEqual([]);
    for (const asked of [events, messages]) expect(new Set(asked.flat()).size).toBe(count);
    expect(listed).toEqual(Array(16).fill(16));
    return [events, messages].map((asked) => asked.map(({ length }) => length).filter((length) => length > 0));
  };

  const [events = [], messages] = await readOf(2000);
  expect(messages).toEqual(events);
  expect(events).toHaveLength(32);
  expect(events.filter((length) => length === 100)).toHaveLength(16);
});
