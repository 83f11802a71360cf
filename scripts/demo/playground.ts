/**
 * A GitHub, its runner and a PanDA on this machine, for a person: prints what to paste, then runs until Ctrl-C.
 * `npm run playground` has an empty repository; `npm run try` one that is set up; `npm run try -- epic` one of ePIC.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setInterval } from "node:timers";
import { scriptArguments } from "../arguments.ts";
import { openBuilt } from "./opening.ts";
import { during } from "./stage.ts";

/** How often the schedule of the workflows strikes, which says 15 minutes. Milliseconds. */
const strikes = 10_000;

const { words } = scriptArguments({}, ["ready", "epic"]);
const kind = words.length === 0 ? "empty" : words.includes("epic") ? "epic" : "ready";
const stage = await openBuilt(
  kind === "empty"
    ? "A GitHub, its runner and a PanDA on this machine, to play with by hand (docs/setup.md): ready in some seconds."
    : "A GitHub with a repository of productions, its runner and a PanDA on this machine, for the tutorial (docs/tutorial/): ready in some seconds.",
);
const { openingWords, openPlayground } = await import("./open-playground.ts");
const dir = await mkdtemp(join(tmpdir(), "shrek-playground-"));
const world = await during(stage, "Starting the sandboxes.", () => openPlayground(dir, kind, { tickEvery: 200 }));
process.stdout.write(openingWords(world, dir, kind, strikes / 1000));
// A pass that failed is on the pull request and in the run, as at GitHub; here it must not end the others.
const striking = setInterval(() => void world.runner.schedule().catch(() => undefined), strikes);
const end = async (): Promise<void> => {
  clearInterval(striking);
  await world.close();
  await rm(dir, { recursive: true, force: true });
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end());
