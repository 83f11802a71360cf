import { tmpdir } from "node:os";
import { quotable } from "../../core/problems/problem.ts";
import { gitAddress, isAllowed } from "../../core/request/git-address.ts";
import type { RemoteHead } from "../../ports/remote-head.ts";
import { notFetched, whyNot } from "./foreign-text.ts";
import { compareCommits, type ForeignSetup, foreignLimits } from "./git-foreign.ts";
import { asSettings, guardedGit, succeeded } from "./git-guarded.ts";
import { findRoute, systemResolve } from "./route.ts";

/** `git ls-remote`, outside any repository and as guarded as a fetch, so that no configuration of a clone has a say. */
export const gitRemoteHead = ({
  hosts: inForce,
  tell,
  limits = foreignLimits,
  resolve = systemResolve,
}: Omit<ForeignSetup, "cache">): RemoteHead => ({
  newest: async (folder, { git, branch }) => {
    const hosts = await inForce(folder);
    const address = gitAddress(git);
    if (address === undefined || !isAllowed(git, hosts)) return { kind: "not-in-force" };
    const ref = branch === undefined ? "HEAD" : `refs/heads/${branch}`;
    const route = await findRoute(address, hosts, resolve);
    const asked = ["ls-remote", "--end-of-options", address.url, ref];
    const answer =
      route.kind === "closed"
        ? route
        : await guardedGit(tmpdir(), [...asSettings(route.settings), ...asked], limits, { env: route.env });
    if (answer.kind === "closed" || !succeeded(answer)) {
      const no = answer.kind === "closed" ? notFetched(address, answer.detail) : whyNot(address, limits, answer);
      if (no.detail !== undefined) tell?.(quotable(no.detail));
      return { kind: "missing", message: no.message };
    }
    const lines = answer.stdout.toString("utf8").split("\n");
    const commit = /^[0-9a-f]{40}(?=\t)/.exec(lines.find((one) => one.endsWith(`\t${ref}`)) ?? "")?.[0];
    return commit === undefined
      ? { kind: "missing", message: `${address.url} has no branch ${branch ?? "of its own"}.` }
      : { kind: "found", commit };
  },
});

/** The same, of commits behind the named one: a branch that was moved by force is not followed to another commit. */
export const gitNewerCommit = (setup: ForeignSetup): RemoteHead => {
  const heads = gitRemoteHead(setup);
  return {
    newest: async (folder, named) => {
      const head = await heads.newest(folder, named);
      if (head.kind !== "found" || head.commit === named.commit) return head;
      const relation = await compareCommits(setup, folder, { git: named.git, older: named.commit, newer: head.commit });
      return relation === "after"
        ? head
        : relation === "aside"
          ? { kind: "aside" }
          : { kind: "missing", message: relation.message };
    },
  };
};
