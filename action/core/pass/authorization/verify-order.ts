import { commandOfComment, editedText } from "../../command/command-of-comment.ts";
import { isCommentId } from "../../command/confirmed-command.ts";
import { readFormTitle } from "../../command/form-title.ts";
import type { CommandAsked } from "../../command/parse-command.ts";
import { ruleOf } from "../../command/verbs.ts";
import { type GivenCommand, type Intent, keyOf } from "../../ledger/event.ts";
import { isAmong } from "../../policy/login.ts";
import { mayCommand } from "../../policy/may-command.ts";
import { isConfirmationOf, meansSeveral } from "../../submission/confirmation.ts";
import { saysCommand } from "../../submission/given-commands.ts";
import { fitsTag } from "../../submission/selection.ts";
import { approvedRules } from "../approval/approved-rules.ts";
import { type Asking, ask } from "../asking.ts";
import type { AsOfMoment, Moment } from "../moment.ts";
import { confirmedComment } from "../trials/confirmed-comment.ts";
import { ownPullOf } from "./own-pull.ts";

/** Why an order does not stand; or when it was said, by GitHub's clock. */
export type CommandVerification =
  | { readonly fault: string; readonly at?: undefined }
  | { readonly fault?: undefined; readonly at: string };

/**
 * What an order is about. `merged`: when GitHub says that it came to main; what was said before was said of something else.
 * `losesWork`: a withdrawal would kill tasks.
 */
type Concern = { readonly intent: Intent; readonly merged?: string | undefined; readonly losesWork?: boolean };

/**
 * An order of the ledger has no fault if it stands on GitHub today, as this person wrote it, who may give it by the
 * approved rules of this head of main; or if nobody can be asked, with a PanDA on this machine. A Failure: it could not
 * be asked.
 */
export function* verifyOrder(moment: Moment, concern: Concern, order: GivenCommand): Asking<CommandVerification> {
  if (moment.approvals !== "asked") return { at: moment.now };
  const heard = yield* askOrder(moment, concern, order);
  const { merged } = concern;
  const isEarlier = merged !== undefined && heard.at !== undefined && Date.parse(heard.at) < Date.parse(merged);
  const why = heard.fault ?? (isEarlier ? "it was given before this came to main" : undefined);
  return why === undefined ? heard : { fault: `${order.verb} by ${order.by} is not obeyed: ${why}` };
}

function* askOrder(moment: Moment, concern: Concern, order: GivenCommand): Asking<CommandVerification> {
  const { asOf, mainHead } = moment;
  const { intent } = concern;
  const said = yield* whatWasSaid(asOf, concern, order);
  if ("fault" in said) return said;
  if (!isAmong(order.by, said.logins)) return { fault: `${said.where} is by ${said.logins.join(" and ")}` };
  if (!saysCommand(said.asked, order, intent, said.pullRequest))
    return { fault: `${said.where} does not say so, or not any more` };
  if (said.asked.target.production === undefined && (yield* ownPullOf(asOf, intent)) !== said.pullRequest)
    return { fault: `${said.where} names no production, and pull request #${said.pullRequest} did not bring this one` };
  const permission = yield* ask({ ask: "permission", login: order.by, ...asOf });
  const rules = yield* approvedRules(moment).upTo(mainHead, [intent.folder]);
  const may = mayCommand(rules, intent.folder, order.verb, { login: order.by, permission });
  return may === true ? { at: said.at } : { fault: may.refusal };
}

type FoundCommand =
  | { readonly fault: string }
  | {
      readonly where: string;
      readonly logins: readonly string[];
      readonly asked: CommandAsked;
      readonly pullRequest: number | undefined;
      readonly at: string;
    };

function* whatWasSaid(asOf: AsOfMoment, concern: Concern, { id }: GivenCommand): Asking<FoundCommand> {
  if (isCommentId(id)) return yield* inComment(asOf, concern, id);
  const [, run] = /^run-(\d{1,15})$/.exec(id) ?? [];
  return run === undefined
    ? { fault: `its id "${id.slice(0, 40)}" belongs to no comment and to no form` }
    : yield* inForm(asOf, concern, Number(run));
}

/** What `needsYes` showed first, as far as its words say so: which productions there were then, nobody knows today. */
const needsConfirmation = (asked: CommandAsked, { losesWork }: Concern, selects = false): boolean => {
  const { confirm } = ruleOf(asked.verb);
  return meansSeveral(asked, selects) || confirm === "always" || (confirm === "drop" && losesWork === true);
};

/** What loses work is ordered by the comment that confirms it. */
function* inComment(asOf: AsOfMoment, concern: Concern, id: string): Asking<FoundCommand> {
  const where = `comment ${id}`;
  const found = yield* ask({ ask: "comment", id: Number(id), ...asOf });
  if (found === undefined) return { fault: `there is no ${where} on GitHub` };
  const { pullRequest, login, at } = found;
  const said = commandOfComment(found);
  if (said.kind === "edited") return { fault: `${where} ${editedText(said.by)}` };
  if (said.kind !== "command") return { fault: `${where} does not say so, or not any more` };
  if (said.verb !== "yes") {
    if (needsConfirmation(said, concern)) return { fault: `${where} waits for its confirmation` };
    return { where, logins: [login], asked: said, pullRequest, at };
  }
  const confirms = said.confirms ?? "";
  const { first, asked } = yield* confirmedComment(asOf, pullRequest, confirms);
  if (asked?.kind === "edited") return { fault: `comment ${first}, which ${where} confirms, ${editedText(asked.by)}` };
  if (asked?.kind !== "command" || !isConfirmationOf(confirms, first, asked, keyOf(concern.intent)))
    return { fault: `${where} confirms another command` };
  return { where, logins: [login], asked, pullRequest, at };
}

function* inForm(asOf: AsOfMoment, concern: Concern, formRun: number): Asking<FoundCommand> {
  const where = `run ${formRun}`;
  const sent = yield* ask({ ask: "form", run: formRun, ...asOf });
  if (sent === undefined) return { fault: `${where} is no run of the command workflow on main` };
  const filled = readFormTitle(sent.title);
  if (filled === undefined)
    return { fault: `the title of ${where} does not say what was filled in; take command.yml as this release has it` };
  const { asked, selects, tags, confirmed } = filled;
  const { intent } = concern;
  if (!confirmed && needsConfirmation(asked, concern, selects)) return { fault: `${where} was sent without confirm` };
  // A selection takes all runs that fit it, unless one is named.
  const { run = "all" } = asked.target;
  const isSelected = selects && (tags === "" || fitsTag(intent.tag, tags));
  const production = asked.target.production ?? (isSelected ? intent.tag : undefined);
  return {
    where,
    logins: sent.logins,
    asked: { ...asked, target: { ...asked.target, production, ...(isSelected ? { run } : {}) } },
    pullRequest: undefined,
    at: sent.at,
  };
}
