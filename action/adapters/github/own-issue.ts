import { Failure } from "../../core/problems/failure.ts";
import type { DriftIssue, Overview } from "../../ports/overview.ts";
import type { OwnersAsked } from "../../ports/owners-asked.ts";
import { asking, type Repo } from "./octokit.ts";

type OwnIssue = { readonly number: number; readonly text: string; readonly open: boolean };

/** Found by marker and author, the oldest first: a stranger's issue with the marker is never taken for it. */
const findOwnIssue = async (
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

const driftMarker = "<!-- shrek:drift -->\n";
const driftTitle = "SHREK: PanDA or git has what the ledger does not say";

/** One issue for ever, so that its history is in one place. */
export const githubDrift = (place: Repo, bot: string): DriftIssue => ({
  keep: (markdown) =>
    asking("write about drift", "issues: write", async () => {
      const { octokit, owner, repo } = place;
      const { issues } = octokit.rest;
      const found = await findOwnIssue(place, bot, driftMarker);
      if (markdown === undefined) {
        if (found?.open !== true) return false;
        await issues.update({ owner, repo, issue_number: found.number, state: "closed" });
        return true;
      }
      const body = `${driftMarker}${markdown}`;
      if (found === undefined) await issues.create({ owner, repo, title: driftTitle, body });
      else if (found.open && found.text === markdown) return false;
      else await issues.update({ owner, repo, issue_number: found.number, state: "open", body });
      return true;
    }),
});

/** One issue a month, looked for before it is made: a pass that ended behind it makes no second one. */
export const githubOwners = (place: Repo, bot: string): OwnersAsked => ({
  ask: (month, markdown) =>
    asking("ask owners about their data", "issues: write", async () => {
      const marker = `<!-- shrek:owners ${month} -->\n`;
      if ((await findOwnIssue(place, bot, marker)) !== undefined) return false;
      const { octokit, owner, repo } = place;
      await octokit.rest.issues.create({
        owner,
        repo,
        title: `SHREK: may these data go? ${month}`,
        body: `${marker}${markdown}`,
      });
      return true;
    }),
});

const title = "SHREK: what runs, and what waits for a person";
const overviewMarker = "<!-- shrek:overview -->\n";
const issuesPermission = "issues: write";

export const githubOverview = ({ octokit, owner, repo }: Repo, bot: string): Overview => {
  const at = { owner, repo };
  const find = () => findOwnIssue({ octokit, owner, repo }, bot, overviewMarker);
  const create = async (body: string): Promise<void> => {
    const { data } = await octokit.rest.issues.create({ ...at, title, body });
    try {
      await asking("pin the overview", issuesPermission, () => octokit.graphql(pin, { issueId: data.node_id }));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      throw new Failure(`The overview is issue #${data.number}, and it could not be pinned: ${error.message}`, {
        wayOut: "Pin it by hand; GitHub pins three issues at most.",
        cause: error,
      });
    }
  };
  /** What this pass saw last: a quiet one lists issues once. What it did not see is looked for again before it is made. */
  let seen: OwnIssue | undefined;
  return {
    current: () =>
      asking("read the overview", issuesPermission, async () => {
        seen = await find();
        return seen?.text;
      }),
    keep: (markdown) =>
      asking("keep the overview", issuesPermission, async () => {
        const body = `${overviewMarker}${markdown}`;
        const before = seen ?? (await find());
        seen = undefined;
        if (before === undefined) await create(body);
        else if (before.text === markdown && before.open) return false;
        else await octokit.rest.issues.update({ ...at, issue_number: before.number, body, state: "open" });
        return true;
      }),
  };
};

const pin = "mutation ($issueId: ID!) { pinIssue(input: { issueId: $issueId }) { issue { id } } }";
