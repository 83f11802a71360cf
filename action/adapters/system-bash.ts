import { spawn } from "node:child_process";
import { Failure } from "../core/failure.ts";
import type { Bash } from "../ports/bash.ts";

export const systemBash = (): Bash => ({
  complaint: (script) =>
    new Promise((resolve, reject) => {
      const child = spawn("bash", ["-n"], {
        stdio: ["pipe", "ignore", "pipe"],
        env: { PATH: process.env.PATH ?? "", LC_ALL: "C" },
      });
      let said = "";
      child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
      child.on("error", (cause) =>
        reject(new Failure("bash could not be started.", { wayOut: "Install bash.", cause })),
      );
      child.on("close", (code) => resolve(code === 0 ? undefined : said.trim()));
      child.stdin.on("error", () => undefined); // bash may stop reading at the first error; its exit says the rest
      child.stdin.end(script);
    }),
});
