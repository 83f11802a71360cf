import { run, type StricliProcess } from "@stricli/core";
import { application } from "./application.ts";
import { proposalsFor } from "./proposals.ts";

// Stricli tells wrong usage by negative codes; ours is "could not do what was asked". Commands set the real one.
const seen: StricliProcess & { exitCode?: number | string | null } = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
};

export const runCommandLine = async (args: readonly string[]): Promise<void> => {
  const [command, mark, ...words] = args;
  if (command === "completion" && mark === "--") {
    for (const proposal of await proposalsFor(application, words)) process.stdout.write(`${proposal}\n`);
    return;
  }
  await run(application, args, { process: seen });
  if (Number(seen.exitCode) < 0) process.exitCode = 2;
};
