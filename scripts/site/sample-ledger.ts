import { execFileSync } from "node:child_process";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { createLedger, gitLedger } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import type { LedgerEvent } from "../../action/core/ledger/event.ts";
import { gitIn } from "../demo/scene.ts";
import { hostileTag, sampleEvents } from "./sample-events.ts";

const sampleCampaign = JSON.stringify({
  ...{ campaign: 1, description: "<img src=x onerror=owned()> of run 24", productions: ["sP26a-hfcharm-*", "sP26a-*"] },
  ...{ order: "done", events: 5_000_000, coreHours: 50_000, end: "2027-03-01" },
});
/** Main holds campaigns, of which the second cannot be read. */
const sampleMain = `commit refs/heads/main
committer Ada <ada@example.org> 1767225600 +0000
data 5
begin
M 100644 inline campaigns/charm.yaml
data ${sampleCampaign.length}
${sampleCampaign}
M 100644 inline campaigns/wrong.yaml
data 1
x
`;

/** Submissions of one commit. */
const together = 1000;
const minutes = 60_000;

/** The number of a submission as its name: most tags have two versions, and one in twenty is a run. */
const named = (n: number): { tag: string; version: string; run?: number } => {
  const campaign = `sP2${6 + (Math.floor(n / 400) % 3)}a`;
  if (n === 5) return { tag: hostileTag, version: "1.0.0" };
  if (n % 20 === 19) return { tag: `${campaign}-run3pp-calo`, version: "1.0.0", run: 53_000 + n };
  const physics = ["hfcharm", "minbias", "jet30"][n % 3] ?? "";
  return { tag: `${campaign}-${physics}-x${Math.floor(n / 6)}`, version: `1.${Math.floor(n / 3) % 2}.0` };
};

/** A repository with a ledger of so many submissions, entered every so often until the end of November 2026. */
export const sampleLedger = async (dir: string, count: number): Promise<void> => {
  await gitIn(".", "init", "--quiet", "--bare", dir);
  const place = { dir, refs: localRefs(dir), clock: systemClock() };
  await createLedger(place, "0a1b2c3d");
  execFileSync("git", ["fast-import", "--quiet"], { cwd: dir, input: sampleMain });
  const ledger = gitLedger(place);
  for (let from = 0; from < count; from += together) {
    const events: LedgerEvent[] = [];
    for (let n = from; n < Math.min(count, from + together); n += 1) events.push(...eventsOf(n, count));
    await ledger.append(await ledger.head(), events, [], `${from}`);
  }
};

const last = Date.UTC(2026, 10, 30, 12);
const eventsOf = (n: number, count: number): readonly LedgerEvent[] =>
  sampleEvents(n, named(n), last - (count - n) * 50 * minutes - 86_400_000);
