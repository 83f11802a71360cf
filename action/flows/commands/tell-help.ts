import { type Verb, verbNames, verbs } from "../../core/command/verbs.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { onlyFor } from "../../core/policy/may-command.ts";
import type { OpenPull } from "../../core/policy/pull-request.ts";
import type { Rules } from "../../core/policy/rules.ts";
import { compareText } from "../../core/problems/problem.ts";
import { isSuccess } from "../../core/submission/states.ts";
import { andMore } from "../../core/text/amounts.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import { effectOf } from "../../core/view/status/command-markdown.ts";
import { type HelpHere, helpMarkdown, type WorksNow } from "../../core/view/status/help-markdown.ts";
import { type SubmissionStatus, targetOf } from "../../core/view/status/status-text.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { readableState } from "../ledger-access/history.ts";
import type { CommandPorts, CommandResult, Permitted } from "./command-request.ts";
import { findTargets } from "./find-targets.ts";
import { trialRefusal } from "./order-trial.ts";

/** Which commands work for this pull request as it is, and who may give them; then every command. */
export const tellHelp = async (ports: CommandPorts, request: Permitted): Promise<CommandResult> => {
  await ports.answer.show(helpMarkdown(await helpHere(ports, request)));
  return { kind: "answered" };
};

/** Why a command without a name has nothing to work on: mostly it was given before the merge. */
export const whyNothing = async (ports: CommandPorts, request: Permitted, pullRequest: number): Promise<string> => {
  const pull = await ports.rights?.people.openPull(pullRequest);
  if (pull === undefined) return sayWhatEnded(ports, pullRequest);
  if (pull.into !== "main")
    return `This pull request is not merged yet, and goes into ${pull.into}: only what comes to main is submitted.`;
  const tried = (await mayTryHere(ports, request, pull)) ? " `/shrek trial` tries it before." : "";
  return `This pull request is not merged yet: the merge submits what it requests.${tried}`;
};

/** A merge is entered later only where main is ahead of what reconcile has read. */
const sayWhatEnded = async ({ ledger, main, starter }: CommandPorts, pullRequest: number): Promise<string> => {
  const head = await ledger.head();
  const ended = await endedOf(ledger, head, pullRequest);
  const isRead = (await main.head()) === head.cursor;
  const stopped = isRead ? undefined : await starter?.stopped();
  const next = "What was merged just now is entered by the next reconcile.";
  const later = isRead ? "" : ` ${stopped === undefined ? next : `${next} ${stopped}`}`;
  const [first] = ended;
  if (first === undefined) return `Nothing of this pull request is under way; name a production.${later}`;
  const names = andMore(
    ended.map(({ key, state }) => `${targetOf(key)} is ${state.kind}`),
    20,
  );
  const made = ended.find(({ state }) => isSuccess(state.kind));
  const files = made === undefined ? "" : ` In a clone \`shrek files ${targetOf(made.key)}\` lists its files.`;
  return `All of this pull request has ended: ${names}. \`/shrek status ${targetOf(first.key)}\` says more.${files}${later}`;
};

/** Of what the ledger's first page shows as ended; what ended long before is asked for by its name. */
const endedOf = async (ledger: Ledger, head: LedgerHead, pullRequest: number): Promise<readonly SubmissionStatus[]> => {
  const events = await ledger.read(
    head,
    head.ended.last.map(([key]) => key),
  );
  return [...events]
    .flatMap(([key, past]) => {
      const state = readableState(past);
      return state === undefined ? [] : [{ key, state }];
    })
    .filter(({ state }) => "intent" in state && state.intent.pullRequest === pullRequest)
    .toSorted((a, b) => compareText(a.key, b.key));
};

const mayTryHere = async (ports: CommandPorts, request: Permitted, pull: OpenPull | undefined): Promise<boolean> =>
  pull?.isOwn === true &&
  pull.into === "main" &&
  (await trialRefusal(ports, request.by, request.permission)) === undefined;

const helpHere = async (ports: CommandPorts, request: Permitted): Promise<HelpHere> => {
  const { pullRequest } = request;
  const { ledger, rights } = ports;
  if (pullRequest === undefined || rights === undefined) return undefined;
  const asked = { verb: "status", target: noName, reason: "" } as const;
  const targets = await findTargets(ledger, { asked, pullRequest, selection: undefined });
  const statuses = targets.kind === "found" ? targets.statuses : [];
  const folders = statuses.flatMap(({ state }) => ("intent" in state ? [state.intent.folder] : []));
  const places = folders.length === 0 ? [productionsFolder] : [...new Set(folders)];
  const rules = await rights.rules.above(places);
  const isTried = await mayTryHere(ports, request, await rights.people.openPull(pullRequest));
  const works = verbNames.flatMap((verb) => worksNow(verb, statuses, isTried) ?? []);
  return {
    ...(statuses.length > 0 ? {} : { says: await whyNothing(ports, request, pullRequest) }),
    works: works.map((one) => ({ ...one, only: listeners(rules, places, one.verb) })),
  };
};

const noName = { production: undefined, version: undefined, step: undefined };

const worksNow = (
  verb: Verb,
  statuses: readonly SubmissionStatus[],
  isTried: boolean,
): Omit<WorksNow, "only"> | undefined => {
  if (verb === "trial" ? isTried : verb === "status" && statuses.length > 0) return { verb, does: verbs[verb].does };
  const effects = statuses.flatMap(({ state }) => effectOf({ verb, target: noName }, state) ?? []);
  const [does] = effects;
  if (does === undefined) return undefined;
  const some = effects.length === statuses.length ? "" : ` (${effects.length} of ${statuses.length} productions)`;
  return { verb, does: `${[...new Set(effects)].slice(0, 2).join("; or ")}${some}` };
};

const listeners = (rules: Rules, folders: readonly string[], verb: Verb): readonly string[] | undefined => {
  const named = folders.flatMap((folder) => onlyFor(rules, folder, verb) ?? []);
  return named.length === 0 ? undefined : [...new Set(named)];
};
