import type { payloadCodes } from "../problems/codes/payloads.ts";
import type { slipCodes } from "../problems/codes/typos.ts";
import type { Problem } from "../problems/problem.ts";
import type { Production, Step } from "../production/production.ts";
import type { LookAtScript } from "./bash/expand.ts";
import { checkCalledScripts, checkConflicts, checkEmptyFiles, checkExecutable } from "./called-scripts.ts";
import { checkChanceSeeds } from "./chance-seeds.ts";
import { checkBareNames, checkExpansions, checkSingleQuotes } from "./expansions.ts";
import { checkGoodJobs } from "./good-jobs.ts";
import { checkEqualRows, checkFixedSeeds, checkIdenticalJobs } from "./identical-jobs.ts";
import { checkBeyondLast, checkFirstFileOnly, checkUnreadFiles } from "./input-files.ts";
import { checkArchives, checkUnreadInputs } from "./inputs.ts";
import { checkPrograms } from "./invalid-commands.ts";
import { checkInputsElsewhere, checkLeftInFolder } from "./left-in-folder.ts";
import { checkCalledLineEnds, checkLineEnds, checkUnusualTexts } from "./line-ends.ts";
import type { LintedStep } from "./linted-step.ts";
import { checkMacroCalls } from "./macro-calls.ts";
import { checkHardCodedMacro, checkMacros } from "./macros.ts";
import { checkArithmetic } from "./misread/arithmetic.ts";
import { checkAssignments, checkContinuations, checkLostValues } from "./misread/assignments.ts";
import { checkConfusableCharacters } from "./misread/confusable-characters.ts";
import { checkNamesLeft } from "./misread/names-left.ts";
import { checkNeverReached, checkRepeated } from "./misread/never-reached.ts";
import { checkEmptied, checkRedirections } from "./misread/redirections.ts";
import { checkDoubtfulTests, checkNamesInTests, checkWrongTests } from "./misread/tests.ts";
import { checkMovedAway, checkNamedInFolder, checkRemoved } from "./named-in-folder.ts";
import { checkFixedRun, checkNamesInCommands } from "./names-in-commands.ts";
import { checkOutputs } from "./outputs.ts";
import { checkConditions, checkUnreadConditions, checkUnreadRun, checkUnusedParameters } from "./parameters.ts";
import { checkHomePaths, checkMkdir, checkSharedFiles } from "./paths.ts";
import { checkHadd, checkResults, checkTar } from "./results.ts";
import { checkScriptArguments } from "./script-arguments.ts";
import { checkMixedNumbers, checkPadding, checkSameEvents } from "./seeds.ts";
import { checkStatus } from "./status.ts";
import { checkReplacedTexts, checkUnmadeFiles } from "./unmade-files.ts";
import type { RestingKey } from "./unsure.ts";
import { checkArguments, checkUnset } from "./variables.ts";

type LookAtStep = (linted: LintedStep) => readonly Problem[];

/** One lint: what it may say, each code in one lint alone, and what it looks at. */
export type Lint = {
  readonly codes: readonly (keyof typeof payloadCodes | keyof typeof slipCodes)[];
  /** What it looks at besides the texts: where one of these is wrong, it says nothing. */
  readonly restsOn?: readonly RestingKey[];
  /** A step before it is read. Every command would be misread: where this says something, nothing else does. */
  readonly ofTexts?: (production: Production, step: Step) => readonly Problem[];
  /** The same of files that only a read step shows. */
  readonly ofCalled?: LookAtStep;
  readonly ofStep?: LookAtStep;
  /** All steps; `undefined`: its payload was not understood. */
  readonly ofProduction?: (production: Production, steps: readonly (LintedStep | undefined)[]) => readonly Problem[];
};

const each =
  (...looks: readonly LookAtStep[]): LookAtStep =>
  (linted) =>
    looks.flatMap((look) => look(linted));

const inScripts =
  (look: LookAtScript): LookAtStep =>
  (linted) =>
    linted.scripts.flatMap((script) => look(script, { values: linted.valuesIn(script), given: linted.given }));

/** Whence names have their values, and where they are read. */
const files: readonly RestingKey[] = ["resources", "parameters"];
const variables: readonly RestingKey[] = ["in", "eventsPerJob", "table", "runs", ...files];

