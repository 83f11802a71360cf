import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { decideAndWrite } from "../../../action/flows/ledger-access/ledger-view.ts";
import { aStep, type Draft } from "../../core/a-production.ts";
import { aWorld, file, tag, written } from "./a-world.ts";
import { dying } from "./dying.ts";

const list = "productions/p/runs.txt";
const growing = (changes: Draft = {}): string =>
  written({
    runs: { list: "runs.txt" },
    inputs: { raw: { dataset: "user.tester.raw.{run}", files: 3 } },
    steps: { fit: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 1 }] }) },
    ...changes,
  });
const aGrowingWorld = (runs: string, changes: Draft = {}) => aWorld({ [file]: growing(changes), [list]: runs });
const keyOf = (run: number, version = "1.0.0") => submissionKey(tag, version, run);
const namesOf = (world: ReturnType<typeof aWorld>): readonly string[] =>
  world.panda.calls.submit.map(({ outDS }) => outDS);
const quiet = async (world: ReturnType<typeof aWorld>): Promise<void> => {
  for (let pass = 0; pass < 3; pass++) await world.run();
};

describe("growing lists", () => {
  test("Each run of a list is one submission with its own names, data and tag", async () => {
    const world = aGrowingWorld("66001\n66002\n66003\n66004\n");

    await world.run();

    expect(namesOf(world)).toEqual([66001, 66002, 66003, 66004].map((run) => `group.sphenix.${tag}.v1.0.0.b${run}`));
    expect([...world.tags.made.keys()]).toContain(`production/${tag}/1.0.0/66002`);
    expect(await world.state(keyOf(66003))).toMatchObject({
      kind: "submitted",
      intent: { run: 66003, content: { request: { runs: { run: 66003 } } } },
    });
    expect(await world.kind(submissionKey(tag, "1.0.0", undefined))).toBe("none");
    const sent = world.panda.calls.submit.map(({ archive }) => gunzipSync(archive).toString("latin1"));
    expect(sent.map((text) => /user\.tester\.raw\.(\d+)/.exec(text)?.[1])).toEqual([
      "66001",
      "66002",
      "66003",
      "66004",
    ]);
    expect(sent.map((text) => /^export run='?(\d+)/m.exec(text)?.[1])).toEqual(["66001", "66002", "66003", "66004"]);
  });

  test("Appended runs are submitted under the same version, also late ones, and no run twice", async () => {
    const world = aGrowingWorld("66001\n66002\n66003\n66004\n");
    await quiet(world);
    const written = await world.ledger.read(await world.ledger.head(), [keyOf(66001)]);

    world.main.commit({ [list]: "66001\n66002\n66003\n66004\n66010\n66011\n66012\n" });
    await quiet(world);
    world.main.commit({ [list]: "66000\n66001\n66002\n66003\n66004\n66010\n66011\n66012\n" });
    await quiet(world);

    const runs = namesOf(world).map((name) => Number(name.split(".b")[1]));
    expect(runs).toEqual([66001, 66002, 66003, 66004, 66010, 66011, 66012, 66000]);
    expect(await world.ledger.read(await world.ledger.head(), [keyOf(66001)])).toEqual(written);
    expect(await world.state(keyOf(66000))).toMatchObject({ kind: "running" });
  });

  test("A run that is removed from its list asks keep or drop, and the others go on", async () => {
    const world = aGrowingWorld("66001\n66002\n");
    await quiet(world);

    world.main.commit({ [list]: "66001\n66003\n" });
    const { refused } = await world.run();

    expect(refused).toMatchObject([{ problems: [{ code: "promised-run-removed" }] }]);
    expect(await world.state(keyOf(66002))).toMatchObject({
      kind: "running",
      past: { leftMain: { reason: `the run lists of main do not hold run 66002 of ${tag} 1.0.0 any more` } },
    });
    expect(await world.state(keyOf(66001))).toMatchObject({ kind: "running", past: { leftMain: undefined } });
    expect(await world.kind(keyOf(66003))).toBe("none");
    world.main.commit({ [list]: "66001\n66002\n66003\n" });
    await quiet(world);
    expect(await world.state(keyOf(66002))).toMatchObject({ kind: "running", past: { leftMain: undefined } });
    expect(await world.kind(keyOf(66003))).toBe("running");
  });
});

describe("a list beside several productions", () => {
  const shared = "productions/_shared/runs.txt";
  const other = "productions/q/production.yaml";
  const otherTag = "sP26a-minbias-signal";
  const reading = { runs: { list: "shared:runs.txt" } };
  const minbias = {
    tag: { campaign: "sP26a", physics: "minbias", stage: "signal" },
    build: "ana.419",
    conditions: "MDC2_ana.419",
  };
  const aSharedWorld = (runs: string) =>
    aWorld({ [file]: growing(reading), [other]: growing({ ...reading, ...minbias }), [shared]: runs });
  const keysOf = (run: number) => [keyOf(run), submissionKey(otherTag, "1.0.0", run)];

  test("A run that is appended to a shared list is submitted once for each production that reads it", async () => {
    const world = aSharedWorld("66001\n");
    await quiet(world);
    world.main.commit({ [shared]: "66001\n66002\n" });
    const brought = await world.main.head();
    await quiet(world);

    expect(namesOf(world).toSorted()).toEqual(
      [tag, otherTag].flatMap((one) => [66001, 66002].map((run) => `group.sphenix.${one}.v1.0.0.b${run}`)),
    );
    for (const key of keysOf(66002)) expect(await world.state(key)).toMatchObject({ intent: { commit: brought } });
  });
});

test("A run that was appended and removed between two passes is reported, and submitted when appended again", async () => {
  const world = aGrowingWorld("66001\n");
  await world.run();
  const commit = world.main.commit({ [list]: "66001\n66002\n" });
  world.main.commit({ [list]: "66001\n66002\n66003\n" });
  world.main.commit({ [list]: "66001\n66003\n" });

  expect((await world.run()).skipped).toEqual([{ key: keyOf(66002), commit, events: [] }]);
  expect((await world.run()).skipped).toEqual([]);
  expect(await world.kind(keyOf(66002))).toBe("none");
  const head = await world.ledger.head();
  expect(await world.ledger.broughtBy(head, commit)).toEqual([keyOf(66002)]);

  world.main.commit({ [list]: "66001\n66003\n66002\n" });
  await world.run();

  expect(await world.kind(keyOf(66002))).toBe("submitted");
});

test("A run of a list that was given up cannot return with other values", async () => {
  const world = aGrowingWorld("run segments\n66001 20\n66002 30\n");
  await world.run({ panda: { ...world.panda, check: async () => ({ kind: "rejected", message: "no such site" }) } });
  await decideAndWrite(world.ports, [], () => ({
    events: [[keyOf(66002), { event: "closed", reason: "by a person" }]],
    why: "a test",
  }));

  world.main.commit({ [list]: "run segments\n66001 20\n" });
  expect((await world.run()).refused).toEqual([]);
  world.main.commit({ [list]: "run segments\n66001 20\n66002 31\n" });

  expect((await world.run()).refused).toMatchObject([{ problems: [{ code: "promised-run-changed" }] }]);
});

describe("crashes with runs", () => {
  test.each([1, 2, 3, 4, 5, 6, 7].flatMap((at) => [false, true].map((effect) => [at, effect] as const)))(
    "A crash at ledger write %i, effect %s, submits no run twice, and each run gets an end",
    async (at, effect) => {
      const world = aGrowingWorld("66001\n66002\n");
      await world.run();
      world.main.commit({ [list]: "66000\n66001\n66002\n66010\n" });

      await world.run({ ledger: dying(world.ledger, at, effect) }).catch(() => undefined);
      await quiet(world);

      const names = namesOf(world);
      expect(names.length).toBe(new Set(names).size);
      for (const run of [66000, 66001, 66002, 66010])
        expect(["running", "in-doubt", "submitted"]).toContain(await world.kind(keyOf(run)));
    },
  );
});
