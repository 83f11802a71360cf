#!/usr/bin/env node
import nodeModule from "node:module";
import { run, type StricliProcess } from "@stricli/core";
import { application } from "./application.ts";

const oldestNode = 22;
if (Number(process.versions.node.split(".")[0]) < oldestNode) {
  process.stderr.write(`shrek: Node ${oldestNode} or newer is needed, this is ${process.versions.node}.\n`);
  process.exit(2);
}
// What a command needs is loaded when it is asked for; from the second start on it is compiled already.
nodeModule.enableCompileCache();

// Stricli tells wrong usage by negative codes; ours is "could not do what was asked". Commands set the real one.
const seen: StricliProcess & { exitCode?: number | string | null } = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
};
await run(application, process.argv.slice(2), { process: seen });
if (Number(seen.exitCode) < 0) process.exitCode = 2;
