/** What `shrek ledger verify` and `rebuild` hold of many submissions: `npm run bench:verify -- [SUBMISSIONS]`. Linux only. */

import { join } from "node:path";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { gitLedger } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { livePath } from "../../action/core/ledger/paths.ts";
import { scriptNumbers } from "../arguments.ts";
import { openCampaign } from "../contracts/costs/campaign.ts";
import { gitIn, root } from "../demo/scene.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { firstEvents, writeEnded } from "./ended.ts";
import { runWatched } from "./peak.ts";

const [count = 1000] = scriptNumbers(1);
using temporary = temporaryFolder("shrek-verify-");
const dir = temporary.path;

const first = await firstEvents(dir);
const { clone, origin } = await openCampaign(join(dir, "world"), 0);
const { repository } = await gitLedger({ dir: origin, refs: localRefs(origin), clock: systemClock() }).head();
await writeEnded(origin, { first, repository, count });
// As after a pass: what is fetched is not what is measured.
await gitIn(clone, "fetch", "--quiet", "origin", "ledger", "refs/tags/*:refs/tags/*");
const measure = async (command: "verify" | "rebuild"): Promise<void> => {
  const ran = await runWatched([process.execPath, join(root, "dist/cli.js"), "ledger", command], {
    cwd: clone,
    env: {},
  });
  console.log(
    `shrek ledger ${command} of ${count} submissions: ${Math.round(ran.megabytes)} MB with all its processes, ${ran.seconds.toFixed(0)} s, exit ${ran.code}: ${ran.output.trim().split("\n").at(-1)}`,
  );
  if (ran.code !== 0) throw new Error(ran.output);
};
await measure("verify");
await gitIn(clone, "checkout", "--quiet", "-b", "by-hand", "FETCH_HEAD");
await gitIn(clone, "rm", "--quiet", livePath);
await gitIn(clone, "commit", "--quiet", "-m", "By hand");
await gitIn(clone, "push", "--quiet", "origin", "by-hand:ledger");
await measure("rebuild");
