import { inForm } from "../../core/command/in-form.ts";
import { type CommandAsked, targetsFolder } from "../../core/command/parse-command.ts";
import { writeCommand } from "../../core/command/settings.ts";
import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { fold } from "../../core/submission/fold.ts";
import { isSelected, meansRun, type Selection } from "../../core/submission/selection.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { worksIn } from "../../core/submission/ways-out.ts";
import { andMore } from "../../core/text/amounts.ts";
import { causeId, causeOf } from "../../core/view/status/cause.ts";
import { inNaturalOrder, type SubmissionStatus, targetOf } from "../../core/view/status/status-text.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { readableState } from "../ledger-access/history.ts";
import { unknownName } from "../ledger-access/unknown-name.ts";

export type Targets =
  | { readonly kind: "found"; readonly statuses: readonly SubmissionStatus[] }
  | { readonly kind: "unclear"; readonly reason: string }
  /** Nothing is named, and nothing of this pull request is on the ledger. */
  | { readonly kind: "nothing"; readonly pullRequest: number };

export type Where = {
  readonly asked: CommandAsked;
  readonly pullRequest: number | undefined;
  readonly selection: Selection | undefined;
};

/** What a command means: what a form selects, the production that is named, or the one of this pull request. */
export const findTargets = async (ledger: Ledger, where: Where): Promise<Targets> => {
  const head = await ledger.head();
  const { selection, asked, pullRequest } = where;
  if (selection !== undefined) return selected(await neighboursIn(ledger, head, head.live), selection, where);
  if (asked.target.production !== undefined) return named(ledger, head, where, asked.target.production);
  if (pullRequest === undefined) return unclear("Name a production: TAG or TAG@VERSION.");
  const brought = await ofPullRequest(ledger, head, pullRequest);
  return brought.length === 0 ? { kind: "nothing", pullRequest } : oneOf(brought, where);
};

/** All that is under way and can be read: what is broken elsewhere holds up no command. */
export const liveIn = async (ledger: Ledger): Promise<readonly SubmissionStatus[]> => {
  const head = await ledger.head();
  return [...(await ledger.read(head, head.live))].flatMap(([key, lines]) => {
    const state = readableState(lines);
    return state === undefined ? [] : [{ key, state }];
  });
};

const selected = (
  live: readonly SubmissionStatus[],
  selection: Selection,
  { asked: { verb, target } }: Where,
): Targets => {
  const statuses = live.filter(
    ({ state }) =>
      isSelected(state, { ...selection, ...(target.production === undefined ? {} : { tags: target.production }) }) &&
      (target.version === undefined || ("intent" in state && state.intent.version === target.version)) &&
      (target.run === undefined || ("intent" in state && meansRun(target, state.intent.run))) &&
      (selection.cause === undefined || causeIn(state) === selection.cause) &&
      (verb === "status" || worksIn(state.kind, verb)),
  );
  return statuses.length > 0
    ? { kind: "found", statuses }
    : unclear(`Nothing under way fits the selection and accepts ${verb}.`);
};

const causeIn = (state: SubmissionState): string | undefined => {
  const cause = causeOf(state);
  return cause === undefined ? undefined : causeId(cause);
};

const named = async (ledger: Ledger, head: LedgerHead, where: Where, production: string): Promise<Targets> => {
  const { verb, target } = where.asked;
  const { version } = target;
  const ofTag = targetsFolder(production) ? [] : await ledger.submissions(head, production);
  const ofVersion = ofTag.filter((key) => version === undefined || partsOfKey(key).version === version);
  if (ofVersion.length === 0) {
    const { why, wayOut } = await unknownName(ledger, head, { ...where.asked, name: production });
    return unclear(wayOut === undefined ? why : `${why} ${wayOut}`);
  }
  const isNamed = (key: SubmissionKey): boolean =>
    meansRun(target, partsOfKey(key).run) || (verb === "status" && target.run === undefined);
  const keys = ofVersion.filter(isNamed);
  const [first] = ofVersion;
  if (keys.length === 0 && first !== undefined)
    return unclear(
      `${production} has one submission a run: name one, such as ${targetOf(first)}, or all of them with ${targetOf(first).replace(/#.*/, "#*")}.`,
    );
  return target.run === "all"
    ? allOf(await neighboursIn(ledger, head, keys), where)
    : oneOf(await neighboursIn(ledger, head, keys), where);
};

