import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { buildScene, commitAll, gitIn, root, shrek } from "../../demo/scene.ts";
import { usageOf } from "./usage.ts";
import { writeMany } from "./write-many.ts";

const cli = join(root, "dist/cli.js");

export type Campaign = {
  readonly clone: string;
  readonly origin: string;
  /** One `shrek reconcile`, as a whole process. */
  reconcile(env: Readonly<Record<string, string>>): ReturnType<typeof usageOf>;
};

/** A repository whose main holds so many productions, none of them submitted, and a ledger that knows nothing yet. */
export const openCampaign = async (dir: string, count: number): Promise<Campaign> => {
  await mkdir(dir, { recursive: true });
  const scene = await buildScene(dir, []);
  const made = await shrek(scene.clone, ["ledger", "init", "--no-baseline"]);
  if (made.code !== 0) throw new Error(made.stderr);
  if (count > 0) {
    writeMany(scene.clone, count);
    await commitAll(scene, `Request ${count}`);
  }
  await gitIn(scene.clone, "fetch", "--quiet");
  return {
    ...scene,
    reconcile: async (env) =>
      usageOf([process.execPath, cli, "reconcile"], {
        cwd: scene.clone,
        env: { PATH: process.env["PATH"] ?? "", HOME: dir, ...env },
      }),
  };
};

/** The rendering of the first production, as pchain would be run in it. */
export const renderFirst = async ({ clone }: Campaign, into: string): Promise<string> => {
  await execa(process.execPath, [cli, "render", "productions/toy0", "-o", into], { cwd: clone });
  return into;
};
