import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../../scripts/demo/scene.ts";
import { compileCache } from "./prepared.ts";

export type Playground = { readonly folder: string; readonly pages: readonly string[] };

/** `npm run playground`, or with "ready" `npm run try`, after its build: the folder and the addresses that it prints. */
export const startPlayground = async (
  ...words: readonly ("ready" | "epic")[]
): Promise<Playground & { readonly end: () => Promise<void> }> => {
  const running: ChildProcess = spawn(process.execPath, [join(root, "scripts/demo/playground.ts"), ...words], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache() },
  });
  const end = async (): Promise<void> => {
    running.kill("SIGINT");
    if (running.exitCode === null) await once(running, "exit");
  };
  if (running.stdout === null) throw new Error("no output");
  const pages: string[] = [];
  for await (const line of createInterface({ input: running.stdout })) {
    if (line.startsWith("In a browser: ")) pages.push(...(line.match(/http:\S+/g) ?? []));
    const [, folder] = /^export PLAYGROUND=(\S+)$/.exec(line) ?? [];
    if (folder !== undefined) return { folder, pages, end };
  }
  throw new Error("npm run playground ended");
};
