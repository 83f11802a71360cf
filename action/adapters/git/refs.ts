import type { GitOutcome } from "./child.ts";
import { fetchHere } from "./fetch-here.ts";
import { gitFailure } from "./git-failure.ts";
import { packFor } from "./made-objects.ts";
import type { KeptWhen } from "./new-objects.ts";
import { readObjects } from "./objects.ts";
import { refInFiles } from "./ref-files.ts";
import { type RemoteWork, remoteFailure } from "./remote-failure.ts";
import { git, gitOutcome } from "./run.ts";
import { type GitServer, gitServer, type RefMove, zero } from "./server/git-server.ts";
import { authorizationIn, serviceAt } from "./server/service-at.ts";
import { serverOnDisk } from "./server-on-disk.ts";
import { together } from "./together.ts";

/** Branches and tags with compare-and-swap, in one place: a repository on this disk, or its remote. */
export type GitRefs = {
  /** When git must have what was made here and a swap needs: where a swap sends it without git, later. */
  readonly keptWhen: KeptWhen;
  /** Whether the clone is there behind this process. A login is a job's, and its clone ends with it. */
  readonly stays: boolean;
  /** The ref under which this clone remembers a branch, where no push of git's own writes it. */
  remembered(ref: string): string | undefined;
  /** The commit of the branch now, its objects fetched; `undefined`: there is none. */
  read(ref: string): Promise<string | undefined>;
  /** Every ref whose name begins so, with its object id; the objects may not be here. */
  under(prefix: string): Promise<ReadonlyMap<string, string>>;
  /** Makes sure that the objects of these refs are here. */
  fetchRefs(refs: readonly string[]): Promise<void>;
  /** Moves the ref only if its commit is `from` (`undefined`: only if it does not exist). */
  swap(ref: string, from: string | undefined, to: string): Promise<"swapped" | "moved">;
  /** Removes the ref only if its commit is `from`; it may be gone already. */
  drop(ref: string, from: string): Promise<"gone" | "moved">;
};

export const localRefs = (dir: string): GitRefs => ({
  keptWhen: "at once",
  stays: true,
  remembered: () => undefined,
  read: async (ref) => {
    const known = refInFiles(dir, ref);
    if (known.kind === "at") return known.oid;
    // Exactly this name: `rev-parse` would also find refs/tags/refs/heads/...
    const { code, stdout, stderr } = await gitOutcome(dir, ["show-ref", "--verify", "--hash", ref]);
    if (code === 0) return stdout.toString("utf8").trim();
    if (/not a valid ref/.test(stderr)) return undefined;
    throw gitFailure(dir, ["show-ref", ref], stderr);
  },
  under: async (prefix) =>
    refsIn(await git(dir, ["for-each-ref", "--format=%(objectname)\t%(refname)", prefix]), prefix),
  fetchRefs: async () => undefined,
  swap: async (ref, from, to) => {
    const { code, stderr } = await gitOutcome(dir, ["update-ref", ref, to, from ?? zero]);
    if (code === 0) return "swapped";
    const now = await localRefs(dir).read(ref);
    if (now === to) return "swapped";
    if (now !== from) return "moved";
    throw gitFailure(dir, ["update-ref", ref], stderr);
  },
  drop: async (ref, from) => {
    const { code, stderr } = await gitOutcome(dir, ["update-ref", "-d", ref, from]);
    const now = code === 0 ? undefined : await localRefs(dir).read(ref);
    if (now === undefined) return "gone";
    if (now !== from) return "moved";
    throw gitFailure(dir, ["update-ref", "-d", ref], stderr);
  },
});

const refsIn = (lines: string, prefix: string): ReadonlyMap<string, string> => {
  const refs = new Map<string, string>();
  for (const [, oid = "", name = ""] of lines.matchAll(/^([0-9a-f]+)\t(\S+)$/gm))
    if (name.startsWith(prefix)) refs.set(name, oid);
  return refs;
};

type Pushed = Pick<GitOutcome, "code" | "stderr">;

/** Each is two arguments of a command line, which has an end. */
const maxTogether = 500;

/**
 * Moves that are asked for while a push is under way go together in the next one: a pass's tags are two pushes. Each
 * has its own lease, and one that is refused holds up no other. Of one ref, one move at a time.
 */
const pushTogether = (push: (moves: readonly RefMove[]) => Promise<Pushed>): ((move: RefMove) => Promise<Pushed>) =>
  together(push, (waiting) =>
    waiting.filter(({ ref }, at) => waiting.findIndex((other) => other.ref === ref) === at).slice(0, maxTogether),
  );

type GitLogin = Readonly<Record<string, string>>;

/**
 * A push is a compare-and-swap with a lease; an unclear answer is settled by reading the branch again. `remote`: a name
 * or an address; `folder`: where it is on this disk. With a login or a folder it is asked without git, where it can be.
 */
