import { tmpdir } from "node:os";
import type { RemoteHead } from "../../ports/remote-head.ts";
import { gitOutcome } from "./run.ts";

/** `git ls-remote`, outside any repository, so that no configuration of a clone has a say. Only hosts that the conventions allow are asked. */
export const gitRemoteHead = (): RemoteHead => ({
  newest: async (git, branch) => {
    const ref = branch === undefined ? "HEAD" : `refs/heads/${branch}`;
    const { code, stdout, stderr } = await gitOutcome(tmpdir(), ["ls-remote", "--end-of-options", git, ref]);
    if (code !== 0) return { kind: "missing", message: `${git} did not answer: ${stderr.split("\n")[0] ?? ""}` };
    const line = stdout
      .toString("utf8")
      .split("\n")
      .find((one) => one.endsWith(`\t${ref}`));
    const commit = /^[0-9a-f]{40}(?=\t)/.exec(line ?? "")?.[0];
    return commit === undefined
      ? { kind: "missing", message: `${git} has no branch ${branch ?? "of its own"}.` }
      : { kind: "found", commit };
  },
});
