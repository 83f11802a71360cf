import { describe, expect, test } from "vitest";
import type { SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import { decideAndWrite } from "../../../action/flows/ledger-access/ledger-view.ts";
import type { Ledger } from "../../../action/ports/ledger.ts";
import { type Chance, chance } from "../../../scripts/fuzz/chance.ts";
import { aStep } from "../../core/a-production.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { beforeWrite } from "./a-scene.ts";
import { aWorld, file, tag, written } from "./a-world.ts";
import { dying } from "./dying.ts";

type World = ReturnType<typeof aWorld>;
const list = "productions/p/runs.txt";
const growing = (runs: object, change: object = {}): string =>
  written({ runs: { list: "runs.txt", ...runs }, steps: { fit: aStep({ jobs: 2 }) }, ...change });
const ofTwo = { first: { runs: 2, good: "100%" } };
const ofFive = { first: { runs: 5, good: "60%" } };
const lines = (...runs: readonly number[]): string => `${runs.join("\n")}\n`;
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => 66001 + index);
const keyOf = (run: number, version = "1.0.0") => submissionKey(tag, version, run);
const sent = ({ panda }: World): readonly number[] => panda.calls.submit.map(({ outDS }) => Number(outDS.slice(-5)));
const hasGone = (state: SubmissionState): boolean => "past" in state && state.past.isBound;
const end = (world: World, run: number, status: string): void => {
  world.panda.tasks = world.panda.tasks.map((task) =>
    task.name.includes(`.b${run}_`)
      ? { ...task, status, finished: status === "done" ? task.files : 0, attemptNr: task.attemptNr + 1 }
      : task,
  );
};
const say = async (world: World, run: number, ...events: readonly SubmissionEvent[]): Promise<void> => {
  await decideAndWrite(world.ports, [keyOf(run)], () => ({
    events: events.map((event) => [keyOf(run), event] as const),
    why: "a test",
  }));
};
const passes = async (world: World, count: number): Promise<void> => {
  for (let pass = 0; pass < count; pass++) await world.run();
};
const wordsOf = async (world: World, run: number): Promise<string> => describeState(await world.state(keyOf(run)));

test("The lowest runs are submitted first, the others say what they wait for, and follow when enough ended well", async () => {
  const world = aWorld({ [file]: growing(ofFive), [list]: lines(...upTo(12)) });

  await passes(world, 3);

  expect(sent(world)).toEqual(upTo(5));
  expect(await wordsOf(world, 66006)).toBe("waits until 3 of the first 5 runs of its version are good");
  const commits = world.branch.commits.size;
  await passes(world, 2);
  expect(world.branch.commits.size).toBe(commits);
  for (const [run, status] of [
    [66001, "done"],
    [66002, "failed"],
    [66003, "done"],
  ] as const)
    end(world, run, status);
  await passes(world, 2);
  expect(sent(world)).toHaveLength(5);
  end(world, 66005, "done");
  await passes(world, 2);
  expect(sent(world).toSorted()).toEqual(upTo(12));
  // What ended left the ledger's list of what lives; a later run still goes at once.
  for (const run of upTo(12)) end(world, run, "done");
  world.main.commit({ [list]: lines(...upTo(13)) });
  await passes(world, 3);
  expect(sent(world)).toHaveLength(13);
});

test("Main's number of first runs of today counts: a lower one releases runs without a new version, and none releases all", async () => {
  const world = aWorld({ [file]: growing(ofTwo), [list]: lines(...upTo(6)) });
  await passes(world, 2);
  await say(world, 66002, {
    event: "seen",
    verdict: "broken",
    tasks: [],
  });
  await passes(world, 2);
  expect(await wordsOf(world, 66003)).toContain("cannot be reached");

  world.main.commit({ [file]: growing({ first: { runs: 4, good: "75%" } }) });
  await passes(world, 2);
  expect(sent(world)).toHaveLength(4);
  world.main.commit({ [file]: growing({}) });
  await passes(world, 2);
  expect(sent(world)).toHaveLength(6);
});

test("Another process that writes between choice and claim of first runs does not increase their number", async () => {
  const world = aWorld({ [file]: growing(ofTwo), [list]: lines(66002, 66003, 66004) });
  const another = async (): Promise<void> => {
    world.main.commit({ [list]: lines(66001, 66002, 66003, 66004) });
    await world.run({}, { run: "run 2" });
  };

  await world.run(beforeWrite(world, another, "checking"));
  await passes(world, 2);

  expect(sent(world)).toEqual([66001, 66002]);
});

