import { largestLedgerFile, unreadableLedger, writeFoundation } from "../../core/ledger/line.ts";
import { allParts, foundationPath } from "../../core/ledger/paths.ts";
import { streamFiles } from "../../core/ledger/streams.ts";
import { Failure } from "../../core/problems/failure.ts";
import { onceEach } from "../../core/text/once.ts";
import { textFile } from "../../core/text/source-file.ts";
import { pagesOf } from "../../core/view/ledger/pages.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { commitFiles, isOwnCommit } from "../git/commit.ts";
import { filesAt } from "../git/files-at.ts";
import { readObjects } from "../git/objects.ts";
import { refInFiles } from "../git/ref-files.ts";
import type { GitRefs } from "../git/refs.ts";
import { gitOutcome } from "../git/run.ts";
import { blobsAt } from "./ledger-blobs.ts";
import { ledgerOnFiles } from "./ledger-on-files.ts";

export const ledgerRef = "refs/heads/ledger";
/** Where this clone last saw the ledger: a branch that went back has lost events. */
const seenRef = "refs/shrek/ledger-seen";

export type LedgerPlace = { readonly dir: string; readonly refs: GitRefs; readonly clock: Clock };

export const gitLedger = ({ dir, refs, clock }: LedgerPlace): Ledger => {
  let last: string | undefined;
  let noted: string | undefined;
  // Before it wrote, this process read the branch: one answer is enough for a commit.
  const isOurs = onceEach(async (commit: string) => isOwnCommit((await readObjects(dir, [commit]))[0]));
  return ledgerOnFiles({
    tip: async () => {
      // Read before the branch is: what another process of this clone writes meanwhile is not a way back.
      noted ??= await seenBefore(dir);
      const seen = last ?? noted;
      const commit = await refs.read(ledgerRef);
      if (commit === undefined) return undefined;
      await refuseRewound(dir, seen, commit);
      if (commit !== noted && (await isOurs(commit))) {
        if (refs.stays) await noteSeen(dir, commit, refs.remembered(ledgerRef));
        [last, noted] = [commit, commit];
      }
      return commit;
    },
    isOurs,
    texts: async (commit, paths) => {
      const objects = await objectsAt(dir, commit, paths);
      const found = await readObjects(dir, objects, (object, bytes) => {
        if (bytes <= largestLedgerFile) return;
        const path = paths[objects.indexOf(object)] ?? object;
        throw unreadableLedger(`${path}, which has ${bytes} bytes, more than ${largestLedgerFile}`);
      });
      return found.map((bytes) => bytes?.toString("utf8"));
    },
    list: async (commit, folders) => [...(await blobsAt(dir, commit, folders)).keys()],
    commit: (parent, files, why) => commitFiles(dir, clock, { parent, files, why, kept: refs.keptWhen }),
    move: async (from, to) => {
      const swapped = await refs.swap(ledgerRef, from, to);
      // Noted for other processes by the next read, with which every pass ends: a process of git less a write.
      if (swapped === "swapped") last = to;
      return swapped;
    },
  });
};

/** This many are named by path; for each, git reads every folder on the way. */
const fewPaths = 50;

const objectsAt = async (dir: string, commit: string, paths: readonly string[]): Promise<readonly string[]> => {
  const byPath = (path: string): string => `${commit}:${path}`;
  if (paths.length <= fewPaths) return paths.map(byPath);
  const ids = await filesAt(dir, commit, paths);
  // Under an empty name git has no object.
  return paths.map((path) => ids.get(path) ?? "");
};

const empty = new Map<never, never>();

/** Makes the branch. Only `ledger init` calls it; a branch that is there already is left alone. */
export const createLedger = async (
  { dir, refs, clock }: LedgerPlace,
  id: string | undefined,
  main?: string,
): Promise<"created" | "exists"> => {
  if ((await refs.read(ledgerRef)) !== undefined) return "exists";
  const repository = id ?? Buffer.from(clock.random(4)).toString("hex");
  const foundation = textFile(
    foundationPath,
    writeFoundation({ format: 1, repository, ...(main === undefined ? {} : { main }) }),
  );
  const commit = await commitFiles(dir, clock, {
    parent: undefined,
    files: [foundation, ...pagesOf(empty, empty), ...streamFiles(empty, allParts)],
    why: "Create the ledger",
  });
  return (await refs.swap(ledgerRef, undefined, commit)) === "swapped" ? "created" : "exists";
};

export const seenBefore = async (dir: string): Promise<string | undefined> => {
  const known = refInFiles(dir, seenRef);
  if (known.kind === "at") return known.oid;
  const { code, stdout } = await gitOutcome(dir, ["rev-parse", "--verify", "--quiet", seenRef]);
  return code === 0 ? stdout.toString("utf8").trim() : undefined;
};

/** A memory only: that it could not be noted (another process is at it) takes nothing from what was read or written. */
export const noteSeen = async (dir: string, commit: string, remembered: string | undefined): Promise<void> => {
  const lines = [seenRef, remembered].map((ref) => (ref === undefined ? "" : `update ${ref} ${commit}\n`));
  await gitOutcome(dir, ["update-ref", "--stdin"], { input: lines.join("") });
};

const refuseRewound = async (dir: string, seen: string | undefined, commit: string): Promise<void> => {
  if (seen === undefined || seen === commit) return;
  if (await contains(dir, commit, seen)) return;
  throw new Failure(`The ledger branch was rewritten: it does not contain ${seen.slice(0, 12)}.`, {
    wayOut: "`shrek ledger rebuild` restores it; nothing is submitted until then.",
  });
};

/** Whether an earlier commit is in the history of a later one. */
export const contains = async (dir: string, later: string, earlier: string): Promise<boolean> =>
  later === earlier || (await gitOutcome(dir, ["merge-base", "--is-ancestor", earlier, later])).code === 0;
