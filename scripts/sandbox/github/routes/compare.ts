import { type Call, ok, type Route } from "../call.ts";
import { git, resolveRevision, tryGit } from "../git.ts";
import { textOf } from "../json.ts";
import { pageOf } from "../pages.ts";
import { needs } from "../permissions.ts";
import { notFound } from "../refusal.ts";
import { fullName } from "../repository.ts";
import { commitShape, commitsBetween, readCommit } from "../shapes/commit.ts";
import { fileShape, readChanges } from "../shapes/diff.ts";
import { api } from "./git-data.ts";

/** Three dots: what the head adds since the merge base; 300 files at most, commits in pages. */
const compare = async (call: Call) => {
  const repository = call.repository();
  const basehead = textOf(call.params["basehead"]);
  const [from = "", to = ""] = basehead.split("...");
  const base = await resolveRevision(repository.dir, `${from}^{commit}`);
  const head = await resolveRevision(repository.dir, `${to}^{commit}`);
  if (base === undefined || head === undefined) throw notFound();
  const common = await tryGit(repository.dir, ["merge-base", base, head]);
  if (common.code !== 0) throw notFound();
  const mergeBase = common.text.trim();
  const [behind = 0, ahead = 0] = (
    await git(repository.dir, ["rev-list", "--left-right", "--count", `${base}...${head}`])
  )
    .split("\t")
    .map(Number);
  const commits = (await commitsBetween(repository, base, head)).toReversed();
  const { items, link } = pageOf(call, commits);
  const html = `${call.world.url()}/${fullName(repository)}/compare/${encodeURIComponent(basehead)}`;
  return ok(
    {
      url: `${api(call)}/compare/${encodeURIComponent(basehead)}`,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: commitShape(call.world, repository, await readCommit(repository, base)),
      merge_base_commit: commitShape(call.world, repository, await readCommit(repository, mergeBase)),
      status: ahead > 0 ? (behind > 0 ? "diverged" : "ahead") : behind > 0 ? "behind" : "identical",
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      commits: items.map((commit) => commitShape(call.world, repository, commit)),
      files: (await readChanges(repository, mergeBase, head))
        .slice(0, 300)
        .map((change) => fileShape(call.world, repository, head, change)),
    },
    link === "" ? {} : { link },
  );
};

export const compareRoutes = {
  "repos/compare-commits-with-basehead": { needs: [needs("contents: read")], role: "read", answer: compare },
} satisfies Readonly<Record<string, Route>>;
