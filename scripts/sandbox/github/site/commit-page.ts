import { git, resolveRevision } from "../git.ts";
import { allRefs } from "../refs.ts";
import { type Commit, readCommit, readCommits } from "../shapes/commit.ts";
import { readChanges } from "../shapes/diff.ts";
import { diffBoxes } from "./diff-box.ts";
import { type Html, html, link, list, table } from "./html.ts";
import type { Shown, Visit } from "./visit.ts";
import { commitLink, timeOf } from "./words.ts";

/** Nobody reads further on a page. */
const most = 100;
/** What git calls a tree without files. */
const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

const subjectOf = ({ message }: Commit): string => message.split("\n")[0] ?? "";

export const commitRows = (home: string, commits: readonly Commit[]): Html =>
  html`<ul class="rows">${commits.map(
    (commit) =>
      html`<li>${link(`${home}/commit/${commit.sha}`, subjectOf(commit))}<br><span class="soft">${commitLink(home, commit.sha)} ${commit.author.name}, ${timeOf(commit.committer.date)}</span></li>`,
  )}</ul>`;

export const commitPage = async ({ repository, home }: Visit, revision: string): Promise<Shown> => {
  if ((await resolveRevision(repository.dir, `${revision}^{commit}`)) === undefined) return undefined;
  const commit = await readCommit(repository, revision);
  const [first = emptyTree] = commit.parents;
  const [subject = "", ...more] = commit.message.split("\n");
  const body = more.join("\n").trim();
  const signed = [commit.author.name, commit.committer.name].filter((name, at, all) => all.indexOf(name) === at);
  return {
    title: subject,
    body: html`${body === "" ? undefined : html`<pre>${body}</pre>`}<p><code>${commit.sha}</code> by ${signed.join(", committed by ")}, ${timeOf(commit.committer.date)}. Parents: ${commit.parents.length === 0 ? "none" : commit.parents.map((parent) => html`${commitLink(home, parent)} `)}. ${link(`${home}/tree/${commit.sha}`, "Its files")}.</p>${diffBoxes(home, commit.sha, await readChanges(repository, first, commit.sha))}`,
  };
};

export const commitsPage = async ({ repository, home }: Visit, named: string): Promise<Shown> => {
  const ref = named === "" ? repository.defaultBranch : named;
  const tip = await resolveRevision(repository.dir, `${ref}^{commit}`);
  if (tip === undefined) return named === "" ? { title: "Commits", body: html`<p>There are none yet.</p>` } : undefined;
  const commits = await readCommits(repository, [`-${most}`, "--first-parent", tip]);
  return { title: `Commits of ${ref}`, body: commitRows(home, commits) };
};

export const comparePage = async ({ repository, home }: Visit, range: string): Promise<Shown> => {
  const [from = "", to = ""] = range.split("...");
  const [base, head] = await Promise.all([from, to].map((one) => resolveRevision(repository.dir, `${one}^{commit}`)));
  if (base === undefined || head === undefined) return undefined;
  const start = await git(repository.dir, ["merge-base", base, head]);
  const commits = await readCommits(repository, [`-${most}`, `${base}..${head}`]);
  const changes = await readChanges(repository, start, head);
  return { title: `${from} and ${to}`, body: html`${commitRows(home, commits)}${diffBoxes(home, head, changes)}` };
};

export const branchesPage = ({ repository, home }: Visit): Shown => {
  const names = [...allRefs(repository.dir).keys()].flatMap((ref) => /^refs\/heads\/(.*)$/.exec(ref)?.[1] ?? []);
  const rows = names.map(
    (name) => html`${link(`${home}/tree/${name}`, name)}, ${link(`${home}/commits/${name}`, "commits")}`,
  );
  return { title: "Branches", body: names.length === 0 ? html`<p>There are none yet.</p>` : list(rows) };
};

export const tagsPage = async ({ repository, home }: Visit): Promise<Shown> => {
  const format = "%(refname:short)%09%(*objectname)%(objectname)%09%(contents:subject)";
  const text = await git(repository.dir, ["for-each-ref", "--sort=-creatordate", `--format=${format}`, "refs/tags"]);
  const rows = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [name = "", objects = "", subject = ""] = line.split("\t");
      return [link(`${home}/tree/${name}`, name), commitLink(home, objects.slice(0, 40)), subject];
    });
  return {
    title: "Tags",
    body: rows.length === 0 ? html`<p>There are none yet.</p>` : table(["tag", "commit", "says"], rows),
  };
};
