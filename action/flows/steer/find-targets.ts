import type { Target } from "../../core/command/parse-command.ts";
import type { Verb } from "../../core/command/verbs.ts";
import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import { compareText } from "../../core/problems/problem.ts";
import { fold } from "../../core/submission/fold.ts";
import { isOfBlock } from "../../core/submission/given-orders.ts";
import { isSelected, type Selection } from "../../core/submission/selection.ts";
import { mayBeTold } from "../../core/submission/ways-out.ts";
import { andMore } from "../../core/text/amounts.ts";
import { nearestName } from "../../core/text/nearest-name.ts";
import { type Standing, targetOf } from "../../core/view/status-text.ts";
import type { Ledger, LedgerHead } from "../../ports/ledger.ts";

export type Targets =
  | { readonly kind: "found"; readonly standing: readonly Standing[] }
  | { readonly kind: "unclear"; readonly reason: string };

export type Where = {
  readonly verb: Verb;
  readonly target: Target;
  /** The pull request in which it was said. */
  readonly pullRequest: number | undefined;
  readonly selection: Selection | undefined;
};

/** What a command means: what a form selects, the production that is named, or the one of this pull request. */
export const findTargets = async (ledger: Ledger, where: Where): Promise<Targets> => {
  const head = await ledger.head();
  const { selection, target, pullRequest } = where;
  if (selection !== undefined) return selected(await standingOf(ledger, head, head.live), selection, where);
  if (target.production !== undefined) return named(ledger, head, where, target.production);
  if (pullRequest === undefined) return unclear("Name a production: TAG or TAG@VERSION.");
  const brought = await ofPullRequest(ledger, head, pullRequest);
  return oneOf(brought, where, "Nothing of this pull request is under way; name a production.");
};

const selected = (live: readonly Standing[], selection: Selection, { verb, target }: Where): Targets => {
  const standing = live.filter(
    ({ state }) =>
      isSelected(state, { ...selection, ...(target.production === undefined ? {} : { tags: target.production }) }) &&
      (target.version === undefined || ("intent" in state && state.intent.version === target.version)) &&
      (target.block === undefined || ("intent" in state && isOfBlock(target, state.intent.block))) &&
      (verb === "status" || mayBeTold(state.kind, verb)),
  );
  return standing.length > 0
    ? { kind: "found", standing }
    : unclear(`Nothing under way fits the selection and accepts ${verb}.`);
};

const named = async (ledger: Ledger, head: LedgerHead, where: Where, production: string): Promise<Targets> => {
  const { version } = where.target;
  const ofTag = await ledger.submissions(head, production);
  const ofVersion = ofTag.filter((key) => version === undefined || partsOfKey(key).version === version);
  if (ofVersion.length === 0) return unclear(await unknown(ledger, head, production, ofTag));
  const { verb, target } = where;
  const isNamed = (key: SubmissionKey): boolean =>
    isOfBlock(target, partsOfKey(key).block) || (verb === "status" && target.block === undefined);
  const keys = ofVersion.filter(isNamed);
  const [first] = ofVersion;
  if (keys.length === 0 && first !== undefined)
    return unclear(
      `${production} has one submission a run: name one, such as ${targetOf(first)}, or all of them with ${targetOf(first).replace(/#.*/, "#*")}.`,
    );
  return target.block === "all"
    ? allOf(await standingOf(ledger, head, keys), where)
    : oneOf(await standingOf(ledger, head, keys), where, "");
};

/** Of one version only: who means several names each. */
const allOf = (standing: readonly Standing[], { verb, target }: Where): Targets => {
  const fitting = standing.filter(({ state }) => verb === "status" || mayBeTold(state.kind, verb));
  const versions = [...new Set(fitting.map(({ key }) => partsOfKey(key).version))];
  if (versions.length > 1)
    return unclear(`Which version? ${versions.map((version) => `${target.production}@${version}#*`).join(", ")}.`);
  return fitting.length > 0 ? { kind: "found", standing: fitting } : unclear(`None of the runs accepts ${verb} now.`);
};

const unknown = async (
  ledger: Ledger,
  head: LedgerHead,
  production: string,
  ofTag: readonly SubmissionKey[],
): Promise<string> => {
  if (ofTag.length > 0) return `The ledger knows of ${production} only ${few(ofTag.map(targetOf))}.`;
  const tags = [...new Set((await ledger.submissions(head)).map((key) => key.split("/")[0] ?? ""))];
  const near = nearestName(production, tags);
  return `The ledger knows no production "${production}".${near === undefined ? "" : ` Did you mean ${near}?`}`;
};

/** Also what has ended: it came with the same commits as what is under way. */
const ofPullRequest = async (ledger: Ledger, head: LedgerHead, pullRequest: number): Promise<readonly Standing[]> => {
  const live = await standingOf(ledger, head, head.live);
  const own = live.filter(({ state }) => "intent" in state && state.intent.pullRequest === pullRequest);
  const commits = new Set(own.flatMap(({ state }) => ("intent" in state ? [state.intent.commit] : [])));
  const brought = (await Promise.all([...commits].map((commit) => ledger.broughtBy(head, commit)))).flat();
  return standingOf(ledger, head, [...new Set([...own.map(({ key }) => key), ...brought])]);
};

const standingOf = async (
  ledger: Ledger,
  head: LedgerHead,
  keys: readonly SubmissionKey[],
): Promise<readonly Standing[]> =>
  [...(await ledger.read(head, keys))]
    .map(([key, events]) => ({ key, state: fold(events) }))
    .toSorted((a, b) => compareText(a.key, b.key));

/** Without a selection a command acts on one production; what could be meant is listed, never guessed. */
const oneOf = (standing: readonly Standing[], { verb }: Where, none: string): Targets => {
  if (verb === "status" && standing.length > 0) return { kind: "found", standing };
  const fitting = standing.filter(({ state }) => mayBeTold(state.kind, verb));
  const [one, ...others] = fitting.length === 0 ? standing : fitting;
  if (one === undefined) return unclear(none);
  return others.length === 0
    ? { kind: "found", standing: [one] }
    : unclear(`Which one? ${few([one, ...others].map(({ key }) => targetOf(key)))}.`);
};

const unclear = (reason: string): Targets => ({ kind: "unclear", reason });

const mostListed = 20;
const few = (names: readonly string[]): string => andMore(names, mostListed);
