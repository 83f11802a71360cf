import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { cacheFolder } from "../../adapters/disk/cache-folder.ts";
import { gitForeign } from "../../adapters/foreign/git-foreign.ts";
import { gitRemoteHead } from "../../adapters/foreign/remote-head.ts";
import { gitFailure, noRepository } from "../../adapters/git/git-failure.ts";
import { chooseRemote, knownRefs, type Remote } from "../../adapters/git/local.ts";
import { gitMain } from "../../adapters/git/main-branch.ts";
import { gitFolderIn } from "../../adapters/git/ref-files.ts";
import { type GitRefs, localRefs, remoteRefs } from "../../adapters/git/refs.ts";
import { hostsHere, hostsOfMain } from "../../adapters/git/revisions.ts";
import { gitOutcome } from "../../adapters/git/run.ts";
import { gitTags } from "../../adapters/git/tags.ts";
import { readWorkStatus, type WorkStatus } from "../../adapters/git/work-status.ts";
import { conventionsOnDisk, repositoryTop, withRequest, workTree } from "../../adapters/git/work-tree.ts";
import { gitLedger } from "../../adapters/ledger/git-ledger.ts";
import { systemClock } from "../../adapters/system/system-clock.ts";
import { Failure } from "../../core/problems/failure.ts";
import { once } from "../../core/text/once.ts";
import { type ProductionSource, requestName } from "../../core/text/source-file.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Foreign } from "../../ports/foreign.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import type { RemoteHead } from "../../ports/remote-head.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
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
 * remote. `many`: who pushes often or much, and notes the ledger at the end, pushes into a folder without git's push.
 */
export const openRepository = async (remoteName: string | undefined, pushes?: "many"): Promise<Repository> => {
  const dir = gitFolderIn(process.cwd()) ?? (await askedFolder(process.cwd()));
  const remote = await chooseRemote(dir, remoteName);
  const refs = remote === undefined ? localRefs(dir) : refsAt(dir, remote, pushes);
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

const askedFolder = async (from: string): Promise<string> => {
  const asked = ["rev-parse", "--absolute-git-dir"];
  const { code, stdout, stderr } = await gitOutcome(from, asked);
  if (code === 0) return stdout.toString("utf8").trim();
  throw /not a git repository/i.test(stderr)
    ? new Failure("This is not a git repository.", { wayOut: noRepository })
    : gitFailure(from, asked, stderr);
};

/** What is in a folder is read there. */
const refsAt = (dir: string, { name, folder }: Remote, pushes: "many" | undefined): GitRefs => {
  const inFolder = remoteRefs(dir, name, {}, folder);
  if (pushes === "many") return inFolder;
  return { ...remoteRefs(dir, name), read: inFolder.read, under: inFolder.under };
};

/** The repository that contains the working directory, with its files on disk and its ledger as this clone has it. */
export type WorkPlace = {
  readonly top: string;
  readonly snapshot: Snapshot;
  readonly ledger: Ledger;
  readonly foreign: Foreign;
  readonly remote: RemoteHead;
  /** git's look at all files: taken when it is first asked for. */
  readonly status: () => Promise<WorkStatus | undefined>;
  /** A production with other bytes for its request, and the files that those name. */
  readonly withBytes: (source: ProductionSource, bytes: Uint8Array) => Promise<ProductionSource>;
};

/** `base`: the revision whose conventions say from where files may be fetched; main's without it. */
export const openWorkPlace = async (base?: string): Promise<WorkPlace> => {
  const top = await repositoryTop(process.cwd());
  const hosts = hostsHere(top, knownRefs(top), base, (folder) => conventionsOnDisk(top, folder));
  const foreign = gitForeign({ cache: cacheFolder(process.env), hosts, tell });
  const status = once(() => readWorkStatus(top));
  return {
    top,
    foreign,
    status,
    remote: gitRemoteHead({ hosts, tell }),
    snapshot: workTree(top, foreign),
    withBytes: (source, bytes) => withRequest(top, source, bytes, foreign),
    ledger: gitLedger({ dir: top, refs: knownRefs(top), clock: systemClock() }),
  };
};

/** The folder, from the repository's top, that a person means by a path. */
export const folderOf = async (top: string, path: string): Promise<string> => {
  const absolute = resolve(path);
  const kind = await stat(absolute).catch(() => undefined);
  if (kind === undefined) throw new Failure(`${path} does not exist.`, { wayOut: "Name a production's folder." });
  const folder = kind.isDirectory() ? absolute : basename(absolute) === requestName ? dirname(absolute) : undefined;
  if (folder === undefined)
    throw new Failure(`${path} is not a production.yaml.`, { wayOut: "Name a production's folder." });
  const inside = relative(top, folder).split(sep).join("/");
  if (inside.startsWith(".."))
    throw new Failure(`${path} is outside the repository ${top}.`, {
      wayOut: "Change to the repository that holds it.",
    });
  return inside === "" ? "." : inside;
};

/** A request under another name is not read, and its author does not see why. */
export const wayToRequest = async (folder: string): Promise<string> => {
  const names = await readdir(folder).catch(() => []);
  const other = names.find((name) => name !== requestName && /^production\.ya?ml$/i.test(name));
  return other === undefined ? "Name a production's folder." : `Rename ${join(folder, other)} to production.yaml.`;
};

export const productionAt = async ({ top, snapshot }: WorkPlace, path: string): Promise<string> => {
  const folder = await folderOf(top, path);
  if ((await snapshot.productions(folder)).includes(folder)) return folder;
  throw new Failure(`There is no production.yaml in ${path}.`, { wayOut: await wayToRequest(join(top, folder)) });
};

/** A folder that will be made, from the repository's top. */
export const inside = (top: string, path: string): string => {
  const found = relative(top, resolve(path)).split(sep).join("/");
  if (found.startsWith(".."))
    throw new Failure(`${path} is outside the repository ${top}.`, {
      wayOut: "Name a folder of this repository with -o, or change to the repository that is meant.",
    });
  return found === "" ? "." : found;
};
