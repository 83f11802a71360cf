/**
 * Of a failed job one number reaches PanDA, what its wrapper ended with (PANDA P56), so each reason has its own. Wrapper,
 * reader, words and pages share this table. 10, 11, 20, 30, 31 and 32 are as sPHENIX's own wrappers use them.
 */
export const stageExits = {
  noInput: 10,
  noPair: 11,
  noNumber: 12,
  setUp: 13,
  stageIn: 20,
  outputMissing: 30,
  stageOut: 31,
  check: 32,
  smallOutput: 33,
  checkWithoutNumber: 34,
  fewEvents: 35,
} as const;

const inputsCounted = 9;
/** Of an input that lacks files, `IN1`, `IN2` ... in the order of `in`. */
export const shortInput = (stream: string): number =>
  stageExits.stageIn + Math.min(Number(stream.slice("IN".length)), inputsCounted);

const stageTexts: ReadonlyMap<number, string> = new Map([
  [stageExits.noInput, "no input"],
  [stageExits.noPair, "no pair"],
  [stageExits.noNumber, "no job number"],
  [stageExits.setUp, "set-up ended the job"],
  [stageExits.stageIn, "stage-in"],
  [stageExits.outputMissing, "output missing"],
  [stageExits.stageOut, "stage-out"],
  [stageExits.check, "check failed"],
  [stageExits.smallOutput, "output too small"],
  [stageExits.checkWithoutNumber, "check printed no number of events"],
  [stageExits.fewEvents, "too few events"],
  ...Array.from({ length: inputsCounted }, (_, index) => {
    const place = index + 1 === inputsCounted ? `${inputsCounted} or a later one` : `${index + 1}`;
    return [shortInput(`IN${index + 1}`), `input ${place} incomplete`] as const;
  }),
]);
/** In ledgers of earlier versions. */
const olderTexts = ["no number", "check of outputs"];

/** Where the wrapper stopped; `undefined`: the number is of the payload. */
export const stageText = (exit: number | undefined): string | undefined =>
  exit === undefined ? undefined : stageTexts.get(exit);

/** SIGKILL and SIGTERM: where they end the wrapper's shell, or the job script's, the job script has these numbers or 255 less them. */
const signals = [9, 15];
const aSignal = 128;
/** The job script takes the rest of a division by 255, so 255 would be 0 there: a good job. */
const taken = { 255: 199, high: 198, by: 200 };
const highest = taken.by + Math.max(...stageTexts.keys());

/** Bash: no end of a payload has a number with another meaning, or one that is lost. */
export const movedExits: readonly string[] = [
  "shrek_moved=$shrek_status",
  "case $shrek_status in",
  `  ${[...signals, ...stageTexts.keys()].toSorted((a, b) => a - b).join("|")}) shrek_moved=$((shrek_status + ${taken.by})) ;;`,
  `  255) shrek_moved=${taken[255]} ;;`,
  `  19[89]|2??) shrek_moved=${taken.high} ;;`,
  "esac",
];

/** What the payload ended with, as a shell counts; `undefined`: its log alone has it. */
export const payloadExit = (exit: number): number | undefined => {
  if (exit === taken.high) return undefined;
  if (exit === taken[255]) return 255;
  const signal = signals.find((one) => exit === one || exit === 255 - one);
  if (signal !== undefined) return aSignal + signal;
  return exit > taken.by && exit <= highest ? exit - taken.by : exit;
};

/** SIGKILL is how systems end what needs too much memory; std::bad_alloc ends in SIGABRT, as some other faults do. */
const memoryTexts: Readonly<Record<number, string>> = { [aSignal + 9]: "memory", [aSignal + 6]: "memory or an abort" };
export const isOfMemory = (exit: number): boolean =>
  stageText(exit) === undefined && (payloadExit(exit) ?? 0) in memoryTexts;

const hints: Readonly<Record<number, string>> = { 126: " (cannot be executed)", 127: " (command not found)" };

/** What the number says, as the ledger counts it and people read it. */
export const exitText = (exit: number): string => {
  const stage = stageText(exit);
  if (stage !== undefined) return stage;
  const code = payloadExit(exit);
  if (code === undefined) return "payload, exit code from 198 to 254";
  const signal = code > aSignal && code <= aSignal + 64 && !(code in memoryTexts) ? ` (signal ${code - aSignal})` : "";
  return `${memoryTexts[code] ?? "payload"}, exit code ${code}${hints[code] ?? signal}`;
};

/** Whether a class of failures is of a wrapper or its payload, which print to one file. */
export const isPayloads = (failure: string): boolean =>
  /, exit code /.test(failure) || [...stageTexts.values(), ...olderTexts].includes(failure);

/** The exit code of a payload that likely ends so again: neither a signal nor a missing program, which a node can be to blame for. */
export const ownFault = (failure: string): string | undefined => /^payload, exit code (\d+)$/.exec(failure)?.[1];
