import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmpty, tellEpic } from "./epic-story.ts";
import { openGrowing, tellGrowing } from "./growing-story.ts";
import { tellRuns } from "./runs-story.ts";
import { during, type Stage } from "./stage.ts";
import { tellStory } from "./story.ts";
import { openWorld, type World } from "./world.ts";

/** One of the demonstrations, and whether all in it was as it should be. */
export const tell = async (stage: Stage, name: string | undefined, keep: boolean): Promise<boolean> => {
  const began = performance.now();
  const dir = await mkdtemp(join(tmpdir(), "shrek-demo-"));
  const { world, play } = await during(stage, "Starting the sandboxes.", () => open(name, dir));
  stage.say(`A sandbox GitHub at ${world.github.url} with its runner, and a sandbox PanDA at ${world.panda.url}.`);
  stage.say(
    "The runner takes the actions from the release tree that was just built, whichever commit a workflow names.",
  );
  const good = await play(stage);
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
  return good;
};

type Opened = { readonly world: World; readonly play: (stage: Stage) => Promise<boolean> };

const open = async (name: string | undefined, dir: string): Promise<Opened> => {
  if (name === "growing") {
    const { world, filler } = await openGrowing(dir);
    return { world, play: (stage) => tellGrowing(world, filler, stage) };
  }
  if (name === "epic") {
    const world = await openEmpty(dir);
    return { world, play: (stage) => tellEpic(world, stage, dir) };
  }
  const world = await openWorld(dir, { tickEvery: 100 });
  return { world, play: (stage) => (name === "runs" ? tellRuns(world, stage, dir) : tellStory(world, stage)) };
};
