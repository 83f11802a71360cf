import { commandOfComment, isCommentId } from "../../command/confirmed-command.ts";
import { readFormTitle } from "../../command/form-title.ts";
import type { CommandAsked } from "../../command/parse-command.ts";
import { validAs, validateOne } from "../../cross-checks/check-sources.ts";
import type { GivenCommand, Intent } from "../../ledger/event.ts";
import { isAmong } from "../../policy/login.ts";
import type { SubmitAsked } from "../../policy/pull-request.ts";
import { placesOnMain } from "../../production/production.ts";
import { meansSeveral } from "../../submission/confirmation.ts";
import { meansRun } from "../../submission/selection.ts";
import { fitsTag } from "../../text/fits-tag.ts";
import { type AsksPeople, all, type Moment } from "../reads.ts";
import { confirmedComment } from "../trials/trial-fault.ts";

/** What a person wrote on GitHub; `pullRequest`: of a comment, and none of a form. */
type WordOnGitHub = {
  readonly logins: readonly string[];
  readonly asked: CommandAsked;
  readonly pullRequest: number | undefined;
  readonly at: string;
};

/**
 * Of the words to submit that the ledger has, those that approve: an approval is asked at GitHub, so each stands there
 * today as its author wrote it, means this submission, and was written since main holds it. GitHub dates it.
 */
export async function submitsOnGitHub(
  moment: Moment,
  { intent, commit }: { readonly intent: Intent; readonly commit: string },
  releases: readonly GivenCommand[],
): Promise<readonly SubmitAsked[]> {
  const { contentDigest } = intent;
  if (moment.approvals !== "asked") return releases.map(({ by: login }) => ({ login, contentDigest, at: moment.now }));
  if (releases.length === 0) return [];
  const merged = Date.parse((await moment.github.pullRequestOf(commit))?.mergedOn ?? "");
  const found = await all(
    releases.map(async ({ by: login, id }): Promise<readonly SubmitAsked[]> => {
      const word = isCommentId(id) ? await wordOfComment(moment, id) : await wordOfForm(moment, id, intent);
      const counts = word !== undefined && isAmong(login, word.logins) && !(Date.parse(word.at) < merged);
      return counts && (await isSubmitOf(moment, word, intent)) ? [{ login, contentDigest, at: word.at }] : [];
    }),
  );
  return found.flat();
}

/** What means several productions counts by the comment that confirms it. */
async function wordOfComment(moment: AsksPeople, id: string): Promise<WordOnGitHub | undefined> {
  const found = await moment.github.comment(Number(id));
  if (found === undefined) return undefined;
  const { pullRequest, login, at } = found;
  const command = commandOfComment(found);
  if (command.kind !== "command") return undefined;
  const isConfirmed = command.verb === "yes";
  const asked = isConfirmed ? (await confirmedComment(moment, pullRequest, command.confirms ?? "")).asked : command;
  if (asked?.kind !== "command" || (!isConfirmed && meansSeveral(asked, false))) return undefined;
  return { logins: [login], asked, pullRequest, at };
}

async function wordOfForm(moment: AsksPeople, id: string, { tag }: Intent): Promise<WordOnGitHub | undefined> {
  const [, run] = /^run-(\d{1,15})$/.exec(id) ?? [];
  const sent = run === undefined ? undefined : await moment.github.form(Number(run));
  const filled = readFormTitle(sent?.title ?? "");
  if (sent === undefined || filled === undefined) return undefined;
  const { asked, selects, tags, confirmed } = filled;
  if (!confirmed && meansSeveral(asked, selects)) return undefined;
  // A selection takes all runs that fit it, unless one is named.
  const { production, run: ofRun = "all" } = asked.target;
  const selected = selects && (tags === "" || fitsTag(tag, tags)) ? { production: production ?? tag, run: ofRun } : {};
  const target = { ...asked.target, ...selected };
  return { logins: sent.logins, asked: { ...asked, target }, pullRequest: undefined, at: sent.at };
}

/** Without a production it is of that which its pull request brought; with one that has several submissions it says which. */
async function isSubmitOf(moment: AsksPeople, { asked, pullRequest }: WordOnGitHub, intent: Intent): Promise<boolean> {
  const { verb, target } = asked;
  if (verb !== "submit" || (target.version !== undefined && target.version !== intent.version)) return false;
  return target.production === undefined
    ? pullRequest !== undefined && (await ownPullOf(moment, intent)) === pullRequest
    : target.production === intent.tag && meansRun(target, intent.run);
}

/** The pull request that brought this version to main. Who can write the ledger can name another commit there. */
async function ownPullOf(moment: AsksPeople, intent: Intent): Promise<number | undefined> {
  const { commit, folder, tag, version } = intent;
  const pull = await moment.github.pullRequestOf(commit);
  if (pull?.into !== "main" || !(await moment.git.holdsRequest(commit, folder))) return undefined;
  const production = validAs(validateOne(await moment.git.production(commit, folder)), tag)?.production;
  if (production?.version !== version) return undefined;
  const isBrought = (await moment.git.lastChange(commit, placesOnMain(production)))?.commit === commit;
  return isBrought ? pull.number : undefined;
}
