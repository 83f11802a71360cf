/**
 * The main job from end to end on this machine: a request on main, its check and plan, one submission to a sandbox
 * PanDA that executes the jobs for real, and the tasks until they are done. Needs git and nothing from the network.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildScene, pandaEnv, type Ran, shrek } from "./demo/scene.ts";
import { openStage } from "./demo/stage.ts";
import { recompute } from "./demo/toy-result.ts";
import { start } from "./sandbox/panda/start.ts";

const longest = 120_000;
const began = performance.now();
const dir = await mkdtemp(join(tmpdir(), "shrek-demo-"));
const panda = await start({ dir: join(dir, "panda"), tickEvery: 100 });
const stage = openStage();
try {
  const scene = await buildScene(dir, ["toy-pileup"]);
  const env = pandaEnv(panda.url, await panda.token());
  const act = async (...args: readonly string[]): Promise<Ran> =>
    stage.command(args, await shrek(scene.clone, args, env));

  stage.say(`A repository with one request, productions/toy-pileup, and a sandbox PanDA at ${panda.url}.`);
  await act("ledger", "init");
  await act("check", "productions/toy-pileup");
  await act("plan", "productions/toy-pileup");
  await act("reconcile");

  stage.say("The request is submitted. Each reconcile now only looks how its tasks stand.");
  const last = await stage.until(longest, async () => {
    const seen = await shrek(scene.clone, ["reconcile"], env);
    return {
      line: seen.stdout.split("\n")[0] ?? "",
      ran: seen,
      over: /: (done|failed|broken|exhausted|aborted|short|rejected|conflict)/.test(seen.stdout),
    };
  });
  process.stdout.write(`${last.stdout}\n`);

  const [merged] = panda.dataset("user.sphnxpro.sP26a-toy-pileup.v1.0.0.b0_003_merge_merged.txt/");
  const { recomputed, made } = recompute(merged === undefined ? "" : await readFile(merged, "utf8"));
  stage.say("The result, and the same computed again from the seeds alone:");
  stage.table([
    ["", "events", "signal", "pile-up"],
    ["made by the jobs", String(made.events), String(made.signal), String(made.pileup)],
    ["computed again", String(recomputed.events), String(recomputed.signal), String(recomputed.pileup)],
  ]);
  const { submissions } = panda.count();
  const equal = JSON.stringify(made) === JSON.stringify(recomputed);
  stage.say(
    `The sandbox counts ${submissions} submission. ${equal ? "The results are equal." : "THE RESULTS DIFFER."}`,
  );
  stage.say(`Done in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  if (last.code !== 0 || !equal || submissions !== 1 || !last.stdout.includes("done, all 4 tasks are done"))
    process.exitCode = 1;
} finally {
  await panda.close();
  await rm(dir, { recursive: true, force: true });
}
