import { expect, test } from "vitest";
import { unreadMerges } from "../../../scripts/prove/poor/poor-world.ts";
import { waitingRuns } from "../../../scripts/prove/poor/waiting-runs.ts";

test("A pass makes as many calls while 30 runs wait as while 60 do", async () => {
  const callsOf = async (count: number): Promise<readonly (readonly (readonly [string, number])[])[]> => {
    const { pass } = waitingRuns(count);
    await pass(60, 20);
    return [await pass(60, 20), await pass(60, 20)].map(({ calls }) => [...calls].toSorted());
  };

  expect(await callsOf(60)).toEqual(await callsOf(30));
});

test("A pass asks as much, enters as many and tells as much while 24 merges are unread as while 48 are", async () => {
  const passOf = async (count: number) => {
    const { pass, entered } = await unreadMerges(count);
    const { done, said, refused } = await pass({ calls: 60 });
    const submitted = done.submissions.filter(({ state }) => state.kind === "submitted").length;
    return { entered: await entered(), said: said.length, submitted, refused };
  };

  expect(await passOf(48)).toEqual(await passOf(24));
});

test("Runs that one merge brought are submitted in as many passes as it needs, and nothing is in doubt at an end", async () => {
  const { pass } = waitingRuns(72);
  const ends = [await pass(300, 5)];
  while (ends.at(-1)?.postponed.length !== 0) ends.push(await pass(300, 5));

  expect(ends.map(({ postponed }) => postponed)).toEqual([["8 submissions wait: the pass ends"], []]);
  expect(ends.map(({ kinds }) => Object.fromEntries(kinds))).toEqual([
    { submitted: 64, intended: 8 },
    { running: 64, submitted: 8 },
  ]);
});

test("A campaign of 136 runs is 38 writes of the ledger in a pass that can pay them", async () => {
  const { pass } = waitingRuns(136);

  const { calls, kinds } = await pass(2400, 0);

  expect(Object.fromEntries(kinds)).toEqual({ submitted: 136 });
  expect(calls.get("ledger.append")).toBe(38);
});

test("Waves are prepared together until their archives are more than the memory that is for them", async () => {
  const passOf = async (maxHeld?: number) => waitingRuns(24).pass(2400, 0, maxHeld === undefined ? {} : { maxHeld });
  const { uploads, calls } = await passOf();
  const second = uploads.slice(8, 16).reduce((sum, bytes) => sum + bytes);

  const writes = [second, second - 1].map(async (bound) => (await passOf(bound)).calls.get("ledger.append"));

  const together = calls.get("ledger.append") ?? 0;
  expect(uploads).toHaveLength(24);
  expect(await Promise.all(writes)).toEqual([together, together + 1]);
});

test("A pass whose pushes are used up says so, and submits no more", async () => {
  const { pass } = waitingRuns(32);

  const { kinds, postponed } = await pass(120, 0);

  expect(postponed).toEqual(["8 submissions wait: GitHub recommends no more pushes"]);
  expect(Object.fromEntries(kinds)).toEqual({ submitted: 24, intended: 8 });
});

test.each([
  [1, 8],
  [3, 48],
])("A pass of %d minutes makes no more than six pushes for each, and submits %d", async (minutes, submitted) => {
  const { pass } = waitingRuns(56);

  const { pushes, kinds } = await pass(60 * minutes, 0);

  expect(kinds.get("submitted")).toBe(submitted);
  expect(pushes).toBeLessThanOrEqual(6 * Math.max(1, minutes));
});
