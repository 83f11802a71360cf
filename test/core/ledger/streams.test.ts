import { expect, test } from "vitest";
import { allParts, partOf, readStreams, streamsPath } from "../../../action/core/ledger/paths.ts";
import { seedsIn, streamFiles, takeSeeds } from "../../../action/core/ledger/streams.ts";
import { anIntent } from "../submission/a-submission.ts";

const range = (first: number, count: number) => ({ step: "simulate", stream: "toy", first, count });

test("The last seed of a stream is that of its last job, and never goes back", () => {
  expect(takeSeeds(new Map([["other", 5]]), [range(11, 10), range(1, 10)])).toEqual(
    new Map([
      ["other", 5],
      ["toy", 20],
    ]),
  );
});

test("Only intents give seeds", () => {
  const intent = anIntent({ seeds: [range(1, 10)] });

  expect(
    seedsIn([
      { event: "skipped", reason: "old" },
      { event: "intended", attempt: 1, intent },
    ]),
  ).toEqual([range(1, 10)]);
});

test("The streams of the ledger are written part by part, each in one order, and an empty part is a file too", () => {
  const names = Array.from({ length: 2000 }, (_, n) => `toy${n}`);
  const [first, ...others] = names.filter((name) => partOf(name) === "00").toSorted();
  const streams = new Map(names.map((name, n) => [name, n]));
  const textsOf = (of: ReadonlyMap<string, number>, parts: readonly string[]) =>
    streamFiles(of, parts).map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)] as const);

  expect(others.length).toBeGreaterThan(0);
  expect(textsOf(streams, ["00"])).toEqual(textsOf(new Map([...streams].toReversed()), ["00"]));
  const [[path, text] = ["", ""]] = textsOf(streams, ["00"]);
  expect(path).toBe(streamsPath("00"));
  expect(readStreams(text)?.map(([name]) => name)).toEqual([first, ...others]);
  expect(textsOf(new Map(), allParts).map(([, empty]) => empty)).toEqual(allParts.map(() => "[]\n"));
});
