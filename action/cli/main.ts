#!/usr/bin/env node
import nodeModule from "node:module";
import { fileURLToPath } from "node:url";
import { isJudgedApart } from "./judged-apart.ts";

const oldestNode = 24;
if (Number(process.versions.node.split(".")[0]) < oldestNode) {
  process.stderr.write(`shrek: Node ${oldestNode} or newer is needed, this is ${process.versions.node}.\n`);
  process.exit(2);
}
// What is loaded after this line is compiled already from the second start on, so nothing is loaded before it.
nodeModule.enableCompileCache();
const [, , ...args] = process.argv;
const here = import.meta.url;
if (isJudgedApart(args) && process.env.SHREK_LIMITED === undefined) {
  const { runWithinLimits } = await import("./within-limits.ts");
  await runWithinLimits(fileURLToPath(here), args);
} else if (args[0] === "check" && !isJudgedApart(args) && !here.endsWith(".ts")) {
  const { loadCompiled } = await import("./load-compiled.ts");
  // The bundle beside ours, made of this module.
  const line = loadCompiled(fileURLToPath(new URL("./check-line.cjs", here)), nodeModule.getCompileCacheDir());
  await (line as typeof import("./check-line.ts")).runCheckLine(args);
} else {
  const { runCommandLine } = await import("./command-line.ts");
  await runCommandLine(args);
}