/** Of one version only: who means several names each. */
const allOf = (statuses: readonly SubmissionStatus[], { asked: { verb, target } }: Where): Targets => {
  const fitting = statuses.filter(({ state }) => verb === "status" || worksIn(state.kind, verb));
  const versions = [...new Set(fitting.map(({ key }) => partsOfKey(key).version))];
  if (versions.length > 1)
    return unclear(`Which version? ${versions.map((version) => `${target.production}@${version}#*`).join(", ")}.`);
  return fitting.length > 0 ? { kind: "found", statuses: fitting } : unclear(`None of the runs accepts ${verb} now.`);
};

/** Also what has ended: it came with the same commits as what is under way. */
const ofPullRequest = async (
  ledger: Ledger,
  head: LedgerHead,
  pullRequest: number,
): Promise<readonly SubmissionStatus[]> => {
  const live = await neighboursIn(ledger, head, head.live);
  const own = live.filter(({ state }) => "intent" in state && state.intent.pullRequest === pullRequest);
  const commits = new Set(own.flatMap(({ state }) => ("intent" in state ? [state.intent.commit] : [])));
  const brought = (await Promise.all([...commits].map((commit) => ledger.broughtBy(head, commit)))).flat();
  return neighboursIn(ledger, head, [...new Set([...own.map(({ key }) => key), ...brought])]);
};

const neighboursIn = async (
  ledger: Ledger,
  head: LedgerHead,
  keys: readonly SubmissionKey[],
): Promise<readonly SubmissionStatus[]> =>
  inNaturalOrder([...(await ledger.read(head, keys))].map(([key, events]) => ({ key, state: fold(events) })));

/** Without a selection a command acts on one production; what could be meant is listed, never guessed. */
const oneOf = (statuses: readonly SubmissionStatus[], where: Where): Targets => {
  const { verb } = where.asked;
  if (verb === "status") return { kind: "found", statuses };
  const fitting = statuses.filter(({ state }) => worksIn(state.kind, verb));
  const meant = fitting.length === 0 ? statuses : fitting;
  if (meant.length === 1) return { kind: "found", statuses: meant };
  const which = `Which one? ${few(meant.map(({ key }) => targetOf(key)))}.`;
  return unclear(
    fitting.length === 0 || where.pullRequest === undefined ? which : `${which} ${forAll(fitting, where)}`,
  );
};

/** The same command for all of them, as GitHub's form takes it. */
const forAll = (statuses: readonly SubmissionStatus[], { asked }: Where): string => {
  const { verb, target, reason } = asked;
  const words = writeCommand(asked, target.step === undefined ? "" : `/${target.step}`)
    .split(" ")
    .slice(2);
  const tags = commonTags(statuses.map(({ key }) => partsOfKey(key).tag));
  const states = [...new Set(statuses.map(({ state }) => state.kind))];
  const written = [...words, ...(reason === "" ? [] : [`reason="${reason}"`])].join(" ");
  return `For all of them there is ${inForm({ verb, words: written, states, ...(tags === "*" ? {} : { tags }) })}`;
};

/** A pattern that fits all of these tags: their common first letters, and `*`. */
const commonTags = ([first = "", ...others]: readonly string[]): string => {
  let length = first.length;
  for (const tag of others) while (!tag.startsWith(first.slice(0, length))) length--;
  return others.every((tag) => tag === first) ? first : `${first.slice(0, length)}*`;
};

export const unclear = (reason: string): Extract<Targets, { kind: "unclear" }> => ({ kind: "unclear", reason });

const few = (names: readonly string[]): string => andMore(names, 20);
