import { expect, test } from "vitest";
import { unreadMerges } from "../../../scripts/prove/poor/poor-world.ts";

test("With 60 calls a pass 24 unread merges are entered within three passes, what runs is followed in each, and GitHub refuses nothing", async () => {
  const { pass, entered, shown } = await unreadMerges(24);

  const first = await pass({ calls: 60 });
  const pinned = await shown();
  const [second, third] = [await pass({ calls: 60 }), await pass({ calls: 60 })];

  expect([first, second, third].map(({ followed }) => followed)).toEqual([true, true, true]);
  expect(first.done.postponed[0]).toMatch(/^\d+ merges wait: GitHub allows no more calls until 14:20 UTC$/);
  expect(pinned).toContain("merges wait: GitHub allows no more calls until 14:20 UTC");
  expect([await entered(), first.refused + second.refused + third.refused]).toEqual([24, 0]);
});

test("A pass without any call left to GitHub enters nothing, follows what runs, and moves no cursor past a merge", async () => {
  const { world, pass, entered } = await unreadMerges(2);
  const { cursor } = await world.ledger.head();

  const { done, followed, refused } = await pass({ calls: 0 });

  expect(done.postponed).toEqual(["2 merges wait: GitHub allows no more calls until 14:20 UTC"]);
  expect([followed, await entered(), (await world.ledger.head()).cursor, refused]).toEqual([true, 0, cursor, 0]);
  for (let n = 0; n < 3; n++) await pass({ calls: 100 });
  expect(await entered()).toBe(2);
});

test("Where GitHub refuses after 60 calls that no header announced, each pass enters what it could ask about, and each merge is submitted once", async () => {
  const { world, pass, entered } = await unreadMerges(40);
  const counts: number[] = [];

  for (let passes = 0; passes < 9; passes++) {
    const { done } = await pass({ calls: 1000, refusesAfter: 60 });
    counts.push(await entered());
    expect(done.entersNone).toBe(false);
  }

  const names = world.panda.calls.submit.map(({ outDS }) => outDS);
  expect(counts.slice(0, 2).every((count, at) => count > (counts[at - 1] ?? 0))).toBe(true);
  expect([counts.at(-1), names.length, new Set(names).size]).toEqual([40, 41, 41]);
});

test("A pass that GitHub refuses from its first call enters nothing of what waits, says so, and asks about it no more", async () => {
  const { pass, entered } = await unreadMerges(24);

  const { done, refused } = await pass({ calls: 1000, refusesAfter: 0 });

  expect(done.postponed).toEqual(["24 merges wait: GitHub allows no more calls for now."]);
  expect([done.entersNone, await entered()]).toEqual([true, 0]);
  // One round of a few merges.
  expect(refused).toBeLessThanOrEqual(5);
});

test("A pull request that a pass could not tell comes first in the next one", async () => {
  const { pass } = await unreadMerges(12);

  const [first, second] = [await pass({ calls: 60 }), await pass({ calls: 60 })];

  expect(first.said).toEqual([101, 102, 103, 104, 105, 106]);
  expect(first.told.postponed).toContain("4 pull requests wait: GitHub allows no more calls until 14:20 UTC");
  expect(new Set(second.said.slice(0, 4))).toEqual(new Set([107, 108, 109, 110]));
});

test("A pass that has reached its end submits nothing more, says so, and leaves nothing in doubt", async () => {
  const { pass } = await unreadMerges(24);

  const { done } = await pass({ calls: 1000, seconds: 300, slowness: 20 });

  const kinds = done.submissions.map(({ state }) => state.kind);
  expect([
    kinds.filter((kind) => kind === "submitted").length,
    kinds.filter((kind) => kind === "intended").length,
  ]).toEqual([16, 8]);
  expect(done.postponed).toEqual(["8 submissions wait: the pass ends"]);
});
