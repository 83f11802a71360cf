import { execFile } from "node:child_process";
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { isSealed } from "../build/seal.ts";
import { root } from "./scene.ts";
import { during, openStage, type Stage } from "./stage.ts";

/** Says at once what begins and how long that takes, then builds, which nobody would see otherwise. What is built is loaded later, and kept as Node compiled it. */
export const openBuilt = async (words: string): Promise<Stage> => {
  enableCompileCache();
  const stage = openStage();
  stage.say(words);
  await during(stage, "Building SHREK: 20 s after a change, else at once.", async () => {
    if (!isSealed(root)) await promisify(execFile)(process.execPath, [join(root, "scripts/build.ts")]);
  });
  return stage;
};
