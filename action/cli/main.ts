#!/usr/bin/env node
import nodeModule from "node:module";

const oldestNode = 24;
if (Number(process.versions.node.split(".")[0]) < oldestNode) {
  const wayOut = "Install it, or on Linux take shrek-VERSION-linux-x64 of the same release, which brings its own.";
  process.stderr.write(`shrek: Node ${oldestNode} or newer is needed, this is ${process.versions.node}. ${wayOut}\n`);
  process.exit(2);
}
// What is loaded after this line is compiled already from the second start on, so nothing is loaded before it.
nodeModule.enableCompileCache();
const { runCommandLine } = await import("./command-line.ts");
await runCommandLine(process.argv.slice(2));
