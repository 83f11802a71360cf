import { type Validated, validateEach } from "../../core/cross-checks/check-sources.ts";
import type { CheckSubject } from "../../core/cross-checks/context.ts";
import type { Neighbour } from "../../core/cross-checks/facts.ts";
import { distinctProblems, inReadingOrder, isOfRule, type Problem, refuses } from "../../core/problems/problem.ts";
import { withAcknowledged } from "../../core/production/acknowledge.ts";
import type { Production } from "../../core/production/production.ts";
import type { ValidProduction } from "../../core/production/valid-production.ts";
import { packArchive, renderProduction } from "../../core/render/rendering.ts";
import { atOneTime, byParts } from "../../core/text/by-parts.ts";
import { problemAt } from "../../core/text/places.ts";
import { largestFile, maxOfRequest, type ProductionSource } from "../../core/text/source-file.ts";
import type { Validation } from "../../core/validate/validate-production.ts";
import { checkVersion, type Since, sinceLast } from "../../core/versioning/check-version.ts";
import { checkTarget, type EventsWanted, eventsWanted } from "../../core/versioning/target.ts";
import { checkUntriedJoins } from "../../core/versioning/untried-joins.ts";
import type { Bash } from "../../ports/bash.ts";
import { type Bounds, boundless } from "../../ports/bounds.ts";
import { listedBy, namedBy } from "../ledger-access/ask-ledger.ts";
import { type History, pastOf, type Recorded, recordedOf } from "../ledger-access/history.ts";
import { crossCheck, stand } from "./cross-check.ts";
import type { LintedPayloads, Linter } from "./lint-payloads.ts";
import { lintRefused, validatePayloads } from "./validate-payloads.ts";

const noLinter: Linter = async () => () => ({ problems: [], askBash: async () => [] });

export type ValidationOptions = {
  readonly bash: Bash;
  readonly history: Promise<History>;
  /** The neighbours of the sources. Without it, nothing is said of what is not among them. */
  readonly onTree?: () => Promise<readonly Neighbour[]>;
  readonly lint?: Linter;
  /** Folders that were validated in full before: read once, and without bash, lint and versions. */
  readonly validatedBefore?: ReadonlySet<string>;
  readonly bounds?: Bounds | undefined;
};

/** The only validation: check, plan, render, reconcile use it. An answer a production, several with variants. */
export const validateSources = async (
  { bash, history, onTree, lint = noLinter, validatedBefore = new Set(), bounds = boundless }: ValidationOptions,
  sources: readonly ProductionSource[],
): Promise<readonly Validated[]> => {
  const isNew = ({ source }: Validation): boolean => !validatedBefore.has(source.folder);
  const linted = new Map<ValidProduction, LintedPayloads>();
  const look = sources.every(({ folder }) => validatedBefore.has(folder)) ? undefined : await lint();
  const judgements = bounds.run(() =>
    sources.flatMap((source) => {
      bounds.look();
      const trust = validatedBefore.has(source.folder) ? "first-reading" : "two-readings";
      const found = validateEach([source], trust).map(madeWhole);
      // Now: the places in the last file that was read are still known.
      if (trust === "two-readings" && look !== undefined)
        for (const { valid } of found) if (valid !== undefined) linted.set(valid, look(valid.production));
      return found;
    }),
  );
  const fresh = judgements.filter((one) => isNew(one) || refuses(one.problems)).flatMap(({ valid }) => valid ?? []);
  const stood = bounds.run(() => stand(judgements));
  const recorded = recordedOf(history, tagsNamed(stood.own));
  // What waits for a process goes first.
  const hidden = judgements.filter((one) => isNew(one) && one.valid === undefined).map(({ source }) => source);
  const [ofRefused, outside, together] = await Promise.all([
    lintRefused({ bash, lint, bounds }, [...new Set(hidden)]),
    checkOutside({ bash, recorded, linted, bounds }, fresh),
    crossCheck(recorded, stood, onTree),
  ]);
  return reportedOnce(
    judgements.map((judgement): Validated => {
      const { source, problems, valid } = judgement;
      const found = (valid === undefined ? undefined : outside.get(valid)) ?? nothingOutside;
      const others = valid === undefined ? undefined : together.get(valid);
      const amongOthers = others?.problems ?? [];
      // Of a copy the history is another's: no version of it says what its author should write.
      const past = amongOthers.some(({ code }) => code === "duplicate-tag") ? nothingOutside : found;
      const unread = valid === undefined ? (ofRefused.get(source) ?? []) : [];
      const open = problems.filter((one) => !isForgiven(one, past) && !amongOthers.some(isOf(one)));
      const all = inReadingOrder([...onePerPlace(open, unread), ...found.problems, ...past.versions, ...amongOthers]);
      const good = refuses(all) ? undefined : valid;
      return {
        source,
        problems: all,
        valid: good,
        counted: good && others?.counted,
        since: past.since,
        target: past.target,
      };
    }),
  );
};

const isForgiven = ({ code }: Problem, past: Pick<Outside, "isMade" | "isDone">): boolean =>
  (past.isMade && code === "not-listed") || (past.isDone && isOfRule(code));

/** The same at the same place: among others more may be known of it. */
const isOf =
  (one: Problem) =>
  (other: Problem): boolean =>
    one.code === other.code && one.file === other.file && one.line === other.line && one.col === other.col;

/** Their own tags, and those that they name. */
const tagsNamed = (own: readonly CheckSubject[]): ReadonlySet<string> =>
  new Set(
    own.flatMap(({ facts, production }) => [
      facts.tag,
      ...namedBy(facts),
      ...listedBy(production).map(({ tag }) => tag),
    ]),
  );

