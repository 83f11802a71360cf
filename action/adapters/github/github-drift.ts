import type { DriftIssue } from "../../ports/overview.ts";
import { asking, type Repo } from "./octokit.ts";
import { findOwnIssue } from "./own-issue.ts";

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
