import { withAcknowledged } from "../judge/acknowledge.ts";
import type { Production, Step } from "../judge/production.ts";
import { distinctProblems } from "../problems/distinct-problems.ts";
import type { Problem } from "../problems/problem.ts";
import { judgeCalledScripts } from "./called-scripts.ts";
import { judgeBareNames, judgeExpansions, judgeSingleQuotes } from "./expansions.ts";
import { judgeBeyondLast, judgeFirstFileOnly, judgeUnreadFiles } from "./input-files.ts";
import { judgeArchives, judgeUnreadInputs } from "./inputs.ts";
import { judgeLeftInFolder } from "./left-in-folder.ts";
import { judgeLineEnds } from "./line-ends.ts";
import { type LintedStep, lintedStep } from "./linted-step.ts";
import { judgeMacroCalls } from "./macro-calls.ts";
import { judgeHardCodedMacro, judgeMacros } from "./macros.ts";
import { judgeOddCharacters } from "./odd-characters.ts";
import { judgeOutputs } from "./outputs.ts";
import { judgeUnusedParameters } from "./parameters.ts";
import { judgeHomePaths, judgeMkdir, judgeSharedFiles } from "./paths.ts";
import { judgeRepeated } from "./repeated.ts";
import { judgeResults } from "./results.ts";
import { judgeOctalSeeds, judgePadding, judgeSameEvents, judgeUnkeptSeeds } from "./seeds.ts";
import { judgeConflicts, judgeEmptyFiles, judgeExecutable } from "./sent-files.ts";
import { judgeAssignments, judgeContinuations } from "./slips.ts";
import { judgeStatus } from "./status.ts";
import { judgeTar } from "./tar.ts";
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
  judgeUnreadInputs,
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
  judgeUnkeptSeeds,
  judgeOctalSeeds,
  judgePadding,
  judgeMacroCalls,
  judgeExpansions,
  judgeSingleQuotes,
  judgeBareNames,
  judgeOddCharacters,
  judgeTar,
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

/**
 * What the payloads of an accepted production do wrong, by their text: certain mistakes refuse, likely ones warn. A
 * script that is not understood, or a program of unknown powers, silences what rests on it.
 */
export const lintProduction = (production: Production): readonly Problem[] => {
  let left = mostText;
  const problems = production.steps.flatMap((step) => {
    left -= step.run.length + leastCost;
    return left < 0 ? [] : lintStep(production, step);
  });
  return withAcknowledged(production.request, distinctProblems(problems));
};

const lintStep = (production: Production, step: Step): readonly Problem[] => {
  const lineEnds = judgeLineEnds(production, step);
  // Every command would be misread; one cause is told once.
  if (lineEnds.length > 0) return lineEnds;
  const linted = lintedStep(production, step);
  return linted === undefined ? [] : checks.flatMap((check) => check(linted)).slice(0, mostPerStep);
};
