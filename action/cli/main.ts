#!/usr/bin/env node
import nodeModule from "node:module";
import { fileURLToPath } from "node:url";

const oldestNode = 24;
if (Number(process.versions.node.split(".")[0]) < oldestNode) {
  process.stderr.write(`shrek: Node ${oldestNode} or newer is needed, this is ${process.versions.node}.\n`);
  process.exit(2);
}
// What is loaded after this line is compiled already from the second start on, so nothing is loaded before it.
nodeModule.enableCompileCache();
const [, , ...args] = process.argv;
const { isJudgedApart, runWithinLimits } = await import("./within-limits.ts");
if (isJudgedApart(args) && process.env.SHREK_LIMITED === undefined)
  await runWithinLimits(fileURLToPath(import.meta.url), args);
else {
  const { runCommandLine } = await import("./command-line.ts");
  await runCommandLine(args);
}
