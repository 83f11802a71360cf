import pLimit from "p-limit";
import { Failure } from "../../core/failure.ts";
import type { LedgerEvent, SubmissionKey } from "../../core/ledger/event.ts";
import {
  eventsPath,
  foundationPath,
  keyOfPath,
  linesToAdd,
  livePath,
  mainPath,
  readEvents,
  readList,
  streamsPath,
} from "../../core/ledger/files.ts";
import { readFoundation } from "../../core/ledger/foundation.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger, LedgerHead } from "../../ports/ledger.ts";
import { asking, type Repo, statusOf } from "./octokit.ts";

const ref = "heads/ledger";
const atOnce = 6;

/** The ledger through GitHub's API, for jobs without a checkout. Objects never change, so each is asked for once. */
export const githubLedger = ({ octokit, owner, repo }: Repo, clock: Clock): Ledger => {
  const at = { owner, repo };
  const trees = new Map<string, Promise<ReadonlyMap<string, string>>>();
  const blobs = new Map<string, Promise<string>>();
  const limit = pLimit(atOnce);

  const listFiles = async (commit: string): Promise<ReadonlyMap<string, string>> => {
    const { data } = await asking("read the ledger", "contents: read", () =>
      octokit.rest.git.getTree({ ...at, tree_sha: commit, recursive: "1" }),
    );
    if (data.truncated)
      throw new Failure("The ledger has more files than GitHub lists at once.", {
        wayOut: "Use the ledger on plain git.",
      });
    return new Map(
      data.tree.flatMap(({ path, sha, type }) =>
        type === "blob" && path !== undefined && sha !== undefined ? [[path, sha] as const] : [],
      ),
    );
  };
  const filesOf = (commit: string): Promise<ReadonlyMap<string, string>> =>
    remember(trees, commit, () => listFiles(commit));
  const blob = (sha: string): Promise<string> =>
    remember(blobs, sha, () =>
      limit(async () => {
        const { data } = await asking("read the ledger", "contents: read", () =>
          octokit.rest.git.getBlob({ ...at, file_sha: sha }),
        );
        return Buffer.from(data.content, "base64").toString("utf8");
      }),
    );
  const text = async (commit: string, path: string): Promise<string | undefined> => {
    const sha = (await filesOf(commit)).get(path);
    return sha === undefined ? undefined : blob(sha);
  };
  const headAt = async (commit: string): Promise<LedgerHead> => {
    const [first, main] = await Promise.all([text(commit, foundationPath), text(commit, mainPath)]);
    const foundation = first === undefined ? undefined : readFoundation(first);
    if (foundation === undefined)
      throw new Failure("The branch `ledger` is not a ledger: its first file is missing or unreadable.", {
        wayOut: "Nothing is done on it. Restore the branch.",
      });
    const last = readEvents(main ?? "", mainPath).at(-1);
    return {
      commit,
      repository: foundation.repository,
      ...(last?.event === "main-read"
        ? { cursor: last.commit, refused: last.refused }
        : { cursor: undefined, refused: [] }),
    };
  };

  return {
    head: async () => {
      const commit = await headCommit({ octokit, owner, repo });
      if (commit === undefined)
        throw new Failure("There is no ledger: the branch `ledger` is missing.", {
          wayOut: "If this repository never had one, make it with `shrek ledger init`; if it had, restore it.",
        });
      return headAt(commit);
    },
    live: async (head) => readList(await text(head.commit, livePath), livePath) as readonly SubmissionKey[],
    submissions: async (head, tag) =>
      [...(await filesOf(head.commit)).keys()].flatMap((path) =>
        tag === undefined || path.startsWith(`submissions/${tag}/`) ? (keyOfPath(path) ?? []) : [],
      ),
    streams: async (head) =>
      new Map(readList(await text(head.commit, streamsPath), streamsPath) as readonly (readonly [string, number])[]),
    read: async (head, keys) => {
      const found = await Promise.all(
        keys.map(
          async (key): Promise<readonly [SubmissionKey, readonly LedgerEvent[]]> => [
            key,
            readEvents((await text(head.commit, eventsPath(key))) ?? "", eventsPath(key)),
          ],
        ),
      );
      return new Map(found);
    },
    append: async (head, events, pages, why) => {
      const added = await Promise.all(
        [...linesToAdd(events)].map(async ([path, lines]) => ({
          path,
          content: ((await text(head.commit, path)) ?? "") + lines,
        })),
      );
      const written = [
        ...added,
        ...pages.map(({ path, bytes }) => ({ path, content: new TextDecoder().decode(bytes) })),
      ];
      const commit = await asking("write the ledger", "contents: write", async () => {
        const tree = await octokit.rest.git.createTree({
          ...at,
          base_tree: head.commit,
          tree: written.map((file) => ({ ...file, mode: "100644" as const, type: "blob" as const })),
        });
        const nonce = Buffer.from(clock.random(16)).toString("hex");
        return (
          await octokit.rest.git.createCommit({
            ...at,
            tree: tree.data.sha,
            parents: [head.commit],
            message: `${why}\n\nNonce: ${nonce}\n`,
          })
        ).data.sha;
      });
      const moved = await moveRef({ octokit, owner, repo }, commit);
      return moved === "moved" ? { kind: "moved" } : { kind: "written", head: await headAt(commit) };
    },
  };
};

const headCommit = async ({ octokit, owner, repo }: Repo): Promise<string | undefined> =>
  asking("read the ledger", "contents: read", async () => {
    try {
      return (await octokit.rest.git.getRef({ owner, repo, ref })).data.object.sha;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  });

/** GitHub only moves a branch forward: a commit whose parent is not the head any more is refused. A lost answer is settled by looking. */
const moveRef = async (place: Repo, commit: string): Promise<"written" | "moved"> => {
  const { octokit, owner, repo } = place;
  try {
    await octokit.rest.git.updateRef({ owner, repo, ref, sha: commit, force: false });
    return "written";
  } catch (error) {
    const status = statusOf(error);
    if (status === 422 || status === 409 || status === undefined || status >= 500)
      return (await headCommit(place)) === commit ? "written" : "moved";
    return asking("write the ledger", "contents: write", () => Promise.reject(error));
  }
};

const remember = <T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> => {
  const found = known.get(key) ?? ask();
  known.set(key, found);
  return found;
};
