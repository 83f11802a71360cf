import { commandOfComment, editedText, isCommentId } from "../../command/confirmed-command.ts";
import { readFormTitle } from "../../command/form-title.ts";
import type { CommandAsked } from "../../command/parse-command.ts";
import { ruleOf } from "../../command/verbs.ts";
import { type Intent, keyOf } from "../../ledger/event.ts";
import { isConfirmationOf, meansSeveral } from "../../submission/confirmation.ts";
import { fitsTag } from "../../text/fits-tag.ts";
import type { AsksPeople } from "../reads.ts";
import { confirmedComment } from "../trials/trial-fault.ts";

/** `intent`: which submission it would be of; none where it is of all. `losesWork`: a withdrawal would kill tasks. */
type AskedOf = { readonly intent: Intent | undefined; readonly losesWork?: boolean };

type FoundCommand =
  | { readonly fault: string }
  | {
      readonly where: string;
      readonly logins: readonly string[];
      readonly asked: CommandAsked;
      readonly pullRequest: number | undefined;
      readonly at: string;
    };

/** The command that stands on GitHub today under this id, as a person wrote it. */
export async function commandOnGitHub(moment: AsksPeople, concern: AskedOf, id: string): Promise<FoundCommand> {
  if (isCommentId(id)) return await inComment(moment, concern, id);
  const [, run] = /^run-(\d{1,15})$/.exec(id) ?? [];
  return run === undefined
    ? { fault: `its id "${id.slice(0, 40)}" belongs to no comment and to no form` }
    : await inForm(moment, concern, Number(run));
}

/** What `needsYes` showed first, as far as its words say so: which productions there were then, nobody knows today. */
const needsConfirmation = (asked: CommandAsked, { losesWork }: AskedOf, selects = false): boolean => {
  const { confirm } = ruleOf(asked.verb);
  return meansSeveral(asked, selects) || confirm === "always" || (confirm === "drop" && losesWork === true);
};

/** What loses work is ordered by the comment that confirms it. */
async function inComment(moment: AsksPeople, concern: AskedOf, id: string): Promise<FoundCommand> {
  const where = `comment ${id}`;
  const found = await moment.github.comment(Number(id));
  if (found === undefined) return { fault: `there is no ${where} on GitHub` };
  const { pullRequest, login, at } = found;
  const command = commandOfComment(found);
  if (command.kind === "edited") return { fault: `${where} ${editedText(command.by)}` };
  if (command.kind !== "command") return { fault: `${where} does not say so, or not any more` };
  if (command.verb !== "yes") {
    if (needsConfirmation(command, concern)) return { fault: `${where} waits for its confirmation` };
    return { where, logins: [login], asked: command, pullRequest, at };
  }
  const confirms = command.confirms ?? "";
  const { first, asked } = await confirmedComment(moment, pullRequest, confirms);
  if (asked?.kind === "edited") return { fault: `comment ${first}, which ${where} confirms, ${editedText(asked.by)}` };
  const { intent } = concern;
  if (asked?.kind !== "command" || intent === undefined || !isConfirmationOf(confirms, first, asked, keyOf(intent)))
    return { fault: `${where} confirms another command` };
  return { where, logins: [login], asked, pullRequest, at };
}

async function inForm(moment: AsksPeople, concern: AskedOf, formRun: number): Promise<FoundCommand> {
  const where = `run ${formRun}`;
  const sent = await moment.github.form(formRun);
  if (sent === undefined) return { fault: `${where} is no run of the command workflow on main` };
  const filled = readFormTitle(sent.title);
  if (filled === undefined)
    return { fault: `the title of ${where} does not say what was filled in; take command.yml as this release has it` };
  const { asked, selects, tags, confirmed } = filled;
  const { intent } = concern;
  if (!confirmed && needsConfirmation(asked, concern, selects)) return { fault: `${where} was sent without confirm` };
  // A selection takes all runs that fit it, unless one is named.
  const { run = "all" } = asked.target;
  const isSelected = intent !== undefined && selects && (tags === "" || fitsTag(intent.tag, tags));
  const production = asked.target.production ?? (isSelected ? intent.tag : undefined);
  return {
    where,
    logins: sent.logins,
    asked: { ...asked, target: { ...asked.target, production, ...(isSelected ? { run } : {}) } },
    pullRequest: undefined,
    at: sent.at,
  };
}
