import { isDeepStrictEqual } from "node:util";
import {
  type CommandInComment,
  commandConfirmed,
  commandOfComment,
  confirmedId,
  editedText,
  isCommentId,
} from "../../core/command/confirmed-command.ts";
import type { CommandAsked } from "../../core/command/parse-command.ts";
import { md } from "../../core/markdown/markdown.ts";
import { settingFault } from "../../core/policy/asked-settings.ts";
import { isAmong } from "../../core/policy/login.ts";
import { mayCommand } from "../../core/policy/may-command.ts";
import { mayWrite } from "../../core/policy/pull-request.ts";
import { confirmationId, needsYes } from "../../core/submission/confirmation.ts";
import { refusalBy } from "../../core/submission/person.ts";
import { isLive } from "../../core/submission/states.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import { flagText, formText, previewMarkdown, yesText } from "../../core/view/status/command-markdown.ts";
import { type SubmissionStatus, targetOf } from "../../core/view/status/status-text.ts";
import type { Comments } from "../../ports/people.ts";
import { updateStatusComments } from "../ledger-access/update-status-comments.ts";
import {
  type CommandPorts,
  type CommandRequest,
  type CommandResult,
  type Permitted,
  refuse,
  startPass,
} from "./command-request.ts";
import { findTargets, liveIn, type Targets, unclear } from "./find-targets.ts";
import { freezeAll, unfreezeAll } from "./freeze-all.ts";
import { openExtension } from "./open-extension.ts";
import { requestTrial } from "./order-trial.ts";
import { commandRecord, recordCommand } from "./record-command.ts";
import { tellHelp, whyNothing } from "./tell-help.ts";
import { acceptMainAndReport, appOf, reportStatus, waitsForMain } from "./without-events.ts";

/** Checks who may give it and what it means, then writes one event for each production. Rights are checked before any answer. */
export const handleCommand = async (ports: CommandPorts, request: CommandRequest): Promise<CommandResult> => {
  const { command, isAgain } = request;
  if (command.kind === "none") return { kind: "ignored" };
  const permission = (await ports.rights?.people.permission(request.by)) ?? "admin";
  if (!mayWrite(permission)) {
    const what = command.kind === "command" ? command.verb : "A command";
    const reason = `${what} needs write permission on this repository.`;
    // Anybody may write comments: each answer would be one more mail.
    return request.pullRequest === undefined ? refuse(ports, reason) : { kind: "refused", reason };
  }
  switch (await readAgain(ports, request)) {
    case "gone":
      return { kind: "ignored" };
    case "edited":
      return refuse(ports, "This comment was edited after it was written: write the command in a new comment.");
    case "same":
  }
  if (isAgain === true) return (await ports.answer.wasGiven()) ? { kind: "ignored" } : refuse(ports, writeAgain);
  if (command.kind === "unclear" || command.kind === "missed") return refuse(ports, command.reason);
  const permitted: Permitted = { ...request, permission };
  switch (command.verb) {
    case "help":
      return tellHelp(ports, permitted);
    case "yes":
      return confirm(ports, permitted, command.confirms ?? "");
    case "trial":
      return requestTrial(ports, permitted, command);
    case "extend":
      return openExtension(ports, permitted, command);
    case "freeze":
      return freezeAll(ports, permitted, command);
    case "unfreeze":
      return unfreezeAll(ports, permitted);
    case "status":
    case "submit":
    case "retry":
    case "kill":
    case "finish":
    case "pause":
    case "resume":
    case "move":
    case "priority":
    case "withdraw":
    case "close":
    case "adopt":
    case "accept":
    case "declare":
    case "expire":
      return act(ports, permitted, command);
  }
};

/** A person with write access may start an old run again: a command that was refused once is nobody's order now. */
const writeAgain =
  "A run that is started again gives no command. Write the command in a new comment, or send the form anew.";

const act = async (ports: CommandPorts, request: Permitted, asked: CommandAsked): Promise<CommandResult> => {
  const ofMain = asked.verb === "accept" && asked.target.production === undefined && request.selection === undefined;
  if (ofMain && (await waitsForMain(ports))) {
    const reason = await forbiddenIn(ports, request, asked, [productionsFolder]);
    return reason === undefined ? acceptMainAndReport(ports, request) : refuse(ports, reason);
  }
  const targets = await targetsOf(ports, request, asked);
  return targets.kind === "unclear" ? refuse(ports, targets.reason) : actOn(ports, request, asked, targets.statuses);
};

/** On exactly these, whatever the ledger holds by now: a run that is appended meanwhile was in no preview. */
const actOn = async (
  ports: CommandPorts,
  request: Permitted,
  asked: CommandAsked,
  statuses: readonly SubmissionStatus[],
): Promise<CommandResult> => {
  if (asked.verb === "status") return reportStatus(ports, statuses);
  const forbidden = await forbiddenIn(ports, request, asked, foldersOf(statuses));
  if (forbidden !== undefined) return refuse(ports, forbidden);
  const impossible = await impossibleIn(ports, asked, foldersOf(statuses));
  if (impossible !== undefined) return refuse(ports, impossible);
  if (
    !request.confirmed &&
    needsYes(
      asked,
      statuses.map(({ state }) => state),
      request.selection !== undefined,
    )
  )
    return preview(ports, request, asked, statuses);
  return recordAndReport(ports, request, asked, statuses);
};

const targetsOf = async (
  ports: CommandPorts,
  request: Permitted,
  asked: CommandAsked,
): Promise<Exclude<Targets, { kind: "nothing" }>> => {
  const { pullRequest, selection } = request;
  const targets = await findTargets(ports.ledger, { asked, pullRequest, selection });
  return targets.kind === "nothing" ? unclear(await whyNothing(ports, request, targets.pullRequest)) : targets;
};

