import { Failure } from "../../core/problems/failure.ts";
import { readObjects } from "./objects.ts";
import { type GitOutcome, git, gitOutcome } from "./run.ts";

/** Branches and tags with compare-and-swap, in one place: a repository on this disk, or its remote. */
export type GitRefs = {
  /** Where the branch stands now, its objects fetched; `undefined`: there is none. */
  read(ref: string): Promise<string | undefined>;
  /** Moves the ref only if it stands at `from` (`undefined`: only if it does not exist). */
  swap(ref: string, from: string | undefined, to: string): Promise<"swapped" | "moved">;
};

const zero = "0".repeat(40);

export const localRefs = (dir: string): GitRefs => ({
  read: async (ref) => {
    // Exactly this name: `rev-parse` would also find refs/tags/refs/heads/...
    const { code, stdout } = await gitOutcome(dir, ["show-ref", "--verify", "--hash", ref]);
    return code === 0 ? stdout.toString("utf8").trim() : undefined;
  },
  swap: async (ref, from, to) => {
    const { code, stderr } = await gitOutcome(dir, ["update-ref", ref, to, from ?? zero]);
    if (code === 0) return "swapped";
    const now = await localRefs(dir).read(ref);
    if (now === to) return "swapped";
    if (now !== from) return "moved";
    throw new Failure(`git could not write ${ref}: ${stderr}`);
  },
});

/** Each is two arguments of a command line, which has an end. */
const mostTogether = 500;

type RefMove = { readonly ref: string; readonly from: string | undefined; readonly to: string };

/**
 * Moves that are asked for while a push is under way go together in the next one: a pass's tags are two pushes. Each
 * has its own lease, and one that is refused holds up no other.
 */
const pushTogether = (
  push: (moves: readonly RefMove[]) => Promise<GitOutcome>,
): ((move: RefMove) => Promise<GitOutcome>) => {
  let waiting: { readonly move: RefMove; readonly outcome: (outcome: Promise<GitOutcome>) => void }[] = [];
  let busy: Promise<unknown> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const first = waiting
      .filter(({ move }, at) => waiting.findIndex((other) => other.move.ref === move.ref) === at)
      .slice(0, mostTogether);
    if (first.length === 0) return;
    waiting = waiting.filter((one) => !first.includes(one));
    const outcome = push(first.map(({ move }) => move));
    for (const one of first) one.outcome(outcome);
    await outcome.catch(() => undefined);
  };
  return (move) =>
    new Promise((resolve) => {
      waiting.push({ move, outcome: resolve });
      busy = busy.then(flush);
    });
};

/**
 * A push is a compare-and-swap with a lease; an unclear answer is settled by reading where the branch stands. `remote`:
 * a name or an address; `env`: what git needs to log in there.
 */
export const remoteRefs = (dir: string, remote: string, env: Readonly<Record<string, string>> = {}): GitRefs => {
  const read = async (ref: string): Promise<string | undefined> => {
    const { code, stdout, stderr } = await gitOutcome(dir, ["ls-remote", remote, ref], { env });
    if (code !== 0)
      throw new Failure(`The remote "${remote}" cannot be read: ${stderr.split("\n")[0] ?? ""}`, {
        wayOut: "Check network and permissions.",
      });
    // `ls-remote` matches the ends of names; only the whole name is meant.
    const lines = stdout.toString("utf8").split("\n");
    const oid = lines.find((line) => line.endsWith(`\t${ref}`))?.split("\t")[0];
    if (oid === undefined) return undefined;
    const [known] = await readObjects(dir, [oid]);
    if (known === undefined) await git(dir, ["fetch", "--quiet", "--no-tags", remote, ref], { env });
    return oid;
  };
  const push = pushTogether((moves) =>
    gitOutcome(
      dir,
      [
        ...["-c", "push.negotiate=false", "-c", "push.recurseSubmodules=no"],
        ...["push", "--quiet", "--no-follow-tags"],
        ...moves.map(({ ref, from }) => `--force-with-lease=${ref}:${from ?? ""}`),
        remote,
        ...moves.map(({ ref, to }) => `${to}:${ref}`),
      ],
      { env },
    ),
  );
  return {
    read,
    swap: async (ref, from, to) => {
      const { code, stderr } = await push({ ref, from, to });
      if (code === 0) return "swapped";
      const now = await read(ref);
      if (now === to) return "swapped";
      if (now !== from) return "moved";
      throw new Failure(
        `The remote "${remote}" refused ${ref}: ${stderr.split("\n").find((line) => line.includes("rejected") || line.includes("error")) ?? stderr}`,
      );
    },
  };
};
