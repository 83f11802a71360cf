import { gitOutcome } from "./run.ts";

type Described = { readonly oid: string; readonly parents: readonly string[]; readonly words: string };

/**
 * Whether this commit of main is one of those that a rebase made of a head: the last commits up to `last` have one
 * parent each, and are the head's own by author, time and message. What they hold is not compared here.
 */
export const isRebased = async (dir: string, commit: string, last: string, head: string): Promise<boolean> => {
  const own = await describe(dir, ["--no-merges"], `${last}..${head}`);
  if (own.length === 0) return false;
  const made = await describe(dir, ["--first-parent", `--max-count=${own.length}`], last);
  return (
    made.some(({ oid }) => oid === commit) &&
    made.every(({ parents }) => parents.length === 1) &&
    describedCommits(made) === describedCommits(own)
  );
};

const describedCommits = (commits: readonly Described[]): string =>
  commits
    .map(({ words }) => words)
    .toSorted()
    .join("\0");

const describe = async (dir: string, which: readonly string[], revisions: string): Promise<readonly Described[]> => {
  const asked = [
    "log",
    "-z",
    "--no-show-signature",
    "--format=%H%n%P%n%an%n%ae%n%at%n%B",
    ...which,
    "--end-of-options",
    revisions,
    "--",
  ];
  const { code, stdout } = await gitOutcome(dir, asked);
  const texts = code === 0 ? stdout.toString("utf8").split("\0") : [];
  return texts.flatMap((text) => {
    const [oid = "", parents = "", ...words] = text.split("\n");
    return oid === "" ? [] : [{ oid, parents: parents.split(" "), words: words.join("\n").trimEnd() }];
  });
};
