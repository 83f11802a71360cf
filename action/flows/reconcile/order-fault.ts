import { commandOfComment, editedText } from "../../core/command/command-of-comment.ts";
import { readFormTitle } from "../../core/command/form-title.ts";
import type { CommandAsked } from "../../core/command/parse-command.ts";
import { ruleOf } from "../../core/command/verbs.ts";
import { type GivenCommand, type Intent, keyOf } from "../../core/ledger/event.ts";
import { isAmong } from "../../core/policy/login.ts";
import { mayCommand } from "../../core/policy/may-command.ts";
import type { Rules } from "../../core/policy/rules.ts";
import { isConfirmationOf, meansSeveral } from "../../core/submission/confirmation.ts";
import { saysCommand } from "../../core/submission/given-commands.ts";
import { fitsTag } from "../../core/submission/selection.ts";
import type { People } from "../../ports/people.ts";
import { confirmedCommand, isCommentId } from "../ledger-access/confirmed-command.ts";
import { approvedRules } from "./approved-rules.ts";
import { ownPullOf } from "./own-pull.ts";
import type { CommandVerification, Pass } from "./pass.ts";

/**
 * What an order is about. `merged`: when GitHub says that it came to main; what was said before was said of something else.
 * `losesWork`: a withdrawal would kill tasks.
 */
type Concern = { readonly intent: Intent; readonly merged?: string | undefined; readonly losesWork?: boolean };

/** Why an order of the ledger is not obeyed, if so. */
export const orderFault = async (...asked: Parameters<typeof verifyOrder>): Promise<string | undefined> =>
  (await verifyOrder(...asked)).fault;

/**
 * An order of the ledger has no fault if it stands on GitHub today, as this person wrote it, who may give it by the
 * approved rules of this head of main; or if nobody can be asked, with a PanDA on this machine. Asked once in a pass. A
 * Failure: it could not be asked.
 */
export const verifyOrder = async (
  pass: Pass,
  mainHead: string,
  { intent, merged, losesWork = false }: Concern,
  order: GivenCommand,
): Promise<CommandVerification> => {
  const { people, clock } = pass.ports;
  if (people === undefined) return { at: clock.now().toISOString() };
  const { tag, version, run, folder, pullRequest } = intent;
  const name = JSON.stringify([mainHead, tag, version, run, folder, pullRequest, order, losesWork]);
  const asked =
    pass.ordersAsked.get(name) ??
    ask(
      { people, ownPull: () => ownPullOf(pass, people, intent) },
      () => approvedRules(pass, people, mainHead).upTo(mainHead, [folder]),
      { intent, losesWork },
      order,
    );
  pass.ordersAsked.set(name, asked);
  const heard = await asked;
  const isEarlier = merged !== undefined && heard.at !== undefined && Date.parse(heard.at) < Date.parse(merged);
  const why = heard.fault ?? (isEarlier ? "it was given before this came to main" : undefined);
  return why === undefined ? heard : { fault: `${order.verb} by ${order.by} is not obeyed: ${why}` };
};

type PeopleAsked = { readonly people: People; readonly ownPull: () => Promise<number | undefined> };

const ask = async (
  { people, ownPull }: PeopleAsked,
  rulesAbove: () => Promise<Rules>,
  concern: Concern,
  order: GivenCommand,
): Promise<CommandVerification> => {
  const { intent } = concern;
  const said = await whatWasSaid(people, concern, order);
  if ("fault" in said) return said;
  if (!isAmong(order.by, said.logins)) return { fault: `${said.where} is by ${said.logins.join(" and ")}` };
  if (!saysCommand(said.asked, order, intent, said.pullRequest))
    return { fault: `${said.where} does not say so, or not any more` };
  if (said.asked.target.production === undefined && (await ownPull()) !== said.pullRequest)
    return { fault: `${said.where} names no production, and pull request #${said.pullRequest} did not bring this one` };
  const permission = await people.permission(order.by);
  const rules = await rulesAbove();
  const may = mayCommand(rules, intent.folder, order.verb, { login: order.by, permission });
  return may === true ? { at: said.at } : { fault: may.refusal };
};

type FoundCommand =
  | { readonly fault: string }
  | {
      readonly where: string;
      readonly logins: readonly string[];
      readonly asked: CommandAsked;
      readonly pullRequest: number | undefined;
      readonly at: string;
    };

const whatWasSaid = async (people: People, concern: Concern, { id }: GivenCommand): Promise<FoundCommand> => {
  if (isCommentId(id)) return inComment(people, concern, id);
  const [, run] = /^run-(\d{1,15})$/.exec(id) ?? [];
  return run === undefined
    ? { fault: `its id "${id.slice(0, 40)}" belongs to no comment and to no form` }
    : inForm(people, concern, Number(run));
};

/** What `needsYes` showed first, as far as its words say so: which productions there were then, nobody knows today. */
const needsConfirmation = (asked: CommandAsked, { losesWork }: Concern, selects = false): boolean => {
  const { confirm } = ruleOf(asked.verb);
  return meansSeveral(asked, selects) || confirm === "always" || (confirm === "drop" && losesWork === true);
};

/** What loses work is ordered by the comment that confirms it. */
const inComment = async (people: People, concern: Concern, id: string): Promise<FoundCommand> => {
  const where = `comment ${id}`;
  const found = await people.comment(Number(id));
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
  const { first, asked } = await confirmedCommand(people, pullRequest, confirms);
  if (asked?.kind === "edited") return { fault: `comment ${first}, which ${where} confirms, ${editedText(asked.by)}` };
  const key = keyOf(concern.intent);
  if (asked?.kind !== "command" || !isConfirmationOf(confirms, first, asked, key))
    return { fault: `${where} confirms another command` };
  return { where, logins: [login], asked, pullRequest, at };
};

const inForm = async (people: People, concern: Concern, formRun: number): Promise<FoundCommand> => {
  const where = `run ${formRun}`;
  const sent = await people.form(formRun);
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
};
