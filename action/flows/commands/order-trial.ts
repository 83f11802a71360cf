import { isOfStrangers } from "../../core/command/form-names.ts";
import type { CommandAsked } from "../../core/command/parse-command.ts";
import { readLines, unreadableLedger } from "../../core/ledger/line.ts";
import type { TrialAnswer, TrialCommand } from "../../core/ledger/main-event.ts";
import { trialsPath } from "../../core/ledger/paths.ts";
import { isUnlooked, unlookedText } from "../../core/policy/form-rule.ts";
import { mayCommand } from "../../core/policy/may-command.ts";
import { mayTry } from "../../core/policy/may-try.ts";
import type { OpenPull, Permission } from "../../core/policy/pull-request.ts";
import { trialConfirmation, wantedOf } from "../../core/submission/trial-confirmation.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import { trialPreviewMarkdown } from "../../core/view/status/command-markdown.ts";
import type { People } from "../../ports/people.ts";
import { decideAndWrite, type Writing } from "../ledger-access/ledger-view.ts";
import type { At } from "../ledger-access/made-lists.ts";
import { type CommandPorts, type CommandResult, type Permitted, refuse, startPass } from "./command-request.ts";

/** What was previewed: the id under which it can be confirmed. */
export type Previewed = { readonly comment: string; readonly confirms: string };

/** Shows the commit that it would try, and with its confirmation orders it; reconcile asks again whether it may be. */
export const requestTrial = async (
  ports: CommandPorts,
  request: Permitted,
  asked: CommandAsked,
  previewed?: Previewed,
): Promise<CommandResult> => {
  const { pullRequest } = request;
  if (pullRequest === undefined || ports.rights === undefined)
    return refuse(ports, "A trial is ordered by a comment on its pull request.");
  const pull = await ports.rights.people.openPull(pullRequest);
  if (pull === undefined) return refuse(ports, "This pull request is not open: what is merged is submitted by itself.");
  if (!pull.isOwn)
    return refuse(ports, "This pull request comes from a fork: only branches of this repository can be tried.");
  if (pull.into !== "main")
    return refuse(ports, `This pull request goes into ${pull.into}: only what goes into main can be tried.`);
  if (isUnlooked(pull, pull.head, await looksAt(ports.rights.people, pull, pullRequest)))
    return refuse(ports, `This pull request cannot be tried: ${unlookedText}.`);
  const refusal = await trialRefusal(ports, request.by, request.permission);
  if (refusal !== undefined) return refuse(ports, refusal);
  const { head } = pull;
  const comment = previewed?.comment ?? request.id;
  const id = trialConfirmation(comment, asked, { pullRequest, head });
  if (previewed?.confirms !== id) {
    const fault = await ports.faultOf?.(pullRequest, head);
    if (fault !== undefined) return refuse(ports, `This pull request cannot be tried: ${fault}`);
    await ports.answer.show(trialPreviewMarkdown(asked, head, id));
    return { kind: "previewed" };
  }
  return recordTrial(ports, { pullRequest, head, by: request.by, id: request.id, confirms: id, ...wantedOf(asked) });
};

const looksAt = async (
  people: Pick<People, "reviews" | "permission">,
  { branch = "" }: OpenPull,
  pullRequest: number,
) =>
  isOfStrangers(branch)
    ? Promise.all(
        (await people.reviews(pullRequest)).map(async (review) => ({
          ...review,
          permission: await people.permission(review.login),
        })),
      )
    : [];

const answeredText = (answer: TrialAnswer): string => {
  const became = "entered" in answer ? `is ${answer.entered}` : `was refused: ${answer.refused}`;
  return `What this confirms was ordered before, and ${became}. For another trial write \`/shrek trial\` anew.`;
};

/** By the rules furthest up on main today; those of the production's folder are for reconcile, which knows it. */
export const trialRefusal = async (
  { rights }: CommandPorts,
  login: string,
  permission: Permission,
): Promise<string | undefined> => {
  const rules = await rights?.rules.above([productionsFolder]);
  if (rules === undefined) return undefined;
  for (const may of [
    mayCommand(rules, productionsFolder, "trial", { login, permission }),
    mayTry(rules, productionsFolder),
  ])
    if (may !== true) return may.refusal;
  return undefined;
};

/** A confirmation is one order, however often it is given or delivered. */
const recordTrial = async (ports: CommandPorts, order: TrialCommand): Promise<CommandResult> => {
  await ports.answer.noticed();
  const { decided } = await decideAndWrite(
    ports,
    [],
    async ({ head }): Promise<Writing & { readonly answer: TrialAnswer | undefined }> => {
      const why = `${order.by}: trial of pull request #${order.pullRequest}`;
      const answer = await answerTo({ ledger: ports.ledger, head }, order.confirms);
      const isKnown = answer !== undefined || head.trials.some(({ confirms }) => confirms === order.confirms);
      return { events: [], why, answer, ...(isKnown ? {} : { main: [{ event: "trial-ordered", ...order }] }) };
    },
  );
  if (decided.answer !== undefined) return refuse(ports, answeredText(decided.answer));
  await startPass(ports);
  await ports.answer.done();
  return { kind: "ordered" };
};

/** What became of the order with this name; `undefined`: nothing yet, or there is none. */
export const answerTo = async ({ ledger, head }: At, confirms: string): Promise<TrialAnswer | undefined> => {
  const path = trialsPath(confirms);
  const [text] = await ledger.texts(head, [path]);
  const lines = readLines(text ?? "");
  if (lines.kind === "unreadable") throw unreadableLedger(`${path}:${lines.line}`);
  for (const line of lines.events) if (line.event === "trial-answered" && line.confirms === confirms) return line;
  return undefined;
};
