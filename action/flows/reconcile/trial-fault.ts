import { commandOfComment, editedText } from "../../core/command/command-of-comment.ts";
import type { TrialCommand } from "../../core/ledger/trial-command.ts";
import { isAmong } from "../../core/policy/login.ts";
import { mayCommand } from "../../core/policy/may-command.ts";
import type { Rules } from "../../core/policy/rules.ts";
import { trialConfirmation, wantedOf } from "../../core/submission/trial-confirmation.ts";
import { canonicalJson } from "../../core/text/canonical-json.ts";
import type { People } from "../../ports/people.ts";
import { confirmedCommand, isCommentId } from "../ledger-access/confirmed-command.ts";
import type { Pass } from "./pass.ts";

/**
 * Why an order of a trial does not stand (SAFETY invariant 12). `undefined`: the comment that confirms it stands on
 * GitHub today, as its author wrote it, and names exactly this commit; and that commit is of an open pull request into
 * main from a branch of this repository. A Failure: it could not be asked.
 */
export const orderedTrialFault = async (
  { ports: { main } }: Pass,
  people: People,
  order: TrialCommand,
): Promise<string | undefined> => {
  const { pullRequest, head } = order;
  const unsaid = await unsaidOf(people, order);
  if (unsaid !== undefined) return unsaid;
  const pull = await people.openPull(pullRequest);
  if (pull === undefined) return `pull request #${pullRequest} is not open`;
  if (!pull.isOwn) return `pull request #${pullRequest} comes from a fork`;
  if (pull.into !== "main") return `pull request #${pullRequest} goes into ${pull.into}`;
  const areHere = (await main.bring(pull.head, pullRequest)) && (await main.bring(head, pullRequest));
  return areHere && (await main.holds(pull.head, head))
    ? undefined
    : `pull request #${pullRequest} does not hold the commit ${head.slice(0, 12)} any more`;
};

/** Why the words of its two comments do not stand: the command, and the one that confirms it for this commit. */
export const unsaidOf = async (people: People, order: TrialCommand): Promise<string | undefined> => {
  const { id, by, pullRequest, head, confirms } = order;
  if (!isCommentId(id)) return `its id "${id.slice(0, 40)}" belongs to no comment`;
  const where = `comment ${id}`;
  const found = await people.comment(Number(id));
  if (found === undefined) return `there is no ${where} on GitHub`;
  if (!isAmong(by, [found.login])) return `${where} is by ${found.login}`;
  if (found.pullRequest !== pullRequest) return `${where} is of pull request #${found.pullRequest}`;
  const said = commandOfComment(found);
  if (said.kind === "edited") return `${where} ${editedText(said.by)}`;
  if (said.kind !== "command" || said.verb !== "yes") return `${where} does not confirm it, or not any more`;
  if (said.confirms !== confirms) return `${where} confirms another command or another commit`;
  const { first, asked } = await confirmedCommand(people, pullRequest, confirms);
  if (asked?.kind === "edited") return `comment ${first}, which ${where} confirms, ${editedText(asked.by)}`;
  const isMeant =
    asked?.kind === "command" &&
    asked.verb === "trial" &&
    trialConfirmation(first, asked, { pullRequest, head }) === confirms &&
    canonicalJson(wantedOf(asked)) === canonicalJson(partOf(order));
  return isMeant ? undefined : `${where} confirms another command or another commit`;
};

const partOf = ({
  pullRequest: _,
  head: __,
  by: ___,
  id: ____,
  confirms: _____,
  ...part
}: TrialCommand): ReturnType<typeof wantedOf> => part;

/** Whether its author may order it today, by rules of main. */
export const unentitledFault = async (
  people: People,
  rules: Rules,
  folder: string,
  { by }: Pick<TrialCommand, "by">,
): Promise<string | undefined> => {
  const may = mayCommand(rules, folder, "trial", { login: by, permission: await people.permission(by) });
  return may === true ? undefined : may.refusal;
};
