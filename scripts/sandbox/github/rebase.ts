import { git, tryGit } from "./git.ts";
import { Refusal } from "./refusal.ts";

/**
 * The commits of a head that are not on the tip, each made anew on it as GitHub's "Rebase and merge" does: authors and
 * messages stay, who merged is the committer, merges are left out.
 */
export const rebase = async (dir: string, tip: string, head: string, login: string): Promise<readonly string[]> => {
  const listed = await git(dir, ["rev-list", "--reverse", "--topo-order", "--no-merges", `${tip}..${head}`]);
  const made: string[] = [];
  for (const commit of listed.split("\n")) made.push(await pick(dir, made.at(-1) ?? tip, commit, login));
  return made;
};

const pick = async (dir: string, onto: string, commit: string, login: string): Promise<string> => {
  const merged = await tryGit(dir, [
    "merge-tree",
    "--write-tree",
    "--no-messages",
    `--merge-base=${commit}^`,
    onto,
    commit,
  ]);
  if (merged.code !== 0) throw new Refusal(405, "This branch can't be rebased");
  const [name = "", email = "", date = "", ...message] = (
    await git(dir, ["show", "-s", "--format=%an%n%ae%n%ad%n%B", "--date=raw", commit])
  ).split("\n");
  return git(dir, ["commit-tree", merged.text.split("\n")[0] ?? "", "-p", onto], {
    input: message.join("\n"),
    env: {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: login,
      GIT_COMMITTER_EMAIL: `${login}@users.noreply.github.com`,
    },
  });
};
