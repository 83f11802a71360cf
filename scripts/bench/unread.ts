/** What a pass costs that finds many merges which nobody read yet: `npm run bench:unread -- [MERGES]`. Linux only. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCampaign } from "../contracts/costs/campaign.ts";
import { manyProductions, roomyConventions } from "../contracts/costs/write-many.ts";
import { gitIn, pandaEnv, root } from "../demo/scene.ts";
import { start } from "../sandbox/panda/start.ts";
import { runWatched } from "./peak.ts";

const [count = 1000] = process.argv.slice(2).map(Number);
const dir = mkdtempSync(join(tmpdir(), "shrek-unread-"));

/** One commit each, for git's fast-import; every one brings a production. */
const merges = (): string => {
  const [rules, files] = [Object.entries(roomyConventions()), Object.entries(manyProductions(count))];
  return Array.from({ length: count }, (_, n) => {
    const own = [...(n === 0 ? rules : []), ...files.filter(([path]) => path.startsWith(`productions/toy${n}/`))];
    const parts = own.map(([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
    const what = `Bring ${n}`;
    const from = n === 0 ? "from refs/remotes/origin/main^0\n" : "";
    return `commit refs/heads/main\ncommitter Ada <ada@example.org> ${1_800_000_000 + n} +0000\ndata ${what.length}\n${what}\n${from}${parts.join("")}`;
  }).join("");
};

const panda = await start({ dir: join(dir, "panda"), executes: [] });
try {
  const { clone, reconcile } = await openCampaign(join(dir, "world"), 0);
  const env = pandaEnv(panda.url, await panda.token());
  await reconcile(env);
  execFileSync("git", ["-C", clone, "fast-import", "--quiet", "--force"], { input: merges() });
  await gitIn(clone, "push", "--quiet", "origin", "main");
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
  rmSync(dir, { recursive: true, force: true });
}
