import { setTimeout as wait } from "node:timers/promises";
import { comments } from "./pull-request.ts";
import type { Stage } from "./stage.ts";
import { author, type World } from "./world.ts";

const longest = 90_000;

/** The schedule strikes until the status comment says that it is over, or for 90 s. Gives the comment. */
export const follow = async (world: World, stage: Stage, number: number, over: RegExp): Promise<string> => {
  const began = performance.now();
  const progress = await stage.progress();
  for (;;) {
    const status =
      (await comments(world.as(author), number)).find(({ body }) => body.includes("shrek:status"))?.body ?? "";
    const line = status.split("\n").find((text) => text.includes("request ")) ?? status.split("\n")[1] ?? "";
    progress.show(line.replaceAll("*", ""));
    if (over.test(status) || performance.now() - began > longest) {
      progress.end();
      return status;
    }
    await wait(500);
    await world.runner.schedule();
    await world.runner.idle();
  }
};
