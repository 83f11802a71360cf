import { describe, expect, test } from "vitest";
import { textFile } from "../../../action/core/text/source-file.ts";
import { blockOf, blocksOf, promisedRow, sharedContent } from "../../../action/core/validate/blocks.ts";
import { accepted, aRequest, aStep } from "../a-production.ts";

const growing = (lines: string, runs = {}) =>
  accepted(aRequest({ runs: { list: "runs.txt", ...runs }, steps: { fit: aStep({ jobs: 2 }) } }), {
    files: [textFile("runs.txt", lines)],
  });
const whole = growing("run events\n66001 5\n66002 6\n", { perBlock: 1 });

describe("blocks", () => {
  test("A production with a run list has a block with its own content for each run, and any other production is one block", () => {
    const blocks = blocksOf(whole);
    expect(blocks.map(({ production }) => production.block)).toEqual([66001, 66002]);
    expect(new Set(blocks.map(({ production }) => production.contentDigest)).size).toBe(2);
    expect(blocks.map(({ content }) => content.request)).toEqual([
      expect.objectContaining({ runs: { perBlock: 1, run: 66001, events: 5 }, steps: expect.anything() as unknown }),
      expect.objectContaining({ runs: { perBlock: 1, run: 66002, events: 6 }, steps: expect.anything() as unknown }),
    ]);
    expect(blocks[0]?.content).toEqual({ ...whole.content, request: blocks[0]?.content.request });

    const plain = accepted(aRequest());
    expect(blocksOf(plain)).toEqual([plain]);
    const [one] = blocks;
    if (one === undefined) throw new Error("no block");
    expect(blocksOf(one)).toEqual([one]);
  });

  test("A block (one run) of a production is found by its run number in the production and in itself, and no other is found", () => {
    expect(blockOf(whole, 66002)?.production.run?.columns).toEqual({ events: 6 });
    expect(blockOf(whole, 66003)).toBeUndefined();
    expect(blockOf(whole, 0)).toBeUndefined();
    const one = blockOf(whole, 66001);
    if (one === undefined) throw new Error("no block");
    expect(blockOf(one, 66001)).toBe(one);
    expect(blockOf(one, 66002)).toBeUndefined();
    const plain = accepted(aRequest());
    expect(blockOf(plain, 0)).toBe(plain);
    expect(blockOf(plain, 1)).toBeUndefined();
  });

  test("The blocks (runs) of a production are equal except for the run, and keep what the list says of that run", () => {
    const [one, two] = blocksOf(whole);
    if (one === undefined || two === undefined) throw new Error("no blocks");
    expect(sharedContent(one.content)).toEqual(sharedContent(two.content));
    expect(sharedContent(one.content)).toEqual({
      ...one.content,
      request: { ...(one.content.request as object), runs: { perBlock: 1 } },
    });
    const bare = blocksOf(growing("66001\n"))[0];
    if (bare === undefined) throw new Error("no block");
    expect(sharedContent(bare.content).request).toMatchObject({ runs: {} });
    expect(promisedRow(one.content)).toEqual({ run: 66001, columns: { events: 5 } });
    expect(promisedRow(bare.content)).toEqual({ run: 66001, columns: {} });
    const plain = accepted(aRequest());
    expect(sharedContent(plain.content)).toBe(plain.content);
    expect(promisedRow(plain.content)).toBeUndefined();
    const odd = { ...one.content, request: { runs: { run: 1, name: "x", n: 2 } } };
    expect(promisedRow(odd)).toEqual({ run: 1, columns: { n: 2 } });
  });
});
