import { distinctProblems } from "../problems/distinct-problems.ts";
import type { Problem } from "../problems/problem.ts";
import { withAcknowledged } from "../production/acknowledge.ts";
import type { Production, Step } from "../production/production.ts";
import { judgeCalledScripts } from "./called-scripts.ts";
import { judgeConditions, judgeUnreadConditions } from "./conditions.ts";
import { judgeOddCharacters } from "./confusable-characters.ts";
import { judgeBareNames, judgeExpansions, judgeSingleQuotes } from "./expansions.ts";
import { judgeHadd } from "./hadd.ts";
import { judgeAlikeJobs } from "./identical-jobs.ts";
import { judgeBeyondLast, judgeFirstFileOnly, judgeUnreadFiles } from "./input-files.ts";
import { judgeArchives, judgeUnreadInputs } from "./inputs.ts";
import { judgeInputsElsewhere } from "./inputs-elsewhere.ts";
import { judgePrograms } from "./invalid-commands.ts";
import { judgeLeftInFolder, judgeNamedInFolder } from "./left-in-folder.ts";
import { judgeCalledLineEnds, judgeLineEnds } from "./line-ends.ts";
import { type LintedStep, lintedStep, namedScript, type SentScript } from "./linted-step.ts";
import { judgeMacroCalls } from "./macro-calls.ts";
import { judgeHardCodedMacro, judgeMacros } from "./macros.ts";
import { judgeOutputs } from "./outputs.ts";
import { judgeUnusedParameters } from "./parameters.ts";
import { judgeHomePaths, judgeMkdir, judgeSharedFiles } from "./paths.ts";
import { judgeRepeated } from "./repeated.ts";
import { judgeResults } from "./results.ts";
import { judgeScriptArguments } from "./script-arguments.ts";
import { judgeOctalSeeds, judgePadding, judgeSameEvents, judgeUnkeptSeeds, judgeUnreadSeeds } from "./seeds.ts";
import { judgeConflicts, judgeEmptyFiles, judgeExecutable } from "./sent-files.ts";
import { judgeStatus } from "./status.ts";
import { judgeTar } from "./tar.ts";
import { judgeAssignments, judgeContinuations } from "./typos.ts";
import { judgeUnreadRun } from "./unread-run.ts";
import { judgeOddTexts } from "./unusual-texts.ts";
import { judgeArguments, judgeUnset } from "./variables.ts";

const checks: readonly ((linted: LintedStep) => readonly Problem[])[] = [
  judgeContinuations,
  judgeAssignments,
  judgeUnset,
  judgeArguments,
  judgeUnusedParameters,
  judgeMacros,
  judgeCalledScripts,
  judgeHardCodedMacro,
  judgeOutputs,
  judgeLeftInFolder,
  judgeNamedInFolder,
  judgeUnreadInputs,
  judgeInputsElsewhere,
  judgeFirstFileOnly,
  judgeBeyondLast,
  judgeUnreadFiles,
  judgeArchives,
  judgeResults,
  judgeStatus,
  judgeHomePaths,
  judgeMkdir,
  judgeSharedFiles,
  judgeSameEvents,
  judgeAlikeJobs,
  judgeUnkeptSeeds,
  judgeUnreadSeeds,
  judgeOctalSeeds,
  judgePadding,
  judgeMacroCalls,
  judgeExpansions,
  judgeSingleQuotes,
  judgeBareNames,
  judgeOddCharacters,
  judgePrograms,
  judgeConditions,
  judgeScriptArguments,
  judgeTar,
  judgeHadd,
  judgeRepeated,
  judgeExecutable,
  judgeEmptyFiles,
  judgeConflicts,
];

/** Characters of all payloads: far more than people write, and what hostile text may cost is bounded by it. */
const mostText = 128 * 1024;
/** A step without any text costs something too. */
const leastCost = 512;
/** More on one step than anybody reads; the next run tells the rest. */
const mostPerStep = 30;

/** What the texts show, and the scripts that are run, whose syntax bash itself should judge. */
export type Linted = { readonly problems: readonly Problem[]; readonly sent: readonly SentScript[] };

/**
 * What the payloads of an accepted production do wrong, by their text: certain mistakes refuse, likely ones warn. A
 * script that is not understood, or a program of unknown powers, silences what rests on it.
 */
export const lintProduction = (production: Production): Linted => {
  let left = mostText;
  const steps = production.steps.map((step) => {
    left -= step.run.length + leastCost;
    return left < 0 ? nothingLinted : lintStep(production, step);
  });
  const linted = steps.map((step) => step.linted);
  const problems = distinctProblems([
    ...steps.flatMap((step) => step.problems),
    ...judgeUnreadConditions(production, linted),
    ...judgeUnreadRun(production, linted),
  ]);
  return { problems: withAcknowledged(production.request, problems), sent: steps.flatMap((step) => step.sent) };
};
const nothingLinted: LintOfStep = { problems: [], sent: [], linted: undefined };

/** `linted`: `undefined` where the payload was not understood. */
type LintOfStep = Linted & { readonly linted: LintedStep | undefined };

const lintStep = (production: Production, step: Step): LintOfStep => {
  const lineEnds = judgeLineEnds(production, step);
  const odd = judgeOddTexts(production, step);
  if (odd.length > 0) return { problems: odd, sent: [], linted: undefined };
  // Every command would be misread; one cause is told once.
  if (lineEnds.length > 0) return { problems: lineEnds, sent: [], linted: undefined };
  const linted = lintedStep(production, step);
  const called = linted === undefined ? [] : judgeCalledLineEnds(linted);
  if (called.length > 0) return { problems: called, sent: [], linted: undefined };
  const named = namedScript(production, step);
  return {
    problems: linted === undefined ? [] : checks.flatMap((check) => check(linted)).slice(0, mostPerStep),
    sent: [...(named === undefined ? [] : [named]), ...(linted?.sent ?? [])],
    linted,
  };
};