const foldersOf = (statuses: readonly SubmissionStatus[]): readonly string[] => [
  ...new Set(statuses.flatMap(({ state }) => ("intent" in state ? [state.intent.folder] : []))),
];

/** By the rules that govern each folder on main today. */
const forbiddenIn = async (
  { rights }: CommandPorts,
  { by: login, permission }: Permitted,
  { verb }: CommandAsked,
  folders: readonly string[],
): Promise<string | undefined> => {
  if (rights === undefined) return undefined;
  const rules = await rights.rules.above(folders);
  const answers = folders.map((folder) => mayCommand(rules, folder, verb, { login, permission }));
  return answers.flatMap((answer) => (answer === true ? [] : [answer.refusal]))[0];
};

const impossibleIn = async (
  { rights }: CommandPorts,
  asked: CommandAsked,
  folders: readonly string[],
): Promise<string | undefined> => {
  if (rights === undefined || (asked.memory === undefined && asked.site === undefined)) return undefined;
  const rules = await rights.rules.above(folders);
  return folders.flatMap((folder) => settingFault(rules, folder, asked) ?? [])[0];
};

const preview = async (
  ports: CommandPorts,
  request: CommandRequest,
  asked: CommandAsked,
  statuses: readonly SubmissionStatus[],
): Promise<CommandResult> => {
  const { answer, rights, ledger } = ports;
  const said = { verb: asked.verb, step: asked.target.step };
  const refusals = statuses.flatMap(({ state }) => refusalBy(state, said) ?? []);
  if (refusals.length === statuses.length) return refuse(ports, refusals.join(" "));
  const id = confirmationId(request.id, asked, statuses);
  const way = request.pullRequest !== undefined ? yesText(id) : rights === undefined ? flagText : formText;
  const live = asked.verb === "withdraw" ? await liveIn(ledger) : [];
  await answer.show(previewMarkdown(asked, statuses, way, live));
  return { kind: "previewed" };
};

/** The comment is read again: what was previewed must be what it says and means now. */
const confirm = async (ports: CommandPorts, request: Permitted, confirms: string): Promise<CommandResult> => {
  const { first: id, asked } = await confirmedCommand(ports.comments, request.pullRequest, confirms);
  if (asked?.kind === "edited") return refuse(ports, `The command that yes ${confirms} means ${editedText(asked.by)}.`);
  if (asked?.kind !== "command" || asked.verb === "yes")
    return refuse(ports, `Nothing on this pull request waits for yes ${confirms}: copy the line from the preview.`);
  if (asked.verb === "trial") return requestTrial(ports, request, asked, { comment: id, confirms });
  const targets = await targetsOf(ports, request, asked);
  if (targets.kind === "unclear") return refuse(ports, targets.reason);
  const now = confirmationId(id, asked, targets.statuses);
  if (now !== confirms) return preview(ports, { ...request, id }, asked, targets.statuses);
  return actOn(ports, { ...request, confirmed: true }, asked, targets.statuses);
};

const recordAndReport = async (
  ports: CommandPorts,
  request: CommandRequest,
  asked: CommandAsked,
  statuses: readonly SubmissionStatus[],
): Promise<CommandResult> => {
  await ports.answer.noticed();
  const keys = statuses.map(({ key }) => key);
  const {
    accepted,
    refusals,
    statuses: after,
  } = await recordCommand(ports, commandRecord(asked, request.by, request.id), keys);
  if (accepted.length === 0) return refuse(ports, refusals.join(" "));
  await startPass(ports);
  if (refusals.length > 0)
    await ports.answer.show(md`Recorded for ${accepted.map(targetOf).join(", ")}. ${refusals.join(" ")}`);
  await reportEnded(ports, after);
  await ports.answer.done();
  return { kind: "recorded", keys: accepted };
};

/** Reconcile follows live submissions only: a submission that a command ended is reported on its pull request here, or nowhere. */
const reportEnded = async (ports: CommandPorts, after: readonly SubmissionStatus[]): Promise<void> => {
  const { ledger, conversation, answer, page } = ports;
  if (conversation === undefined) return;
  const ended = after.filter(({ state }) => !isLive(state));
  const { troubles } = await updateStatusComments({ ledger, conversation, page, hasApp: appOf(ports) }, ended);
  if (troubles.length > 0) await answer.show(md`The status comment could not be written: ${troubles.join("; ")}`);
};

type ReadAgain = "same" | "edited" | "gone";

/** The comment as GitHub has it now: a run may begin late, or again, and its event then says what was written first. */
const readAgain = async ({ comments }: CommandPorts, { id, by, command }: CommandRequest): Promise<ReadAgain> => {
  if (comments === undefined || !isCommentId(id)) return "same";
  const now = await comments.comment(Number(id));
  if (now === undefined) return "gone";
  return isAmong(by, [now.login]) && isDeepStrictEqual(commandOfComment(now), command) ? "same" : "edited";
};

/** What `/shrek yes CONFIRMS` is about, as GitHub has it now. */
const confirmedCommand = async (
  comments: Comments | undefined,
  pullRequest: number | undefined,
  confirms: string,
): Promise<{ readonly first: string; readonly asked: CommandInComment | undefined }> => {
  const first = confirmedId(confirms);
  const earlier = isCommentId(first) ? await comments?.comment(Number(first)) : undefined;
  return { first, asked: commandConfirmed(earlier, pullRequest) };
};
