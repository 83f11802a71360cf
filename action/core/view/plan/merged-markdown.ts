import { code, type Markdown, md } from "../../markdown/markdown.ts";

/** The text of the plan's comment after the merge of its pull request: what follows below was a prediction. `commits`: those of main. */
export const mergedMarkdown = (commits: readonly string[]): Markdown => {
  const [only, ...others] = [...new Set(commits)].map((commit) => code(commit.slice(0, 7)));
  const as = only === undefined || others.length > 0 ? md`` : md` as ${only}`;
  return md`**This was merged${as}.** The status comment says how it goes; below is the plan as it was before the merge.`;
};
