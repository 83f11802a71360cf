import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Failure } from "../core/failure.ts";
import type { Bash } from "../ports/bash.ts";

/**
 * Node's pipes are sockets, and a bash that finds a socket on its input believes that it was called over the network
 * and reads the user's start-up file: `--norc` keeps it from that.
 *
 * One process for all scripts, since starting one is most of the cost. They come in by the input, ended by a zero byte,
 * and are only ever read by `bash -n`.
 */
const program = `while IFS= read -r -d '' script; do printf '%s' "$script" | bash --norc -n 2>&1; printf '\\0'; done`;

export const systemBash = (): Bash => ({
  complaints: async (scripts) => {
    if (scripts.length === 0) return [];
    const started = promisify(execFile)("bash", ["--norc", "-c", program], {
      encoding: "utf8",
      maxBuffer: 512 * 1024 * 1024,
      env: { PATH: process.env.PATH ?? "", LC_ALL: "C" },
    });
    started.child.stdin?.end(scripts.map((script) => `${script.replaceAll("\0", "")}\0`).join(""));
    const { stdout } = await started.catch((cause: unknown) => {
      throw new Failure("bash could not be started.", { wayOut: "Install bash.", cause });
    });
    return stdout
      .split("\0")
      .slice(0, -1)
      .map((said) => (said.split("\n", 1)[0] ?? "").replace(/^bash: /, "").trim());
  },
});
