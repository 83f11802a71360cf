/** What the action pushes of a campaign beside many submissions that ended: `npm run bench:pushes -- [CAMPAIGN] [ENDED...]`. */

import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { gitLedger, ledgerRef } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import type { LedgerEvent } from "../../action/core/ledger/event.ts";
import { textTable } from "../../action/core/markdown/text-table.ts";
import { scriptNumbers } from "../arguments.ts";
import { usageOf } from "../contracts/costs/usage.ts";
import { manyProductions, roomyConventions } from "../contracts/costs/write-many.ts";
import { openMerged, reconcileAction } from "../demo/merged.ts";
import { gitIn, root } from "../demo/scene.ts";
import { start } from "../sandbox/panda/start.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { countedInto, type ServerCall } from "./count-fetch.ts";
import { firstEvents, verifyLedger, writeEnded } from "./ended.ts";

const [campaign = 200, ...given] = scriptNumbers(Number.POSITIVE_INFINITY);
using temporary = temporaryFolder("shrek-pushes-");
const dir = temporary.path;

const measure = async (first: readonly LedgerEvent[], count: number): Promise<readonly string[]> => {
  const place = join(dir, `${count}`);
  mkdirSync(place);
  const panda = await start({ dir: join(place, "panda"), executes: [] });
  const merged = await openMerged(join(place, "github"), roomyConventions(), manyProductions(campaign));
  const ledger = gitLedger({ dir: merged.gitDir, refs: localRefs(merged.gitDir), clock: systemClock() });
  const { repository } = await ledger.head();
  await writeEnded(merged.gitDir, { first, repository, count });
  const before = await commitsOf(merged.gitDir);
  const { cwd, env } = await merged.job({ url: panda.url, token: await panda.token() });
  const log = join(place, "calls");
  const counting = { [countedInto]: log, NODE_OPTIONS: `--import ${join(root, "scripts/bench/count-fetch.ts")}` };
  const { wall, cpu } = await usageOf([process.execPath, reconcileAction], { cwd, env: { ...env, ...counting } });
  const calls = readFileSync(log, "utf8")
    .split("\n")
    .flatMap((line): readonly ServerCall[] => (line === "" ? [] : [JSON.parse(line)]));
  const ofLedger = calls.filter(({ refs }) => refs.includes(ledgerRef));
  const made = (await commitsOf(merged.gitDir)) - before;
  if (panda.count().submissions !== campaign || ofLedger.length !== made)
    throw new Error(`${panda.count().submissions} submissions, ${ofLedger.length} pushes seen of ${made} commits`);
  await verifyLedger(await merged.clone());
  await Promise.all([panda.close(), merged.close()]);
  rmSync(place, { recursive: true, force: true });
  const pushes = calls.filter(({ service }) => service === "git-receive-pack");
  const [entering, ...waves] = ofLedger;
  return [
    ...[`${count}`, `${pushes.length}`, `${ofLedger.length}`, `${maxInMinute(pushes)}`],
    ...[entering?.up ?? 0, mean(waves, "up"), mean(pushes, "down")].map((bytes) => (bytes / 1000).toFixed(1)),
    ...[cpu.toFixed(1), wall.toFixed(1)],
  ];
};

const commitsOf = async (gitDir: string): Promise<number> =>
  Number(await gitIn(gitDir, "rev-list", "--count", ledgerRef));
const mean = (calls: readonly ServerCall[], what: "up" | "down"): number =>
  calls.reduce((total, call) => total + call[what], 0) / calls.length;
const maxInMinute = (pushes: readonly ServerCall[]): number =>
  Math.max(...pushes.map(({ at }) => pushes.filter((other) => other.at >= at && other.at < at + 60_000).length));

const first = await firstEvents(dir);
const rows: (readonly string[])[] = [];
for (const count of given.length === 0 ? [10, 1000, 10_000] : given) rows.push(await measure(first, count));
const head = ["ended", "pushes", "of the ledger", "in a minute", "kB up, entry", "kB up, wave", "kB down a push"];
console.log(textTable([...head, "cpu s", "wall s"], rows));
