import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { remoteRefs } from "../../../action/adapters/git/refs.ts";
import { gitLedger } from "../../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../../action/adapters/system/system-clock.ts";
import { manyProductions, roomyConventions } from "../../../scripts/contracts/costs/write-many.ts";
import { openMerged, reconcileAction } from "../../../scripts/demo/merged.ts";
import { linesOf } from "../../../scripts/prove/true-dry-run.ts";
import type { CallLimits } from "../../../scripts/sandbox/github/limits.ts";
import { start } from "../../../scripts/sandbox/panda/start.ts";

/** So many merges of a production each that no pass has read, at a GitHub with these limits. */
const aWeekOfRest = async (count: number, callLimits: Partial<CallLimits>) => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-unread-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const files = Object.entries(manyProductions(count));
  const requests = Array.from({ length: count }, (_, n) =>
    Object.fromEntries(files.filter(([path]) => path.startsWith(`productions/toy${n}/`))),
  );
  const world = await openMerged(join(dir, "world"), roomyConventions(), requests, { callLimits, latency: 5 });
  onTestFinished(() => world.close());
  const panda = await start({ dir: join(dir, "panda"), executes: [] });
  onTestFinished(() => panda.close());
  const pass = async () => {
    const { cwd, env } = await world.job({ url: panda.url, token: await panda.token() });
    const ended = await execa(process.execPath, [reconcileAction], { cwd, env, extendEnv: false, reject: false });
    // What a minute allows is allowed again.
    world.github.pass(2);
    return ended.exitCode;
  };
  return { world, panda, pass };
};

test.each<readonly [number, string, Partial<CallLimits>]>([
  [150, "100 calls at the same time and 450 points a minute, and refuses with 403", { pointsPerMinute: 450 }],
  [45, "130 points a minute, and refuses with 429", { pointsPerMinute: 130, secondaryStatus: 429 }],
  [24, "60 points a minute", { pointsPerMinute: 60 }],
])(
  "%d unread merges at a GitHub that allows no more than %s are all entered, and each is submitted once",
  async (count, _, limits) => {
    // Of the hour there is enough: what waits for that is in `poor.test.ts`.
    const perHour = { workflow: 15_000, app: 5000, user: 5000 };
    const { world, panda, pass } = await aWeekOfRest(count, { perHour, ...limits });
    const codes: (number | undefined)[] = [];

    while (panda.count().submissions < count && codes.length < 12) codes.push(await pass());

    const dir = join(await world.clone(), ".git");
    const lines = await linesOf(gitLedger({ dir, refs: remoteRefs(dir, "origin"), clock: systemClock() }));
    const calls = [...lines.values()].map((events) => events.filter(({ event }) => event === "submitting").length);
    expect([panda.count().submissions, calls]).toEqual([count, Array.from({ length: count }, () => 1)]);
    expect(new Set(codes)).toEqual(new Set([0]));
    expect(world.github.mostAtOnce()).toBeLessThanOrEqual(20);
  },
);
