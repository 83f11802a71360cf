import { type Copy, commandsOf, fieldsAt, lineAround, matchesIn, type Span, valuesAt } from "../copy.ts";
import { type Slip, slipOf } from "../slip.ts";
import { otherDigit, times } from "../typing.ts";

const jobs = valuesAt("steps.*.jobs");
const events = valuesAt("steps.*.eventsPerJob");
const walltimes = valuesAt("steps.*.walltime", "defaults.walltime");
const memories = valuesAt("steps.*.memory", "defaults.memory");
const perJob = matchesIn(valuesAt("steps.*.in"), /(?<=filesPerJob: )\d+/);
const expected = matchesIn(valuesAt("inputs"), /(?<=files: )\d+/);
/** Lines, or keys in a line, that are taken out whole. */
const whole =
  (...patterns: readonly string[]) =>
  (copy: Copy): readonly Span[] =>
    fieldsAt(...patterns)(copy)
      .map(({ key }) => lineAround(copy, key))
      .filter(({ text }) => /^ *\w+: .*\n$/.test(text));

/** Numbers: how much, how long, how many. */
export const amountSlips: readonly Slip[] = [
  slipOf("jobs-times-ten", "a zero too many in `jobs`", jobs, times(10)),
  slipOf("jobs-zero-lost", "a zero too few in `jobs`", jobs, (text) =>
    text.endsWith("0") ? times(0.1)(text) : undefined,
  ),
  slipOf("jobs-digit", "a wrong digit in `jobs`", jobs, otherDigit),
  slipOf("events-times-ten", "a zero too many in `eventsPerJob`", events, times(10)),
  slipOf("events-digit", "a wrong digit in `eventsPerJob`", events, otherDigit),
  slipOf(
    "events-by-hand",
    "a number in the commands where `$nEvents` stood",
    matchesIn(commandsOf, /"?\$\{?nEvents\}?"?/),
    (_, by) => by.of(["10", "100", "5"]),
  ),
  slipOf("walltime-too-small", "a walltime of a test, or in days", walltimes, (_, by) => by.of(["1", "2"])),
  slipOf("walltime-in-minutes", "a walltime in minutes", walltimes, times(60)),
  slipOf("memory-in-gb", "memory in GB", memories, times(0.001)),
  slipOf("memory-times-ten", "a zero too many in `memory`", memories, times(10)),
  slipOf(
    "attempts-times-ten",
    "a zero too many in `maxAttempt`",
    valuesAt("defaults.maxAttempt", "steps.*.maxAttempt"),
    times(10),
  ),
  slipOf("files-per-job-digit", "a wrong digit in `filesPerJob`", perJob, otherDigit),
  slipOf("files-per-job-times-ten", "a zero too many in `filesPerJob`", perJob, times(10)),
  slipOf("files-times-ten", "a zero too many in `files`", expected, times(10)),
  slipOf("jobs-forgotten", "`jobs` is not there", whole("steps.*.jobs"), () => ""),
  slipOf("memory-forgotten", "`memory` of a step that needs much is not there", whole("steps.*.memory"), () => ""),
  slipOf("walltime-forgotten", "`walltime` is not there", whole("steps.*.walltime"), () => ""),
];
