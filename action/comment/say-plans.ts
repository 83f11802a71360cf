import { githubConversation } from "../adapters/github/github-conversation.ts";
import { suggestOn } from "../adapters/github/github-suggestions.ts";
import type { Repo } from "../adapters/github/octokit.ts";
import { headNow, openPulls } from "../adapters/github/pulls.ts";
import { info, warning } from "../adapters/runner/actions-report.ts";
import { unpack } from "../adapters/runner/handed-on.ts";
import { type LookAnswer, readLook } from "../core/catalogue/look-answer.ts";
import { maxCommentBytes } from "../core/markdown/fit-doc.ts";
import { describeError, Failure, orFailure } from "../core/problems/failure.ts";
import { dataMarkdown, verdictWithData } from "../core/view/plan/data-markdown.ts";
import { unvalidatedMarkdown } from "../core/view/plan/plan-of-commit.ts";
import type { SayInputs } from "./inputs.ts";
import { type PlanText, readPlans } from "./plan-text.ts";
import { placeOf } from "./pull-page.ts";

const failed =
  'The job that judges it failed, was stopped or took too long. If its log says "Skip output", GitHub dropped the plan because the text of a secret stands in it.';

/**
 * Writes the plan of each pull request if its head is still the validated commit: the run of a newer head writes its
 * own. Where the job that validates said nothing, this says so and replaces the plan of an older commit. A pull request
 * that GitHub refuses stops no other.
 */
export const sayPlans = async (place: Repo, inputs: SayInputs): Promise<readonly unknown[]> => {
  const plans = readPlans((await unpack(inputs.plans)) ?? "") ?? (await unvalidated(place, inputs));
  const answer = readLook((await unpack(inputs.looked)) ?? "");
  const conversation = githubConversation(place, inputs.bot);
  const failures: unknown[] = [];
  for (const { pullRequest, head, body, suggestions, data } of plans) {
    try {
      if ((await headNow(place, pullRequest)) !== head)
        info(`pull request ${pullRequest} has a newer head, or is closed`);
      else {
        const isNew = await conversation.say(pullRequest, "plan", withData(body, data, answer, inputs.run));
        info(`pull request ${pullRequest}: comment ${isNew ? "written" : "unchanged"}`);
        if (suggestions !== null) await suggestTo(place, inputs.bot, { pullRequest, head, suggestions });
      }
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
};

/** As much of it as there is room for behind the plan. */
const withData = (body: string, data: PlanText["data"], answer: LookAnswer | undefined, run: string): string => {
  if (data === undefined) return body;
  const room = maxCommentBytes + roomForData - Buffer.byteLength(body);
  return `${verdictWithData(body, data, answer)}\n\n${dataMarkdown(data, answer, { run, room })}`;
};
/** A plan of the full length leaves so many of GitHub's 65,536 characters to the data. */
const roomForData = 4000;

/** A plan without them is a plan: where GitHub takes none of them, the run says so. */
const suggestTo = async (
  place: Repo,
  bot: string,
  { pullRequest, head, suggestions }: Parameters<typeof suggestOn>[2],
): Promise<void> => {
  const made = await orFailure(() => suggestOn(place, bot, { pullRequest, head, suggestions }));
  if (made instanceof Failure) warning(describeError(made));
  else if (made > 0) info(`pull request ${pullRequest}: ${made} ${made === 1 ? "suggestion" : "suggestions"} made`);
};

const unvalidated = async (place: Repo, inputs: SayInputs): Promise<readonly PlanText[]> =>
  (await openPulls(place, inputs.of)).map((pull) => ({
    pullRequest: pull.number,
    head: pull.head,
    suggestions: null,
    body: unvalidatedMarkdown(placeOf(inputs, pull), failed, inputs.run),
  }));
