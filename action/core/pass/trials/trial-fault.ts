import {
  type CommandInComment,
  commandConfirmed,
  commandOfComment,
  confirmedId,
  editedText,
  isCommentId,
} from "../../command/confirmed-command.ts";
import { isOfStrangers } from "../../command/form-names.ts";
import type { TrialCommand } from "../../ledger/main-event.ts";
import { isUnlooked, unlookedText } from "../../policy/form-rule.ts";
import { isAmong } from "../../policy/login.ts";
import type { OpenPull, Permission, Review } from "../../policy/pull-request.ts";
import { trialConfirmation, wantedOf } from "../../submission/trial-confirmation.ts";
import { canonicalJson } from "../../text/canonical-json.ts";
import { type AsksPeople, all } from "../reads.ts";

/** What `/shrek yes CONFIRMS` is about: the comment of this pull request with which CONFIRMS begins. */
export async function confirmedComment(
  moment: AsksPeople,
  pullRequest: number,
  confirms: string,
): Promise<{ readonly first: string; readonly asked: CommandInComment | undefined }> {
  const first = confirmedId(confirms);
  const earlier = isCommentId(first) ? await moment.github.comment(Number(first)) : undefined;
  return { first, asked: commandConfirmed(earlier, pullRequest) };
}

/**
 * Why an order of a trial does not stand (SAFETY invariant 12). `undefined`: the comment that confirms it stands on
 * GitHub today, as its author wrote it, and names exactly this commit; and that commit is of an open pull request into
 * main from a branch of this repository. A Failure: it could not be asked.
 */
export async function trialCommandFault(moment: AsksPeople, command: TrialCommand): Promise<string | undefined> {
  const { pullRequest, head } = command;
  const fault = await confirmationFault(moment, command);
  if (fault !== undefined) return fault;
  const pull = await moment.github.openPull(pullRequest);
  if (pull === undefined) return `pull request #${pullRequest} is not open`;
  if (!pull.isOwn) return `pull request #${pullRequest} comes from a fork`;
  if (isUnlooked(pull, head, await looksAt(moment, pull, pullRequest)))
    return `pull request #${pullRequest}: ${unlookedText}`;
  if (pull.into !== "main") return `pull request #${pullRequest} goes into ${pull.into}`;
  for (const one of [pull.head, head]) if (!(await moment.git.fetch(one, pullRequest))) return notHeld(command);
  return (await moment.git.holds(pull.head, head)) ? undefined : notHeld(command);
}

/** Only of a branch that a program may have made of strangers' words somebody has to look first. */
async function looksAt(moment: AsksPeople, { branch }: OpenPull, pullRequest: number) {
  if (branch === undefined || !isOfStrangers(branch)) return [];
  const reviews = await moment.github.reviews(pullRequest);
  return await all(
    reviews.map(
      async (review): Promise<Review & { readonly permission: Permission }> => ({
        ...review,
        permission: await moment.github.permission(review.login),
      }),
    ),
  );
}

const notHeld = ({ pullRequest, head }: TrialCommand): string =>
  `pull request #${pullRequest} does not hold the commit ${head.slice(0, 12)} any more`;

/** Why the words of its two comments do not stand: the command, and the one that confirms it for this commit. */
export async function confirmationFault(moment: AsksPeople, order: TrialCommand): Promise<string | undefined> {
  const { id, by, pullRequest, head, confirms } = order;
  if (!isCommentId(id)) return `its id "${id.slice(0, 40)}" belongs to no comment`;
  const where = `comment ${id}`;
  const found = await moment.github.comment(Number(id));
  if (found === undefined) return `there is no ${where} on GitHub`;
  if (!isAmong(by, [found.login])) return `${where} is by ${found.login}`;
  if (found.pullRequest !== pullRequest) return `${where} is of pull request #${found.pullRequest}`;
  const command = commandOfComment(found);
  if (command.kind === "edited") return `${where} ${editedText(command.by)}`;
  if (command.kind !== "command" || command.verb !== "yes") return `${where} does not confirm it, or not any more`;
  if (command.confirms !== confirms) return `${where} confirms another command or another commit`;
  const { first, asked } = await confirmedComment(moment, pullRequest, confirms);
  if (asked?.kind === "edited") return `comment ${first}, which ${where} confirms, ${editedText(asked.by)}`;
  const isMeant =
    asked?.kind === "command" &&
    asked.verb === "trial" &&
    trialConfirmation(first, asked, { pullRequest, head }) === confirms &&
    canonicalJson(wantedOf(asked)) === canonicalJson(partOf(order));
  return isMeant ? undefined : `${where} confirms another command or another commit`;
}

const partOf = ({
  pullRequest: _,
  head: __,
  by: ___,
  id: ____,
  confirms: _____,
  ...part
}: TrialCommand): ReturnType<typeof wantedOf> => part;