test("The runs of an unreadable version release no others, and delay no other production", async () => {
  const other = written({ tag: { campaign: "sP26a", physics: "minbias", stage: "signal" } });
  const world = aWorld({
    [file]: growing(ofTwo),
    [list]: lines(...upTo(4)),
    "productions/q/production.yaml": other,
  });
  const ledger: Ledger = {
    ...world.ledger,
    submissions: async (at, ...tags) => {
      if (tags.includes(tag) && at.live.length > 0) throw new Failure("cannot list", anyWay);
      return world.ledger.submissions(at, ...tags);
    },
  };

  const { troubles } = await world.run({ ledger });

  expect(world.panda.calls.submit.map(({ outDS }) => outDS)).toEqual(["group.sphenix.sP26a-minbias-signal.v1.0.0.b0"]);
  expect(troubles.get(keyOf(66001))).toContain("cannot list");
});

describe("crashes with first runs", () => {
  test.each([1, 2, 3, 4, 5, 6].flatMap((at) => [[at, false] as const, [at, true] as const]))(
    "A crash at ledger write %i, effect %s, submits only the first runs before their share is reached, and each run gets an end",
    async (at, effect) => {
      const world = aWorld({ [file]: growing(ofTwo), [list]: lines(...upTo(4)) });

      await world.run({ ledger: dying(world.ledger, at, effect) }).catch(() => undefined);
      await passes(world, 3);

      const went = await Promise.all(upTo(4).map(async (run) => hasGone(await world.state(keyOf(run)))));
      expect(went).toEqual([true, true, false, false]);
      expect(["intended", "intended"]).toEqual([await world.kind(keyOf(66003)), await world.kind(keyOf(66004))]);
    },
  );
});

const ends = ["done", "done", "done", "failed", "finished", "broken"] as const;
/** One thing that people, PanDA or main do. */
const disturb = async (world: World, any: Chance, runs: number[]): Promise<void> => {
  const run = any.of(runs);
  const { kind } = await world.state(keyOf(run));
  switch (any.below(9)) {
    case 2:
      if (kind === "failed" || kind === "incomplete")
        await say(world, run, { event: "person", verb: "retry", by: "ada", id: `c${any.below(1e9)}`, reason: "" });
      return;
    case 3:
      if (kind === "failed" || kind === "broken") await say(world, run, { event: "closed", reason: "by ada" });
      return;
    case 4:
      if (kind === "none") return;
      await say(world, run, {
        event: "person",
        verb: "withdraw",
        by: "ada",
        id: `w${any.below(1e9)}`,
        reason: "bad",
        data: "keep",
      });
      return;
    case 5: {
      const late = 65900 + any.below(300);
      if (!runs.includes(late)) runs.push(late);
      world.main.commit({ [list]: lines(...runs) });
      return;
    }
    default:
      if (kind === "running") end(world, run, any.of(ends));
  }
};

/** The same ledger, and what it says against each `checking` of a run that might not go. */
const watched = (world: World, rule: { readonly runs: number; readonly good: number }) => {
  const [gone, good, wrong] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const append: Ledger["append"] = async (...args) => {
    const appended = await world.ledger.append(...args);
    if (appended.kind === "moved") return appended;
    for (const line of args[1]) {
      if (!("key" in line)) continue;
      if (line.event === "seen" && (line.verdict === "done" || line.verdict === "completed-partially"))
        good.add(line.key);
      if (line.event === "retired" || line.event === "duplicate-suspected") good.delete(line.key);
      if (line.event !== "checking" || gone.has(line.key)) continue;
      if (gone.size >= rule.runs && good.size < rule.good) wrong.add(line.key);
      gone.add(line.key);
    }
    return appended;
  };
  return { ledger: { ...world.ledger, append }, gone, wrong };
};

test("In random histories of crashes, ends, retries, withdrawals and late runs only first runs go early, and all runs end", async () => {
  const counts = { released: 0, held: 0 };
  for (let seed = 1; seed <= 6; seed++) {
    const any = chance(seed);
    const world = aWorld({ [file]: growing(ofFive), [list]: lines(...upTo(8)) });
    const runs = [...upTo(8)];
    const { ledger, gone, wrong } = watched(world, { runs: 5, good: 3 });
    const crashing = (): Ledger => (any.oneIn(4) ? dying(ledger, 1 + any.below(5), any.oneIn(2)) : ledger);
    for (let step = 0; step < 12; step++) {
      for (let more = 0; more < 3; more++) await disturb(world, any, runs);
      await world.run({ ledger: crashing() }).catch(() => undefined);
    }
    for (let pass = 0; pass < 4; pass++) await world.run({ ledger });

    expect([...wrong], `seed ${seed}`).toEqual([]);
    for (const run of runs) expect(await world.kind(keyOf(run)), `seed ${seed}, run ${run}`).not.toBe("none");
    counts[gone.size > 5 ? "released" : "held"] += 1;
  }
  // Both ends are walked.
  expect(counts.released).toBeGreaterThan(1);
  expect(counts.held).toBeGreaterThan(1);
});
