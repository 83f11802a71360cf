/**
 * Says at once what `npm run demo`, `npm run try` or `npm run playground` does and how long that takes, then builds, which nobody would see
 * otherwise. Usage: node scripts/demo/opening.ts demo|try|playground
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./scene.ts";
import { during, openStage } from "./stage.ts";

const words: Readonly<Record<string, string>> = {
  demo: "A production from request to done, on this machine: half a minute on an idle machine, some minutes on a busy one.",
  try: "A GitHub with a repository of productions, its runner and a PanDA on this machine, for the tutorial (docs/tutorial/): ready in some seconds.",
  playground:
    "A GitHub, its runner and a PanDA on this machine, to play with by hand (docs/setup.md): ready in some seconds.",
};

const stage = openStage();
stage.say(words[process.argv[2] ?? ""] ?? "");
await during(stage, "Building SHREK: 20 s after a change, else at once.", () =>
  promisify(execFile)(process.execPath, [join(root, "scripts/build.ts")]),
);
