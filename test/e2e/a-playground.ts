import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openPlayground, type PlaygroundKind } from "../../scripts/demo/open-playground.ts";
import type { World } from "../../scripts/demo/world.ts";
import { compileCache, preparedRelease } from "./prepared.ts";
import { start } from "./warm/start.ts";

export type Playground = { readonly folder: string; readonly world: World; readonly close: () => Promise<void> };

/** The sandboxes of `npm run playground` or `npm run try`, in this process: jobs and schedules move when a test says so. */
export const raisePlayground = async (kind: PlaygroundKind): Promise<Playground> => {
  const folder = await mkdtemp(join(tmpdir(), "shrek-playground-"));
  const env = { NODE_COMPILE_CACHE: compileCache() };
  const world = await openPlayground(folder, kind, { env, start, releaseTree: await preparedRelease() });
  const close = async (): Promise<void> => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, world, close };
};

/** Every job at PanDA has ended, and a pass has looked. */
export const moveOn = async ({ panda, runner }: World): Promise<void> => {
  await panda.tick(30);
  await runner.schedule();
  await runner.idle();
};

/** Lines in the second terminal, all that they print; with "-e" the first that fails ends them. */
export const inTerminal = async (
  folder: string,
  place: { readonly home?: string; readonly cwd: string; readonly flags: string },
  lines: readonly string[],
): Promise<string> => {
  const env = {
    PATH: process.env["PATH"],
    HOME: place.home ?? folder,
    PLAYGROUND: folder,
    NODE_COMPILE_CACHE: compileCache(),
  };
  return (await promisify(execFile)("bash", [place.flags, lines.join("\n")], { cwd: place.cwd, env })).stdout;
};
