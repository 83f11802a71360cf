import type { OwnersAsked } from "../../ports/owners-asked.ts";
import { asking, type Repo } from "./octokit.ts";
import { findOwnIssue } from "./own-issue.ts";

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