export const remoteRefs = (dir: string, remote: string, env: GitLogin = {}, folder?: string): GitRefs => {
  const server = serverOf(remote, env, folder);
  const asked = async (what: RemoteWork, args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await gitOutcome(dir, args, { env });
    if (code !== 0) throw remoteFailure(remote, what, stderr);
    return stdout.toString("utf8");
  };
  const read = async (ref: string): Promise<string | undefined> => {
    const known = await server?.at(ref);
    // `ls-remote` matches the ends of names; only the whole name is meant.
    const found =
      known === undefined
        ? refsIn(await asked({ kind: "read", ref }, ["ls-remote", remote, ref]), ref).get(ref)
        : known.oid;
    if (found === undefined) return undefined;
    const [object] = await readObjects(dir, [found]);
    if (object === undefined) await fetch([ref]);
    return found;
  };
  const fetch = fetchFrom(dir, remote, env);
  const push = pushTogether(async (moves) => {
    if (server !== undefined && (await pushMade(server, dir, moves)) === "moved all") return { code: 0, stderr: "" };
    return gitOutcome(dir, pushing(remote, moves), { env });
  });
  const swap = async (move: RefMove, left = maxMeetings): ReturnType<GitRefs["swap"]> => {
    const { code, stderr } = await push(move);
    if (code === 0) return "swapped";
    const now = await read(move.ref);
    if (now === move.to) return "swapped";
    if (now !== move.from) return "moved";
    // Another process writes this ref at this moment, and has not: the swap is as right as before.
    if (left > 1 && isLocked.test(stderr)) return swap(move, left - 1);
    throw remoteFailure(remote, { kind: "write", ref: move.ref }, stderr);
  };
  return {
    keptWhen: server === undefined ? "at once" : "later",
    stays: authorizationIn(env) === undefined,
    remembered: (ref) => (folder === undefined ? undefined : ref.replace("refs/heads/", `refs/remotes/${remote}/`)),
    read,
    under: async (prefix) =>
      (await server?.under(prefix)) ??
      refsIn(await asked({ kind: "read", ref: prefix }, ["ls-remote", "--refs", remote, `${prefix}*`]), prefix),
    fetchRefs: fetch,
    swap: (ref, from, to) => swap({ ref, from, to }),
    drop: async (ref, from) => {
      const { code, stderr } = await gitOutcome(dir, dropping(remote, ref, from), { env });
      const now = code === 0 ? undefined : await read(ref);
      if (now === undefined || now !== from) return now === undefined ? "gone" : "moved";
      throw remoteFailure(remote, { kind: "write", ref }, stderr);
    },
  };
};

const fetchFrom =
  (dir: string, remote: string, env: GitLogin): GitRefs["fetchRefs"] =>
  async (refs) => {
    for (let from = 0; from < refs.length; from += maxTogether) {
      const some = refs.slice(from, from + maxTogether);
      if (await fetchHere(dir, { url: remote, env }, some)) continue;
      const args = ["fetch", "--quiet", "--no-tags", remote, ...some];
      const fetched = await untilUnlocked(() => gitOutcome(dir, args, { env }));
      if (fetched.code !== 0) throw remoteFailure(remote, { kind: "read", ref: some[0] ?? "" }, fetched.stderr);
    }
  };

/** How often processes may meet at one ref; git itself waits a tenth of a second each time. */
const maxMeetings = 10;
const isLocked = /Unable to create '.*\.lock': File exists/;

/** A fetch notes where the remote's branches are, and fails where another process of this clone did so at that moment. */
const untilUnlocked = async (
  fetch: () => ReturnType<typeof gitOutcome>,
  left = maxMeetings,
): ReturnType<typeof gitOutcome> => {
  const outcome = await fetch();
  const met = outcome.code !== 0 && /cannot lock ref/.test(outcome.stderr);
  return met && left > 1 ? untilUnlocked(fetch, left - 1) : outcome;
};

/** Only what was made here: all else git must find. */
const pushMade = async (server: GitServer, dir: string, moves: readonly RefMove[]): ReturnType<GitServer["push"]> => {
  const tips = moves.map(({ to }) => to);
  const pack = packFor(dir, tips);
  return pack === undefined ? undefined : server.push(moves, pack);
};

const serverOf = (remote: string, env: GitLogin, folder: string | undefined): GitServer | undefined => {
  if (folder !== undefined) return serverOnDisk(folder);
  const service = serviceAt({ url: remote, env });
  return service && gitServer(service);
};

/** To nothing: git removes it. */
const dropping = (remote: string, ref: string, from: string): readonly string[] =>
  pushing(remote, [{ ref, from, to: "" }]);

const pushing = (remote: string, moves: readonly RefMove[]): readonly string[] => [
  ...["-c", "push.negotiate=false", "-c", "push.recurseSubmodules=no"],
  ...["push", "--quiet", "--no-follow-tags"],
  ...moves.map(({ ref, from }) => `--force-with-lease=${ref}:${from ?? ""}`),
  remote,
  ...moves.map(({ ref, to }) => `${to}:${ref}`),
];