/** In the order in which a step with too many problems reports them. */
export const lints: readonly Lint[] = [
  { codes: ["not-plain-text"], ofTexts: checkUnusualTexts },
  { codes: ["windows-line-ends"], ofTexts: checkLineEnds, ofCalled: checkCalledLineEnds },
  { codes: ["broken-continuation"], ofStep: inScripts(checkContinuations) },
  { codes: ["spaces-around-equals"], ofStep: inScripts(checkAssignments) },
  { codes: ["unset-variable"], restsOn: variables, ofStep: checkUnset },
  { codes: ["no-arguments"], restsOn: ["resources"], ofStep: checkArguments },
  { codes: ["unused-parameter"], restsOn: variables, ofStep: checkUnusedParameters },
  { codes: ["macro-not-found"], restsOn: files, ofStep: checkMacros },
  { codes: ["script-not-found"], restsOn: files, ofStep: checkCalledScripts },
  { codes: ["macro-differs"], restsOn: files, ofStep: checkHardCodedMacro },
  { codes: ["output-not-produced"], restsOn: ["out", ...files], ofStep: each(checkOutputs, checkRemoved) },
  {
    codes: ["result-in-folder"],
    restsOn: ["out", ...files],
    ofStep: each(checkLeftInFolder, checkNamedInFolder, checkMovedAway),
  },
  { codes: ["input-not-read"], restsOn: ["in", ...files], ofStep: checkUnreadInputs },
  { codes: ["input-elsewhere"], restsOn: ["in", ...files], ofStep: checkInputsElsewhere },
  { codes: ["only-first-file"], restsOn: ["in", ...files], ofStep: checkFirstFileOnly },
  { codes: ["beyond-last-file"], restsOn: ["in", ...files], ofStep: checkBeyondLast },
  { codes: ["files-not-read"], restsOn: ["in", ...files], ofStep: checkUnreadFiles },
  { codes: ["archive-takes-inputs"], restsOn: ["in", ...files], ofStep: checkArchives },
  { codes: ["result-not-packed"], restsOn: ["out", ...files], ofStep: checkResults },
  { codes: ["wrong-test"], ofStep: inScripts(checkWrongTests) },
  { codes: ["doubtful-test"], ofStep: inScripts(checkDoubtfulTests) },
  { codes: ["file-emptied"], ofStep: inScripts(checkEmptied) },
  { codes: ["redirect-misread"], ofStep: inScripts(checkRedirections) },
  { codes: ["never-reached"], ofStep: inScripts(checkNeverReached) },
  { codes: ["value-lost"], restsOn: ["resources"], ofStep: inScripts(checkLostValues) },
  { codes: ["exit-status-ignored"], ofStep: checkStatus },
  { codes: ["good-job-fails"], ofStep: checkGoodJobs },
  { codes: ["home-path"], ofStep: checkHomePaths },
  { codes: ["mkdir-without-p"], ofStep: checkMkdir },
  { codes: ["shared-file-name"], restsOn: ["jobs", ...variables], ofStep: checkSharedFiles },
  { codes: ["seed-by-chance"], ofStep: checkChanceSeeds },
  { codes: ["fixed-seed"], restsOn: ["in", "jobs", ...variables, ...files], ofStep: checkFixedSeeds },
  { codes: ["same-events"], restsOn: ["jobs", ...variables], ofStep: checkSameEvents },
  { codes: ["identical-jobs"], restsOn: ["jobs", ...variables], ofStep: checkIdenticalJobs },
  { codes: ["same-row-twice"], restsOn: variables, ofStep: checkEqualRows },
  { codes: ["wrong-number"], restsOn: files, ofStep: checkMixedNumbers },
  { codes: ["seed-padding"], restsOn: ["jobs", ...variables], ofStep: checkPadding },
  { codes: ["macro-arguments"], restsOn: ["eventsPerJob", ...files], ofStep: checkMacroCalls },
  {
    codes: ["wrong-expansion", "variable-not-expanded"],
    ofStep: each(
      checkExpansions,
      checkSingleQuotes,
      checkBareNames,
      checkNamesInCommands,
      inScripts(checkNamesInTests),
      inScripts(checkNamesLeft),
      inScripts(checkArithmetic),
    ),
  },
  { codes: ["confusable-character"], ofStep: inScripts(checkConfusableCharacters) },
  { codes: ["not-a-program", "program-misspelt"], ofStep: checkPrograms },
  {
    codes: ["conditions-not-read"],
    restsOn: ["conditions", ...files],
    ofStep: checkConditions,
    ofProduction: checkUnreadConditions,
  },
  { codes: ["argument-missing", "argument-not-read"], restsOn: files, ofStep: checkScriptArguments },
  { codes: ["archive-arguments"], restsOn: ["out", ...files], ofStep: each(checkTar, checkHadd) },
  { codes: ["file-not-made"], restsOn: ["in", ...files], ofStep: checkUnmadeFiles },
  { codes: ["text-not-there"], restsOn: files, ofStep: checkReplacedTexts },
  { codes: ["command-twice"], ofStep: inScripts(checkRepeated) },
  { codes: ["not-executable"], restsOn: ["resources"], ofStep: checkExecutable },
  { codes: ["file-is-empty"], ofStep: checkEmptyFiles },
  { codes: ["conflict-marks"], ofStep: checkConflicts },
  { codes: ["fixed-run"], restsOn: ["runs"], ofStep: checkFixedRun },
  { codes: ["run-not-read"], restsOn: ["runs", ...files], ofProduction: checkUnreadRun },
];
