import { describe, expect, test } from "vitest";
import { textFile } from "../../../action/core/text/source-file.ts";
import {
  intendedRow,
  pickRun,
  sharedContent,
  splitByRun,
  versionsByRun,
} from "../../../action/core/validate/split-runs.ts";
import { aRequest, aStep, valid } from "../a-production.ts";

const growing = (lines: string) =>
  valid(aRequest({ runs: { list: "runs.txt" }, steps: { fit: aStep({ jobs: 2 }) } }), {
    files: [textFile("runs.txt", lines)],
  });
const whole = growing("run events\n66001 5\n66002 6\n");

describe("runs of a production", () => {
  test("A production with a run list is split into its runs, each with its own content, and any other production stays whole", () => {
    const runs = splitByRun(whole);
    expect(runs.map(({ production }) => production.run)).toEqual([66001, 66002]);
    expect(new Set(runs.map(({ production }) => production.contentDigest)).size).toBe(2);
    expect(runs.map(({ content }) => content.request)).toEqual([
      expect.objectContaining({ runs: { run: 66001, events: 5 }, steps: expect.anything() as unknown }),
      expect.objectContaining({ runs: { run: 66002, events: 6 }, steps: expect.anything() as unknown }),
    ]);
    expect(runs[0]?.content).toEqual({ ...whole.content, request: runs[0]?.content.request });

    const plain = valid(aRequest());
    expect(splitByRun(plain)).toEqual([plain]);
    const [one] = runs;
    if (one === undefined) throw new Error("no run");
    expect(splitByRun(one)).toEqual([one]);
  });

  test("The versions of runs are the runs themselves, with the steps and names of all runs together", () => {
    const { steps, outDS } = whole.production;
    expect(versionsByRun(whole)).toEqual(splitByRun(whole).map(({ production }) => ({ ...production, steps, outDS })));
    for (const alone of [valid(aRequest()), ...splitByRun(whole)])
      expect(versionsByRun(alone)).toEqual([alone.production]);
  });

  test("A run of a production is found by its number in the production and in itself, and no other is found", () => {
    expect(pickRun(whole, 66002)?.production.row?.columns).toEqual({ events: 6 });
    expect(pickRun(whole, 66003)).toBeUndefined();
    expect(pickRun(whole, undefined)).toBeUndefined();
    const one = pickRun(whole, 66001);
    if (one === undefined) throw new Error("no run");
    expect(pickRun(one, 66001)).toBe(one);
    expect(pickRun(one, 66002)).toBeUndefined();
    const plain = valid(aRequest());
    expect(pickRun(plain, undefined)).toBe(plain);
    expect(pickRun(plain, 1)).toBeUndefined();
  });

  test("The runs of a production are equal except for the run, and keep what the list says of that run", () => {
    const [one, two] = splitByRun(whole);
    if (one === undefined || two === undefined) throw new Error("no runs");
    expect(sharedContent(one.content)).toEqual(sharedContent(two.content));
    expect(sharedContent(one.content)).toEqual({
      ...one.content,
      request: { ...(one.content.request as object), runs: {} },
    });
    const bare = splitByRun(growing("66001\n"))[0];
    if (bare === undefined) throw new Error("no run");
    expect(sharedContent(bare.content).request).toMatchObject({ runs: {} });
    expect(intendedRow(one.content)).toEqual({ run: 66001, columns: { events: 5 } });
    expect(intendedRow(bare.content)).toEqual({ run: 66001, columns: {} });
    const plain = valid(aRequest());
    expect(sharedContent(plain.content)).toBe(plain.content);
    expect(intendedRow(plain.content)).toBeUndefined();
    const odd = { ...one.content, request: { runs: { run: 1, name: "x", n: 2 } } };
    expect(intendedRow(odd)).toEqual({ run: 1, columns: { n: 2 } });
  });
});
