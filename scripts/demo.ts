/**
 * The whole loop on this machine: a pull request, its check and plan, the merge, one submission to a PanDA that executes
 * the jobs for real, the status comment until they are done; then pull requests that are refused. The sandbox runner
 * executes the shipped workflow files with exactly their permissions. Needs git and bash, nothing from the network.
 * `--keep` leaves everything running, with the pages of GitHub and PanDA. `runs`: a request whose list of runs grows.
 * `growing`: a dataset that grows, whose runs begin by themselves. `epic`: from an empty folder to delivered events.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmpty, tellEpic } from "./demo/epic-story.ts";
import { openGrowing, tellGrowing } from "./demo/growing-story.ts";
import { tellRuns } from "./demo/runs-story.ts";
import { during, openStage } from "./demo/stage.ts";
import { tellStory } from "./demo/story.ts";
import { openWorld } from "./demo/world.ts";

const keep = process.argv.includes("--keep");
const began = performance.now();
const dir = await mkdtemp(join(tmpdir(), "shrek-demo-"));
const stage = openStage();
const { world, filler } = await during(stage, "Starting the sandboxes.", async () =>
  process.argv.includes("growing")
    ? await openGrowing(dir)
    : process.argv.includes("epic")
      ? { world: await openEmpty(dir), filler: undefined }
      : { world: await openWorld(dir, { tickEvery: 100 }), filler: undefined },
);
stage.say(`A sandbox GitHub at ${world.github.url} with its runner, and a sandbox PanDA at ${world.panda.url}.`);
stage.say("The runner takes the actions from the release tree that was just built, whichever commit a workflow names.");
const good = await (filler !== undefined
  ? tellGrowing(world, filler, stage)
  : process.argv.includes("runs")
    ? tellRuns(world, stage, dir)
    : process.argv.includes("epic")
      ? tellEpic(world, stage, dir)
      : tellStory(world, stage));
if (!good) process.exitCode = 1;
stage.say(`${good ? "Done" : "NOT AS IT SHOULD BE"} in ${((performance.now() - began) / 1000).toFixed(1)} s.`);

const end = async (): Promise<void> => {
  await world.close();
  await rm(dir, { recursive: true, force: true });
};
if (keep) {
  stage.say(`GitHub: ${world.github.url}/   PanDA: ${world.panda.url}/tasks/   Ctrl-C ends it.`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end());
} else {
  await end();
}
