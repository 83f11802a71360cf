import { block } from "../../core/judge/names.ts";
import { type SubmissionKey, submissionKey } from "../../core/ledger/event.ts";
import { judgeEach } from "../../core/neighbours/judge-sources.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { fold } from "../../core/submission/fold.ts";
import { isRequested } from "../../core/text/source-file.ts";
import { statusMarkdown } from "../../core/view/status-markdown.ts";
import type { Standing } from "../../core/view/status-text.ts";
import type { Conversation } from "../../ports/conversation.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { MainBranch } from "../../ports/main-branch.ts";

type Ports = { readonly ledger: Ledger; readonly main: MainBranch; readonly conversation: Conversation };

/**
 * Tells each pull request how its submissions stand: one comment, edited in place, only if it says something new. A
 * comment that fails is tried again by the next pass and holds nothing up.
 */
export const talk = async (
  { ledger, main, conversation }: Ports,
  standing: readonly Standing[],
): Promise<readonly string[]> => {
  const troubles: string[] = [];
  const head = await ledger.head();
  for (const [pullRequest, commit] of pullRequestsOf(standing)) {
    const said = await orFailure(async () => {
      const keys = await broughtBy(main, commit);
      const events = await ledger.read(head, keys);
      const own = [...events]
        .filter(([, lines]) => lines.length > 0)
        .map(([key, lines]) => ({ key, state: fold(lines) }));
      await conversation.say(pullRequest, "status", statusMarkdown(own));
    });
    if (said instanceof Failure) troubles.push(`pull request ${pullRequest}: ${said.message}`);
  }
  return troubles;
};

const pullRequestsOf = (standing: readonly Standing[]): ReadonlyMap<number, string> =>
  new Map(
    standing.flatMap(({ state }) =>
      "intent" in state && state.intent.pullRequest !== null
        ? [[state.intent.pullRequest, state.intent.commit] as const]
        : [],
    ),
  );

/** Every production that the merge changed, also those that have ended since. */
const broughtBy = async (main: MainBranch, commit: string): Promise<readonly SubmissionKey[]> => {
  const snapshot = main.at(commit);
  const sources = await snapshot.all((await main.changed(commit)).filter(isRequested));
  return judgeEach(sources, () => "first-reading").flatMap(({ accepted }) =>
    accepted === undefined ? [] : [submissionKey(accepted.production.tag, accepted.production.version, block)],
  );
};
