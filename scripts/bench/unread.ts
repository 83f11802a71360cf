/** What a pass costs that finds many merges which nobody read yet: `npm run bench:unread -- [MERGES]`. Linux only. */

import { join } from "node:path";
import { openCampaign } from "../contracts/costs/campaign.ts";
import { pandaEnv, root } from "../demo/scene.ts";
import { start } from "../sandbox/panda/start.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runWatched } from "./peak.ts";
import { pushMerges } from "./write-merges.ts";

const [count = 1000] = process.argv.slice(2).map(Number);
using temporary = temporaryFolder("shrek-unread-");
const dir = temporary.path;

const panda = await start({ dir: join(dir, "panda"), executes: [] });
try {
  const { clone, reconcile } = await openCampaign(join(dir, "world"), 0);
  const env = pandaEnv(panda.url, await panda.token());
  await reconcile(env);
  await pushMerges(clone, count);
  const ran = await runWatched([process.execPath, join(root, "dist/cli.js"), "reconcile", "--dry-run"], {
    cwd: clone,
    env,
  });
  const entered = ran.output.split("\n").filter((line) => line.includes(": enter as ")).length;
  console.log(
    `${count} merges that were not read, ${entered} to enter: ${ran.seconds.toFixed(1)} s, ${Math.round(ran.megabytes)} MB and ${ran.gits} processes of git at once, at most; exit ${ran.code}`,
  );
  if (ran.code !== 0) console.log(ran.output.slice(0, 500));
} finally {
  await panda.close();
}
