import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Failure } from "../core/failure.ts";
import type { Bash } from "../ports/bash.ts";

/**
 * Node's pipes are sockets, and a bash that finds a socket on its input believes that it was called over the network
 * and reads the user's start-up file: `--norc` keeps it from that.
 *
 * One process for all scripts, since starting one is most of the cost. The texts are arguments and are only ever read by `bash -n`.
 */
const program = `for script; do printf '%s' "$script" | bash --norc -n 2>&1 | head -n 1; printf '\\0'; done`;

export const systemBash = (): Bash => ({
  complaints: async (scripts) => {
    if (scripts.length === 0) return [];
    const { stdout } = await promisify(execFile)("bash", ["--norc", "-c", program, "shrek", ...scripts], {
      encoding: "utf8",
      env: { PATH: process.env.PATH ?? "", LC_ALL: "C" },
    }).catch((cause: unknown) => {
      throw new Failure("bash could not be started.", { wayOut: "Install bash.", cause });
    });
    return stdout
      .split("\0")
      .slice(0, -1)
      .map((said) => said.replace(/^bash: /, "").trim());
  },
});
