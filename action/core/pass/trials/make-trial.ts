import { isDeepStrictEqual } from "node:util";
import { chainOf } from "../../conventions/read-conventions.ts";
import { validateOne } from "../../cross-checks/check-sources.ts";
import { belowShared, checkMixture, touchedFolders, usesShared } from "../../files/changed-productions.ts";
import type { TrialCommand } from "../../ledger/main-event.ts";
import { joinedWords } from "../../policy/login.ts";
import { mayCommand } from "../../policy/may-command.ts";
import { fitsTrial } from "../../policy/may-try.ts";
import { conventionsAbove, type Rules, readRules } from "../../policy/rules.ts";
import type { Problem } from "../../problems/problem.ts";
import { type ValidProduction } from "../../production/valid-production.ts";
import type { ProductionSource } from "../../text/source-file.ts";
import { pickRun } from "../../validate/split-runs.ts";
import { trialRequest } from "../../validate/trial-request.ts";
import { approvedRules } from "../approval/approved-rules.ts";
import { countOnMain } from "../counting.ts";
import { all, type Moment, type Reads } from "../reads.ts";
import { trialCommandFault } from "./trial-fault.ts";

/** What an order stands for today. `of`: the content digest of the head's own request. */
export type TrialMade =
  | { readonly kind: "made"; readonly valid: ValidProduction; readonly of: string }
  | { readonly kind: "not-allowed"; readonly reason: string };

/** A trial's request and what it says of itself. */
export type TrialValidated = { readonly valid: ValidProduction | undefined; readonly problems: readonly Problem[] };

/** The version of the trial of a production, and how its request is validated. */
export type TrialMaking = {
  readonly versionOf: (whole: ValidProduction) => Promise<string>;
  readonly validate: (tried: {
    readonly source: ProductionSource;
    readonly of: ValidProduction;
    readonly version: string;
  }) => Promise<TrialValidated>;
};

/**
 * Asked of git and GitHub alone, before it is intended and before each call: whether the order stands, by whom, for
 * which commit, and what that commit holds (SAFETY invariant 12). Nothing of the ledger but the order's words is used,
 * and those are compared.
 */
export async function makeTrial(
  moment: Moment,
  command: TrialCommand,
  { versionOf, validate }: TrialMaking,
): Promise<TrialMade> {
  const { mainHead } = moment;
  const unordered = await trialCommandFault(moment, command);
  if (unordered !== undefined) return notAllowed(unordered);
  const meant = await productionMeant(moment, mainHead, command);
  if ("reason" in meant) return notAllowed(meant.reason);
  const { source, whole } = meant;
  const { folder } = source;
  const rules = await approvedRules(moment).upTo(mainHead, [folder]);
  const permission = await moment.github.permission(command.by);
  const may = mayCommand(rules, folder, "trial", { login: command.by, permission });
  if (may !== true) return notAllowed(may.refusal);
  if (!isGovernedBy(source, rules))
    return notAllowed(
      `the conventions above ${folder} are not those that were approved on main: merge main into the branch`,
    );
  const version = await versionOf(whole);
  const tried = trialRequest(whole.production, source, version, command);
  if (tried.kind === "impossible") return notAllowed(tried.reason);
  const { valid, problems } = await validate({ source: tried.source, of: whole, version });
  if (valid === undefined) {
    const error = problems.find(isError);
    const why = error === undefined ? "the check gives no reason" : withPlace(error);
    return notAllowed(`the request of the trial is refused: ${why}`);
  }
  const [own, untouched] = [valid, whole].map((one) => pickRun(one, command.run));
  if (own === undefined || untouched === undefined) return notAllowed(unknownRun(valid));
  const fits = fitsTrial(rules, await countOnMain(moment, own.production));
  return fits === true
    ? { kind: "made", valid: own, of: untouched.production.contentDigest }
    : notAllowed(fits.refusal);
}

const notAllowed = (reason: string): TrialMade => ({ kind: "not-allowed", reason });

type Meant = { readonly source: ProductionSource; readonly whole: ValidProduction } | { readonly reason: string };

/** Of the productions that the branch changed, the one that is named, or the only one. */
async function productionMeant(reads: Reads, mainHead: string, { head, production }: TrialCommand): Promise<Meant> {
  const paths = await reads.git.changedSinceMain(head, mainHead);
  const there = await reads.git.productions(head);
  const perhaps = await all(belowShared(there, paths).map((folder) => reads.git.request(head, folder)));
  const users = perhaps.filter((one) => usesShared(one, paths));
  const folders = new Set([...touchedFolders(there, paths), ...users.map(({ folder }) => folder)]);
  const [mixture] = checkMixture(paths, [...folders]);
  if (mixture !== undefined) return { reason: mixture.message };
  const sources = await all([...folders].map((folder) => reads.git.production(head, folder)));
  const judged = sources.flatMap((source) =>
    validateOne(source).map(({ valid, problems }) => ({ source, valid, problems })),
  );
  const found = judged.flatMap(({ source, valid }) => (valid === undefined ? [] : [{ source, whole: valid }]));
  const fitting = found.filter(({ whole }) => production === undefined || whole.production.tag === production);
  const [one, ...others] = fitting;
  const tags = found.map(({ whole }) => whole.production.tag);
  if (one !== undefined)
    return others.length === 0 ? one : { reason: `it changes ${joinedWords(tags, "and")}: name one of them` };
  const error = judged.flatMap(({ problems }) => problems).find(isError);
  if (error !== undefined) return { reason: `a request that it changes is refused: ${withPlace(error)}` };
  return {
    reason:
      production === undefined || tags.length === 0
        ? "it changes no production"
        : `it changes no production ${production}, but ${joinedWords(tags, "and")}`,
  };
}

const isError = ({ severity }: Problem): boolean => severity === "error";
const withPlace = ({ file, line, message }: Problem): string => `${file}:${line}: ${message}`;

const isGovernedBy = ({ folder, conventions }: ProductionSource, rules: Rules): boolean => {
  const own = readRules(
    chainOf(conventions).map(({ file, bytes }) => ({ kind: "file", path: file, mode: "100644", bytes })),
  );
  return isDeepStrictEqual(conventionsAbove(own, folder), conventionsAbove(rules, folder));
};

const unknownRun = ({ production: { tag, runs } }: ValidProduction): string => {
  const [first] = runs ?? [];
  return first === undefined
    ? `${tag} has no runs: name it without one`
    : `${tag} has one submission a run: name a run of its list, such as ${tag}#${first.run}`;
};
