import { isDeepStrictEqual } from "node:util";
import { chainOf } from "../../core/conventions/governing.ts";
import { validateOne } from "../../core/cross-checks/check-sources.ts";
import { belowShared, checkMixture, touchedFolders, usesShared } from "../../core/files/changed-productions.ts";
import type { TrialCommand } from "../../core/ledger/trial-command.ts";
import { joinedWords } from "../../core/policy/login.ts";
import { fitsTrial } from "../../core/policy/may-try.ts";
import { conventionsAbove, type Rules, readRules } from "../../core/policy/rules.ts";
import type { Problem } from "../../core/problems/problem.ts";
import { type Accepted } from "../../core/production/accepted.ts";
import { type ProductionSource, productionsFolder } from "../../core/text/source-file.ts";
import { pickRun } from "../../core/validate/split-runs.ts";
import { trialRequest } from "../../core/validate/trial-request.ts";
import type { People } from "../../ports/people.ts";
import { approvedRules } from "./approved-rules.ts";
import type { Pass } from "./pass.ts";
import { orderedTrialFault, unentitledFault } from "./trial-fault.ts";

/** What an order stands for today. `of`: the content digest of the head's own request. */
export type TrialMade =
  | { readonly kind: "made"; readonly accepted: Accepted; readonly of: string }
  | { readonly kind: "not-allowed"; readonly reason: string };

/** The version of the trial of a production, and how its request is judged. */
export type TrialMaking = {
  readonly versionOf: (whole: Accepted) => Promise<string>;
  readonly judge: (source: ProductionSource) => Promise<{
    readonly accepted: Accepted | undefined;
    readonly problems: readonly Problem[];
  }>;
};

/**
 * Asked of git and GitHub alone, before it is promised and before each call: whether the order stands, by whom, for
 * which commit, and what that commit holds (SAFETY invariant 12). Nothing of the ledger but the order's words is used,
 * and those are compared.
 */
export const trialMade = async (
  pass: Pass,
  mainHead: string,
  order: TrialCommand,
  { people, versionOf, judge }: TrialMaking & { readonly people: People },
): Promise<TrialMade> => {
  const unordered = await orderedTrialFault(pass, people, order);
  if (unordered !== undefined) return notAllowed(unordered);
  const meant = await productionMeant(pass, mainHead, order);
  if ("reason" in meant) return notAllowed(meant.reason);
  const { source, whole } = meant;
  const { folder } = source;
  const approved = approvedRules(pass, people, mainHead);
  const rules = await approved.upTo(mainHead, [folder]);
  const unentitled = await unentitledFault(people, rules, folder, order);
  if (unentitled !== undefined) return notAllowed(unentitled);
  if (!isGovernedBy(source, rules))
    return notAllowed(
      `the conventions above ${folder} are not those that were approved on main: merge main into the branch`,
    );
  const tried = trialRequest(whole.production, source, await versionOf(whole), order);
  if (tried.kind === "impossible") return notAllowed(tried.reason);
  const { accepted, problems } = await judge(tried.source);
  if (accepted === undefined) return notAllowed(`the request of the trial is refused: ${firstOf(problems)}`);
  const [own, untouched] = [accepted, whole].map((one) => pickRun(one, order.run));
  if (own === undefined || untouched === undefined) return notAllowed(unknownRun(accepted));
  const fits = fitsTrial(rules, own.production);
  return fits === true
    ? { kind: "made", accepted: own, of: untouched.production.contentDigest }
    : notAllowed(fits.refusal);
};

const notAllowed = (reason: string): TrialMade => ({ kind: "not-allowed", reason });

type Meant = { readonly source: ProductionSource; readonly whole: Accepted } | { readonly reason: string };

/** Of the productions that the branch changed, the one that is named, or the only one. */
const productionMeant = async ({ ports: { main } }: Pass, mainHead: string, order: TrialCommand): Promise<Meant> => {
  const { head, production } = order;
  const paths = await main.changedSinceMain(head, mainHead);
  const there = await main.at(head).productions(productionsFolder);
  const perhaps = await main.at(head).requests(belowShared(there, paths));
  const folders = new Set([...touchedFolders(there, paths), ...perhaps.filter(usesShared).map(({ folder }) => folder)]);
  const [mixture] = checkMixture(paths, [...folders]);
  if (mixture !== undefined) return { reason: mixture.message };
  const judged = (await main.at(head).all([...folders])).flatMap((source) =>
    validateOne(source).map(({ accepted, problems }) => ({ source, accepted, problems })),
  );
  const found = judged.flatMap(({ source, accepted }) => (accepted === undefined ? [] : [{ source, whole: accepted }]));
  const fitting = found.filter(({ whole }) => production === undefined || whole.production.tag === production);
  const [one, ...others] = fitting;
  const tags = found.map(({ whole }) => whole.production.tag);
  if (one !== undefined)
    return others.length === 0 ? one : { reason: `it changes ${joinedWords(tags, "and")}: name one of them` };
  const refused = judged.filter(({ accepted }) => accepted === undefined).flatMap(({ problems }) => problems);
  if (refused.length > 0) return { reason: `a request that it changes is refused: ${firstOf(refused)}` };
  return {
    reason:
      production === undefined || tags.length === 0
        ? "it changes no production"
        : `it changes no production ${production}, but ${joinedWords(tags, "and")}`,
  };
};

const firstOf = (problems: readonly Problem[]): string => {
  const [first] = problems.filter(({ severity }) => severity === "error");
  return first === undefined ? "the check gives no reason" : `${first.file}:${first.line}: ${first.message}`;
};

const isGovernedBy = ({ folder, conventions }: ProductionSource, rules: Rules): boolean => {
  const own = readRules(
    chainOf(conventions).map(({ file, bytes }) => ({ kind: "file", path: file, mode: "100644", bytes })),
  );
  return isDeepStrictEqual(conventionsAbove(own, folder), conventionsAbove(rules, folder));
};

const unknownRun = ({ production: { tag, runs } }: Accepted): string => {
  const [first] = runs ?? [];
  return first === undefined
    ? `${tag} has no runs: name it without one`
    : `${tag} has one submission a run: name a run of its list, such as ${tag}#${first.run}`;
};
