import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";

test("A command whose output is closed early, as by head, ends with its own exit code and no stack trace", async () => {
  const cli = join(root, "dist/cli.js");
  const running = spawn(process.execPath, [cli, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
  running.stdout.destroy();

  const [stderr, [code]] = await Promise.all([text(running.stderr), once(running, "exit")]);

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
