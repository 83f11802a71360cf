import { distinctProblems } from "../problems/distinct-problems.ts";
import type { Problem } from "../problems/problem.ts";
import { withAcknowledged } from "../production/acknowledge.ts";
import type { Production, Step } from "../production/production.ts";
import { checkCalledScripts } from "./called-scripts.ts";
import { checkConditions, checkUnreadConditions } from "./conditions.ts";
import { checkConfusableCharacters } from "./confusable-characters.ts";
import { checkBareNames, checkExpansions, checkSingleQuotes } from "./expansions.ts";
import { checkHadd } from "./hadd.ts";
import { checkIdenticalJobs } from "./identical-jobs.ts";
import { checkBeyondLast, checkFirstFileOnly, checkUnreadFiles } from "./input-files.ts";
import { checkArchives, checkUnreadInputs } from "./inputs.ts";
import { checkInputsElsewhere } from "./inputs-elsewhere.ts";
import { checkPrograms } from "./invalid-commands.ts";
import { checkLeftInFolder, checkNamedInFolder } from "./left-in-folder.ts";
import { checkCalledLineEnds, checkLineEnds } from "./line-ends.ts";
import { type LintedStep, lintedStep, namedScript, type SentScript } from "./linted-step.ts";
import { checkMacroCalls } from "./macro-calls.ts";
import { checkHardCodedMacro, checkMacros } from "./macros.ts";
import { checkOutputs } from "./outputs.ts";
import { checkUnusedParameters } from "./parameters.ts";
import { checkHomePaths, checkMkdir, checkSharedFiles } from "./paths.ts";
import { checkRepeated } from "./repeated.ts";
import { checkResults } from "./results.ts";
import { checkScriptArguments } from "./script-arguments.ts";
import { checkOctalSeeds, checkPadding, checkSameEvents, checkUnkeptSeeds, checkUnreadSeeds } from "./seeds.ts";
import { checkConflicts, checkEmptyFiles, checkExecutable } from "./sent-files.ts";
import { checkStatus } from "./status.ts";
import { checkTar } from "./tar.ts";
import { checkAssignments, checkContinuations } from "./typos.ts";
import { checkUnreadRun } from "./unread-run.ts";
import { checkUnusualTexts } from "./unusual-texts.ts";
import { checkArguments, checkUnset } from "./variables.ts";

const checks: readonly ((linted: LintedStep) => readonly Problem[])[] = [
  checkContinuations,
  checkAssignments,
  checkUnset,
  checkArguments,
  checkUnusedParameters,
  checkMacros,
  checkCalledScripts,
  checkHardCodedMacro,
  checkOutputs,
  checkLeftInFolder,
  checkNamedInFolder,
  checkUnreadInputs,
  checkInputsElsewhere,
  checkFirstFileOnly,
  checkBeyondLast,
  checkUnreadFiles,
  checkArchives,
  checkResults,
  checkStatus,
  checkHomePaths,
  checkMkdir,
  checkSharedFiles,
  checkSameEvents,
  checkIdenticalJobs,
  checkUnkeptSeeds,
  checkUnreadSeeds,
  checkOctalSeeds,
  checkPadding,
  checkMacroCalls,
  checkExpansions,
  checkSingleQuotes,
  checkBareNames,
  checkConfusableCharacters,
  checkPrograms,
  checkConditions,
  checkScriptArguments,
  checkTar,
  checkHadd,
  checkRepeated,
  checkExecutable,
  checkEmptyFiles,
  checkConflicts,
];

/** Characters of all payloads: far more than people write, and what hostile text may cost is bounded by it. */
const maxText = 128 * 1024;
/** A step without any text costs something too. */
const leastCost = 512;
/** More on one step than anybody reads; the next run tells the rest. */
const maxPerStep = 30;

/** What the texts show, and the scripts that are run, whose syntax bash itself should judge. */
export type Linted = { readonly problems: readonly Problem[]; readonly sent: readonly SentScript[] };

/**
 * What the payloads of an accepted production do wrong, by their text: certain mistakes refuse, likely ones warn. A
 * script that is not understood, or a program of unknown powers, silences what rests on it.
 */
export const lintProduction = (production: Production): Linted => {
  let left = maxText;
  const steps = production.steps.map((step) => {
    left -= step.run.length + leastCost;
    return left < 0 ? nothingLinted : lintStep(production, step);
  });
  const linted = steps.map((step) => step.linted);
  const problems = distinctProblems([
    ...steps.flatMap((step) => step.problems),
    ...checkUnreadConditions(production, linted),
    ...checkUnreadRun(production, linted),
  ]);
  return { problems: withAcknowledged(production.request, problems), sent: steps.flatMap((step) => step.sent) };
};
const nothingLinted: LintOfStep = { problems: [], sent: [], linted: undefined };

/** `linted`: `undefined` where the payload was not understood. */
type LintOfStep = Linted & { readonly linted: LintedStep | undefined };

const lintStep = (production: Production, step: Step): LintOfStep => {
  const lineEnds = checkLineEnds(production, step);
  const odd = checkUnusualTexts(production, step);
  if (odd.length > 0) return { problems: odd, sent: [], linted: undefined };
  // Every command would be misread; one cause is told once.
  if (lineEnds.length > 0) return { problems: lineEnds, sent: [], linted: undefined };
  const linted = lintedStep(production, step);
  const called = linted === undefined ? [] : checkCalledLineEnds(linted);
  if (called.length > 0) return { problems: called, sent: [], linted: undefined };
  const named = namedScript(production, step);
  return {
    problems: linted === undefined ? [] : checks.flatMap((check) => check(linted)).slice(0, maxPerStep),
    sent: [...(named === undefined ? [] : [named]), ...(linted?.sent ?? [])],
    linted,
  };
};
