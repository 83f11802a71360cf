import type { Verb } from "../../command/verbs.ts";
import { validAs, validateOne } from "../../cross-checks/check-sources.ts";
import type { GivenCommand, Intent } from "../../ledger/event.ts";
import type { Thaw } from "../../ledger/main-after.ts";
import { isAmong } from "../../policy/login.ts";
import { mayCommand } from "../../policy/may-command.ts";
import { placesOnMain } from "../../production/production.ts";
import { saysCommand } from "../../submission/given-commands.ts";
import { productionsFolder } from "../../text/source-file.ts";
import { approvedRules } from "../approval/approved-rules.ts";
import type { AsksPeople, Moment, Reads } from "../reads.ts";
import { confirmationFault } from "../trials/trial-fault.ts";
import { commandOnGitHub } from "./command-on-github.ts";

/**
 * The pull request whose comments need not name this submission: it brought this version to main, or is tried by a command
 * that stands there. Asked of git and GitHub: who can write the ledger can write another number there.
 */
async function ownPullOf(moment: AsksPeople, intent: Intent): Promise<number | undefined> {
  const { trial, commit } = intent;
  if (trial !== undefined)
    return (await confirmationFault(moment, trial)) === undefined ? trial.pullRequest : undefined;
  const pull = await moment.github.pullRequestOf(commit);
  return pull?.into === "main" && (await isBroughtBy(moment, intent)) ? pull.number : undefined;
}

async function isBroughtBy(reads: Reads, { commit, folder, tag, version }: Intent): Promise<boolean> {
  if (!(await reads.git.holdsRequest(commit, folder))) return false;
  const production = validAs(validateOne(await reads.git.production(commit, folder)), tag)?.production;
  if (production?.version !== version) return false;
  return (await reads.git.lastChange(commit, placesOnMain(production)))?.commit === commit;
}

/** Why a command does not stand; or when it was given, by GitHub's clock. */
type CommandVerification =
  | { readonly fault: string; readonly at?: undefined }
  | { readonly fault?: undefined; readonly at: string };

/**
 * What a command is about. `merged`: when GitHub says that it came to main; what was given before was about something else.
 * `losesWork`: a withdrawal would kill tasks.
 */
type Concern = { readonly intent: Intent; readonly merged?: string | undefined; readonly losesWork?: boolean };

/**
 * A command of the ledger has no fault if it stands on GitHub today, as this person wrote it, who may give it by the
 * approved rules of this head of main; or if nobody can be asked, with a PanDA on this machine. A Failure: it could not
 * be asked.
 */
export async function verifyCommand(
  moment: Moment,
  concern: Concern,
  command: GivenCommand,
): Promise<CommandVerification> {
  if (moment.approvals !== "asked") return { at: moment.now };
  const verified = await askGitHub(moment, concern, command);
  const { merged } = concern;
  const isEarlier = merged !== undefined && verified.at !== undefined && Date.parse(verified.at) < Date.parse(merged);
  const why = verified.fault ?? (isEarlier ? "it was given before this came to main" : undefined);
  return why === undefined ? verified : { fault: `${command.verb} by ${command.by} is not obeyed: ${why}` };
}

async function askGitHub(moment: Moment, concern: Concern, command: GivenCommand): Promise<CommandVerification> {
  const { intent } = concern;
  const found = await commandOnGitHub(moment, concern, command.id);
  if ("fault" in found) return found;
  if (!isAmong(command.by, found.logins)) return { fault: `${found.where} is by ${found.logins.join(" and ")}` };
  if (!saysCommand(found.asked, command, intent, found.pullRequest))
    return { fault: `${found.where} does not say so, or not any more` };
  if (found.asked.target.production === undefined && (await ownPullOf(moment, intent)) !== found.pullRequest)
    return {
      fault: `${found.where} names no production, and pull request #${found.pullRequest} did not bring this one`,
    };
  const refusal = await commandRefusal(moment, { folder: intent.folder, verb: command.verb, login: command.by });
  return refusal === undefined ? { at: found.at } : { fault: refusal };
}

type Commanding = { readonly folder: string; readonly verb: Verb; readonly login: string };

/** Why this person may not say it of what is in a folder, by the permission of today and the approved rules of main. */
export async function commandRefusal(moment: Moment, { folder, verb, login }: Commanding): Promise<string | undefined> {
  const permission = await moment.github.permission(login);
  const rules = await approvedRules(moment).upTo(moment.mainHead, [folder]);
  const may = mayCommand(rules, folder, verb, { login, permission });
  return may === true ? undefined : may.refusal;
}

/**
 * Why an unfreeze of the ledger does not count; `undefined`: it does. It stands on GitHub as this person wrote it, who may
 * say it by the approved rules, and was written after the freeze: an old comment ends no new one.
 */
export async function thawFault(moment: Moment, { by: login, id, last }: Thaw): Promise<string | undefined> {
  if (moment.approvals !== "asked") return undefined;
  const found = await commandOnGitHub(moment, ofAll, id);
  if ("fault" in found) return found.fault;
  if (!isAmong(login, found.logins)) return `${found.where} is by ${found.logins.join(" and ")}`;
  if (found.asked.verb !== "unfreeze") return `${found.where} does not say so, or not any more`;
  const begun = await commandOnGitHub(moment, ofAll, last);
  if ("at" in begun && Date.parse(found.at) < Date.parse(begun.at)) return `${found.where} is older than the freeze`;
  return await commandRefusal(moment, { folder: productionsFolder, verb: "unfreeze", login });
}

const ofAll = { intent: undefined };
