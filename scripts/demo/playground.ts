/**
 * A GitHub, its runner and a PanDA on this machine, for a person: prints what to paste, then runs until Ctrl-C.
 * `npm run playground` has an empty repository; `npm run try` one that is set up; `npm run try -- epic` one of ePIC.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setInterval } from "node:timers";
import { openingWords, openPlayground, type PlaygroundKind } from "./open-playground.ts";
import { during, openStage } from "./stage.ts";

/** How often the schedule of the workflows strikes, which says 15 minutes. Milliseconds. */
const strikes = 10_000;

const words = process.argv.slice(2);
const isReady = words.includes("ready");
const strange = words.filter((word) => !["ready", ...(isReady ? ["epic"] : [])].includes(word));
if (strange.length > 0) {
  process.stderr.write(
    `There is no world "${strange.join(" ")}": npm run try, npm run try -- epic, npm run playground.\n`,
  );
  process.exit(2);
}
const kind: PlaygroundKind = !isReady ? "empty" : words.includes("epic") ? "epic" : "ready";
const dir = await mkdtemp(join(tmpdir(), "shrek-playground-"));
const world = await during(openStage(), "Starting the sandboxes.", () => openPlayground(dir, kind, { tickEvery: 200 }));
process.stdout.write(openingWords(world, dir, kind, strikes / 1000));
// A pass that failed is on the pull request and in the run, as at GitHub; here it must not end the others.
const striking = setInterval(() => void world.runner.schedule().catch(() => undefined), strikes);
const end = async (): Promise<void> => {
  clearInterval(striking);
  await world.close();
  await rm(dir, { recursive: true, force: true });
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end());
