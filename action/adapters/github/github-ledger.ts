import pLimit from "p-limit";
import { Failure } from "../../core/problems/failure.ts";
import { onceEach } from "../../core/text/once.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { ledgerOnFiles } from "../ledger/ledger-on-files.ts";
import { asking, type Repo, statusOf } from "./octokit.ts";

const ref = "heads/ledger";
const atOnce = 6;

/** The ledger through GitHub's API, for jobs without a checkout. Objects never change, so each is asked for once. */
export const githubLedger = (place: Repo, clock: Clock): Ledger => {
  const { octokit, owner, repo } = place;
  const at = { owner, repo };
  const filesOf = onceEach((commit) => listFiles(place, commit));
  const limit = pLimit(atOnce);
  const blob = onceEach((sha) =>
    limit(() =>
      asking("read the ledger", "contents: read", async () => {
        const { data } = await octokit.rest.git.getBlob({ ...at, file_sha: sha });
        return Buffer.from(data.content, "base64");
      }),
    ),
  );
  const bytes = async (commit: string, path: string): Promise<Buffer | undefined> => {
    const sha = (await filesOf(commit)).get(path);
    return sha === undefined ? undefined : blob(sha);
  };
  return ledgerOnFiles({
    tip: () => tip(place),
    bytes,
    texts: (commit, paths) => Promise.all(paths.map(async (path) => (await bytes(commit, path))?.toString("utf8"))),
    list: async (commit, folders) =>
      [...(await filesOf(commit)).keys()].filter((path) => folders.some((folder) => path.startsWith(folder))),
    commit: (parent, files, why) =>
      asking("write the ledger", "contents: write", async () => {
        const tree = files.map(({ path, bytes }) => ({
          path,
          mode: "100644" as const,
          type: "blob" as const,
          content: new TextDecoder().decode(bytes),
        }));
        const { data } = await octokit.rest.git.createTree({ ...at, base_tree: parent, tree });
        const nonce = Buffer.from(clock.random(16)).toString("hex");
        const message = `${why}\n\nNonce: ${nonce}\n`;
        const by = { name: "shrek", email: "shrek@localhost", date: clock.now().toISOString() };
        const made = { ...at, tree: data.sha, parents: [parent], message, author: by, committer: by };
        return (await octokit.rest.git.createCommit(made)).data.sha;
      }),
    isOurs: async (commit) =>
      (
        await asking("read the ledger", "contents: read", () =>
          octokit.rest.git.getCommit({ ...at, commit_sha: commit }),
        )
      ).data.committer.email === "shrek@localhost",
    move: (_, to) => moveRef(place, to),
  });
};

const listFiles = async ({ octokit, owner, repo }: Repo, commit: string): Promise<ReadonlyMap<string, string>> => {
  const { data } = await asking("read the ledger", "contents: read", () =>
    octokit.rest.git.getTree({ owner, repo, tree_sha: commit, recursive: "1" }),
  );
  if (data.truncated)
    throw new Failure("The ledger has more files than GitHub lists at once.", {
      wayOut: "In a clone `shrek status` still reads it.",
    });
  return new Map(data.tree.flatMap(({ path, sha, type }) => (type === "blob" ? [[path, sha] as const] : [])));
};

const tip = ({ octokit, owner, repo }: Repo): Promise<string | undefined> =>
  asking("read the ledger", "contents: read", async () => {
    try {
      return (await octokit.rest.git.getRef({ owner, repo, ref })).data.object.sha;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  });

/**
 * GitHub only moves a branch forward: a commit whose parent is not the head any more is refused. Whatever else it
 * answers, or does not, is settled by looking where the branch stands.
 */
const moveRef = async (place: Repo, to: string): Promise<"swapped" | "moved"> => {
  const { octokit, owner, repo } = place;
  try {
    await asking("write the ledger", "contents: write", () =>
      octokit.rest.git.updateRef({ owner, repo, ref, sha: to, force: false }),
    );
    return "swapped";
  } catch (error) {
    const refused = statusOf(error) === 422 || statusOf(error) === 409;
    if ((await tip(place)) === to) return "swapped";
    if (refused) return "moved";
    throw error;
  }
};
