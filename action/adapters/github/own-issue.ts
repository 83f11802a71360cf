import type { Repo } from "./octokit.ts";

export type OwnIssue = { readonly number: number; readonly text: string; readonly open: boolean };

/** Found by marker and author, the oldest first: a stranger's issue with the marker is never taken for it. */
export const findOwnIssue = async (
  { octokit, owner, repo }: Repo,
  bot: string,
  marker: string,
): Promise<OwnIssue | undefined> => {
  const asked = { owner, repo, creator: bot, state: "all", sort: "created", direction: "asc", per_page: 100 } as const;
  for await (const { data } of octokit.paginate.iterator(octokit.rest.issues.listForRepo, asked)) {
    const found = data.find(
      ({ user, body, pull_request }) =>
        user?.login === bot && pull_request === undefined && lineEnds(body).startsWith(marker),
    );
    if (found === undefined) continue;
    return { number: found.number, text: lineEnds(found.body).slice(marker.length), open: found.state === "open" };
  }
  return undefined;
};

/** GitHub's editor in the browser writes other line ends. */
const lineEnds = (body: string | null | undefined): string => (body ?? "").replaceAll("\r\n", "\n");
