import { git } from "../git.ts";
import { readObject } from "../objects.ts";
import { Refusal } from "../refusal.ts";
import { fullName, type Pull, type Repository } from "../repository.ts";
import type { World } from "../world.ts";
import { nodeId } from "./node-id.ts";
import { type ChangedPath, changedPaths } from "./trees.ts";
import { userShape } from "./user.ts";

export type Commit = {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
};
export type Signature = { readonly name: string; readonly email: string; readonly date: string };

const format = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%n");

export const readCommits = async (repository: Repository, args: readonly string[]): Promise<readonly Commit[]> => {
  const text = await git(repository.dir, ["log", "-z", `--format=${format}`, ...args, "--"]);
  return text.split("\0").flatMap((part) => (part === "" ? [] : [commitOf(part)]));
};

/** What a pull request brings, the last commit first. */
export const commitsOf = (repository: Repository, { base, head }: Pull): Promise<readonly Commit[]> =>
  commitsBetween(repository, base.sha, head.sha);

/** What a head has over its base, the last commit first. Mostly few commits, which all lead to that base: then git is not started. */
export const commitsBetween = async (
  repository: Repository,
  base: string,
  head: string,
): Promise<readonly Commit[]> => {
  const found: Commit[] = [];
  const next = [head];
  while (found.length < fewCommits) {
    const sha = next.find((one) => one !== base && !found.some((known) => known.sha === one));
    if (sha === undefined) return found.toSorted((one, other) => timeOf(other) - timeOf(one));
    const commit = await readCommit(repository, sha);
    if (commit.parents.length === 0) break;
    found.push(commit);
    next.push(...commit.parents);
  }
  return readCommits(repository, [`${base}..${head}`]);
};
const fewCommits = 20;
const timeOf = ({ committer }: Commit): number => Date.parse(committer.date);

export const readCommit = async (repository: Repository, revision: string): Promise<Commit> => {
  const found = await readObject(repository.dir, `${revision}^{commit}`);
  if (found === undefined) throw new Refusal(404, "Not Found");
  const [head = "", ...message] = found.bytes.toString("utf8").split("\n\n");
  const fields = head.split("\n").map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]);
  const of = (name: string): readonly string[] => fields.flatMap(([key, value = ""]) => (key === name ? [value] : []));
  return {
    sha: found.sha,
    tree: of("tree")[0] ?? "",
    parents: of("parent"),
    author: signatureOf(of("author")[0] ?? ""),
    committer: signatureOf(of("committer")[0] ?? ""),
    message: message.join("\n\n").trimEnd(),
  };
};

const signatureOf = (text: string): Signature => {
  const [, name = "", email = "", seconds = "0"] = /^(.*) <(.*)> (\d+)/.exec(text) ?? [];
  return { name, email, date: utc(new Date(Number(seconds) * 1000)) };
};

const commitOf = (part: string): Commit => {
  const [sha = "", tree = "", parents = "", an = "", ae = "", ad = "", cn = "", ce = "", cd = "", ...message] =
    part.split("\n");
  return {
    sha,
    tree,
    parents: parents === "" ? [] : parents.split(" "),
    author: { name: an, email: ae, date: utc(new Date(ad)) },
    committer: { name: cn, email: ce, date: utc(new Date(cd)) },
    message: message.join("\n").trimEnd(),
  };
};

const utc = (date: Date): string => date.toISOString().replace(".000Z", "Z");

const unsigned = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };

/** A person is known by the mail address their commits carry: `LOGIN@users.noreply.github.com`. GitHub's own is an account, too. */
const account = (world: World, { email }: Signature) => {
  if (email === "noreply@github.com") return userShape(world, "web-flow");
  const login = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/.exec(email)?.[1];
  return login !== undefined && world.users.has(login) ? userShape(world, login) : null;
};

export const commitShape = (world: World, repository: Repository, commit: Commit) => {
  const api = `${world.url()}/repos/${fullName(repository)}`;
  const html = `${world.url()}/${fullName(repository)}/commit`;
  return {
    sha: commit.sha,
    node_id: nodeId("Commit", commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: unsigned,
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author: account(world, commit.author),
    committer: account(world, commit.committer),
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${html}/${sha}` })),
  };
};

export const gitCommitShape = (world: World, repository: Repository, commit: Commit) => {
  const api = `${world.url()}/repos/${fullName(repository)}/git`;
  const html = `${world.url()}/${fullName(repository)}/commit`;
  return {
    sha: commit.sha,
    node_id: nodeId("Commit", commit.sha),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${html}/${sha}` })),
    verification: unsigned,
  };
};

/** As event payloads write a commit. */
export const payloadCommit = (world: World, repository: Repository, commit: Commit) => ({
  id: commit.sha,
  tree_id: commit.tree,
  distinct: true,
  message: commit.message,
  timestamp: commit.committer.date,
  url: `${world.url()}/${fullName(repository)}/commit/${commit.sha}`,
  author: payloadPerson(commit.author),
  committer: payloadPerson(commit.committer),
});

const payloadPerson = ({ name, email }: Signature) => ({ name, email, username: name });

/** A pushed commit also names its files. */
export const pushedCommit = async (world: World, repository: Repository, commit: Commit) => {
  const [parent] = commit.parents;
  const before = parent === undefined ? undefined : (await readCommit(repository, parent)).tree;
  const changes = await changedPaths(repository.dir, before, commit.tree);
  const of = (kind: ChangedPath["status"]): readonly string[] =>
    changes.flatMap(({ path, status }) => (status === kind ? [path] : []));
  return {
    ...payloadCommit(world, repository, commit),
    added: of("added"),
    removed: of("removed"),
    modified: of("modified"),
  };
};
