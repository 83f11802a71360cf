import { setTimeout as wait } from "node:timers/promises";
import { approve, comments, merge } from "./pull-request.ts";
import { readable } from "./reader.ts";
import { during, type Stage } from "./stage.ts";
import { author, reviewer, type World } from "./world.ts";

const longest = 90_000;
/** Where nothing came or ended at PanDA the schedule waits so long: a doubt and a count of files go on without that. */
const quietMs = 3000;

/** The schedule strikes behind what comes and ends at PanDA, until the status comment says that it is over, or for 90 s. Gives the comment. */
export const follow = async (world: World, stage: Stage, number: number, over: RegExp): Promise<string> => {
  const began = performance.now();
  const progress = await stage.progress();
  const countsNow = (): string => `${world.panda.count().tasks} ${world.panda.count().ended}`;
  let seen = "";
  for (;;) {
    const status =
      (await comments(world.as(author), number)).find(({ body }) => body.includes("shrek:status"))?.body ?? "";
    const line = status.split("\n").find((text) => text.includes("request ")) ?? status.split("\n")[1] ?? "";
    progress.show(line.replaceAll("*", ""));
    if (over.test(status) || performance.now() - began > longest) {
      progress.end();
      return status;
    }
    const until = performance.now() + quietMs;
    do await wait(500);
    while (countsNow() === seen && performance.now() < until);
    seen = countsNow();
    await world.runner.schedule();
    await world.runner.idle();
  }
};

const ended = /\*\*.*: (done|incomplete|failed|broken|exhausted|aborted|short|rejected|conflict)/;

/** The reviewer approves and merges, and the stage says how it ended. Gives the comment. */
export const mergeAndFollow = async (world: World, stage: Stage, number: number): Promise<string> => {
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await during(stage, "Reconcile submits.", () => world.runner.idle());
  const status = await follow(world, stage, number, ended);
  for (const one of await comments(world.as(author), number))
    if (one.body.includes("shrek:status")) stage.say(readable(one));
  return status;
};