/** What is checked further; the reason of its refusal still refuses it in the end. */
const madeWhole = ({ whole, ...judgement }: Validation): Validation =>
  whole === undefined ? judgement : { ...judgement, valid: whole };

/** One cause is reported once: at a place of which something is said already, the payload is not read further. */
const onePerPlace = (problems: readonly Problem[], others: readonly Problem[]): readonly Problem[] => {
  const places = new Set(problems.map(({ file, line, col }) => `${file}:${line}:${col}`));
  return [...problems, ...others.filter(({ file, line, col }) => !places.has(`${file}:${line}:${col}`))];
};

/** Variants share most of their request: what is wrong there is wrong in each, and reported with the first. */
const reportedOnce = (validated: readonly Validated[]): readonly Validated[] => {
  const reported = new Set<string>();
  return validated.map((one) =>
    one.problems.length === 0 ? one : { ...one, problems: distinctProblems(one.problems, reported) },
  );
};

type Outside = {
  readonly problems: readonly Problem[];
  /** The problems of its version, compared with those that the ledger has of its tag. */
  readonly versions: readonly Problem[];
  readonly since: Since | undefined;
  readonly target?: EventsWanted;
  /** It was submitted, and runs no more: names that it used may have been taken from the lists since. */
  readonly isMade: boolean;
  /** And nothing of it runs or waits, and it is what was submitted: a rule that became stricter since is not for it. */
  readonly isDone: boolean;
};
const nothingOutside: Outside = { problems: [], versions: [], since: undefined, isMade: false, isDone: false };

type AskedOutside = {
  readonly bash: Bash;
  readonly recorded: Promise<Recorded>;
  readonly linted: ReadonlyMap<ValidProduction, LintedPayloads>;
  readonly bounds: Bounds;
};

/** What needs a process, the ledger, or a program that most runs do without. */
const checkOutside = async (
  asked: AskedOutside,
  validated: readonly ValidProduction[],
): Promise<ReadonlyMap<ValidProduction, Outside>> => {
  const found = new Map<ValidProduction, Outside>();
  // Intents on the ledger are far larger than what is found in them.
  for (const part of byParts(validated, atOneTime))
    for (const [valid, outside] of await checkPart(asked, part)) found.set(valid, outside);
  return found;
};

const checkPart = async (
  { bash, recorded, linted, bounds }: AskedOutside,
  validated: readonly ValidProduction[],
): Promise<ReadonlyMap<ValidProduction, Outside>> => {
  const productions = validated.map(({ production }) => production);
  // All at once: one process reads the scripts of all.
  const [payloads, scripts, past, sized] = await Promise.all([
    validatePayloads(bash, productions),
    Promise.all(validated.map(async (one) => (await linted.get(one)?.askBash(bash)) ?? [])),
    recorded.then((known) => pastOf(known, new Set(productions.map(({ tag }) => tag)))),
    oneByOne(productions, (production) => checkSize(production, bounds)),
  ]);
  const outside = (valid: ValidProduction, index: number): readonly [ValidProduction, Outside] => {
    const { production, content } = valid;
    bounds.look();
    const before = past?.get(production.tag);
    const versions =
      before === undefined
        ? []
        : [
            ...checkVersion(production, content, before),
            ...withAcknowledged(production.request, [
              ...checkUntriedJoins(production, before),
              ...checkTarget(production, before),
            ]),
          ];
    const texts = [...(payloads[index] ?? []), ...(linted.get(valid)?.problems ?? []), ...(scripts[index] ?? [])];
    const problems = [...texts, ...(sized[index] ?? [])];
    const target = eventsWanted(production, before ?? []);
    const since = before === undefined ? undefined : sinceLast(production, content, before);
    const { version, runs } = production;
    const isMade = runs === undefined && (before ?? []).some((one) => one.version === version && one.submitted);
    const same = before?.find((one) => one.version === version && one.contentDigest === production.contentDigest);
    const entered = new Set(same?.intended?.map(({ run }) => run));
    const isDone = same?.isDone === true && (runs ?? []).every(({ run }) => entered.has(run));
    return [valid, { problems, versions, since, isMade, isDone, ...(target === undefined ? {} : { target }) }];
  };
  return new Map(bounds.run(() => validated.map(outside)));
};

/** One after the other: a packed archive is in memory several times. */
const oneByOne = async <Judged>(
  productions: readonly Production[],
  judge: (production: Production) => Promise<Judged>,
): Promise<readonly Judged[]> => {
  const reported: Judged[] = [];
  for (const production of productions) reported.push(await judge(production));
  return reported;
};

/** Only what could be too large is packed. */
const checkSize = async (production: Production, bounds: Bounds): Promise<readonly Problem[]> => {
  const files = production.steps.flatMap(({ resources }) => resources);
  const unpacked = files.reduce((bytes, file) => bytes + file.bytes.length, 0);
  if (unpacked < largestFile / 2) return [];
  const tooLarge = (message: string): readonly Problem[] => [
    problemAt(production.where, ["steps"], "sandbox-too-large", { message, key: true }),
  ];
  if (unpacked > maxOfRequest)
    return tooLarge(
      `The files of all steps have ${unpacked} bytes before they are packed; at most ${maxOfRequest} are packed.`,
    );
  bounds.look();
  const packed = (await packArchive(renderProduction(production).sent)).length;
  if (packed <= largestFile) return [];
  return tooLarge(`Packed, the files of this production have ${packed} bytes; PanDA takes ${largestFile}.`);
};
