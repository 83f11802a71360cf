import { cacheFolder } from "../../adapters/disk/cache-folder.ts";
import { gitForeign } from "../../adapters/foreign/git-foreign.ts";
import { gitFailure, noRepository } from "../../adapters/git/git-failure.ts";
import { hostsOfMain } from "../../adapters/git/hosts-in-force.ts";
import { chooseRemote } from "../../adapters/git/local.ts";
import { gitMain } from "../../adapters/git/main-branch.ts";
import { type GitRefs, localRefs, remoteRefs } from "../../adapters/git/refs.ts";
import { gitOutcome } from "../../adapters/git/run.ts";
import { gitTags } from "../../adapters/git/tags.ts";
import { gitLedger } from "../../adapters/ledger/git-ledger.ts";
import { systemClock } from "../../adapters/system/system-clock.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import type { Tags } from "../../ports/tags.ts";
import { tell } from "./command.ts";

export type Repository = {
  readonly dir: string;
  /** Where main and ledger are; `undefined`: in this clone itself. */
  readonly remote: string | undefined;
  readonly refs: GitRefs;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly main: MainBranch;
  readonly tags: Tags;
};

/**
 * The repository that contains the working directory, with main and ledger as its remote has them, or its own without a
 * remote. `many`: who pushes often or much, and notes the ledger at the end, asks a remote in a folder without git's push.
 */
export const openRepository = async (remoteName: string | undefined, pushes?: "many"): Promise<Repository> => {
  const asked = ["rev-parse", "--absolute-git-dir"];
  const { code, stdout, stderr } = await gitOutcome(process.cwd(), asked);
  if (code !== 0)
    throw /not a git repository/i.test(stderr)
      ? new Failure("This is not a git repository.", { wayOut: noRepository })
      : gitFailure(process.cwd(), asked, stderr);
  const dir = stdout.toString("utf8").trim();
  const remote = await chooseRemote(dir, remoteName);
  const refs = remote === undefined ? localRefs(dir) : remoteRefs(dir, remote.name, {}, pushes && remote.folder);
  const clock = systemClock();
  return {
    dir,
    remote: remote?.name,
    refs,
    clock,
    ledger: gitLedger({ dir, refs, clock }),
    main: gitMain(dir, refs, gitForeign({ cache: cacheFolder(process.env), hosts: hostsOfMain(dir, refs), tell })),
    tags: gitTags(dir, refs, clock),
  };
};
