/** What a campaign pushes beside many submissions that ended: `npm run bench:pushes -- [CAMPAIGN] [ENDED...]`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { gitLedger } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { textTable } from "../../action/core/markdown/text-table.ts";
import { openCampaign } from "../contracts/costs/campaign.ts";
import { pandaEnv } from "../demo/scene.ts";
import { start } from "../sandbox/panda/start.ts";
import { countGit, type ServerCall } from "./counted-git.ts";
import { writeEnded } from "./ended.ts";

const [campaign = 200, ...given] = process.argv.slice(2).map(Number);
const dir = mkdtempSync(join(tmpdir(), "shrek-pushes-"));

/** The events of a submission, which all others are made of. */
const firstEvents = async () => {
  const panda = await start({ dir: join(dir, "first-panda"), executes: [] });
  const { origin, reconcile } = await openCampaign(join(dir, "first"), 1);
  await reconcile(pandaEnv(panda.url, await panda.token()));
  await panda.close();
  const ledger = gitLedger({ dir: origin, refs: localRefs(origin), clock: systemClock() });
  const head = await ledger.head();
  return [...(await ledger.read(head, head.live)).values()].flat();
};

const measure = async (first: Awaited<ReturnType<typeof firstEvents>>, count: number): Promise<readonly string[]> => {
  const place = join(dir, `${count}`);
  const panda = await start({ dir: join(place, "panda"), executes: [] });
  const { clone, origin, reconcile } = await openCampaign(join(place, "world"), campaign);
  const { repository } = await gitLedger({ dir: origin, refs: localRefs(origin), clock: systemClock() }).head();
  await writeEnded(origin, { first, repository, count });
  const calls = await countGit(clone, place);
  const env = pandaEnv(panda.url, await panda.token());
  // A clone of a pass has the end of the ledger, and asks for all tags once.
  const { wall, cpu } = await reconcile(env);
  const all = calls();
  if (panda.count().submissions !== campaign) throw new Error(`${panda.count().submissions} submissions`);
  await panda.close();
  rmSync(place, { recursive: true, force: true });
  const pushes = all.filter(({ service }) => service === "receive-pack");
  const ofLedger = pushes.filter(({ refs }) => refs.includes("refs/heads/ledger"));
  const [entering, ...waves] = ofLedger;
  return [
    `${count}`,
    `${pushes.length}`,
    `${ofLedger.length}`,
    `${mostInAMinute(pushes)}`,
    kilobytes(sum(pushes, "down") / pushes.length),
    kilobytes(entering?.up ?? 0),
    kilobytes(sum(waves, "up") / waves.length),
    kilobytes(
      sum(
        all.filter(({ service }) => service === "upload-pack"),
        "down",
      ),
    ),
    cpu.toFixed(1),
    wall.toFixed(1),
  ];
};

const sum = (calls: readonly ServerCall[], what: "up" | "down"): number =>
  calls.reduce((total, call) => total + call[what], 0);
const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);
const mostInAMinute = (pushes: readonly ServerCall[]): number =>
  Math.max(...pushes.map(({ at }) => pushes.filter((other) => other.at >= at && other.at < at + 60_000).length));

try {
  const first = await firstEvents();
  const rows: (readonly string[])[] = [];
  for (const count of given.length === 0 ? [10, 1000, 10_000] : given) rows.push(await measure(first, count));
  const head = [
    "ended",
    "pushes",
    "of the ledger",
    "in a minute",
    "kB told a push",
    "kB of the entry",
    "kB a wave's push",
  ];
  console.log(textTable([...head, "kB read", "cpu s", "wall s"], rows));
} finally {
  rmSync(dir, { recursive: true, force: true });
}
