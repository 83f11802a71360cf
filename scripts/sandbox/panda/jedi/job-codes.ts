import type { JobCodes } from "../state.ts";

export const noCodes: JobCodes = {
  transExitCode: null,
  pilotErrorCode: 0,
  pilotErrorDiag: null,
  exeErrorCode: 0,
  exeErrorDiag: null,
  ddmErrorCode: 0,
  ddmErrorDiag: null,
};

/** PAYLOADEXECUTIONFAILURE of the pilot (pilot3 3.11.5, common/errorcodes.py). */
const payloadFailure = 1305;

/** `code` is of panda-wnscript 3f0c783, pandawnutil/wnmisc/error_codes.py, where runGen adds 5300; its pilot takes code and words over from the report (pilot3 3.11.5, control/payload.py:694). */
const scriptFailed = (code: number, words: string): JobCodes => ({
  ...noCodes,
  transExitCode: `${code}`,
  pilotErrorCode: payloadFailure,
  pilotErrorDiag: words,
  exeErrorCode: 5300 + code,
  exeErrorDiag: words,
});

/** What runGen makes of the end of a payload (panda-wnscript 3f0c783, src/rungen/runGen.py:655 and :680, then :840): the rest of a division by 255, and then no output may be missing. */
export const ofScript = (exit: number, missing: string | undefined): JobCodes => {
  const status = exit % 255;
  if (status !== 0) return scriptFailed(18, `payload execution failed with ${status}`);
  return missing === undefined
    ? { ...noCodes, transExitCode: "0" }
    : scriptFailed(16, `expected output ${missing} is missing`);
};

/** It ends before the payload and leaves no report, so these are the pilot's own words (pilot3 3.11.5, control/payload.py:708, common/errorcodes.py:258). */
export const ofRefusal: JobCodes = {
  ...noCodes,
  transExitCode: "1",
  pilotErrorCode: payloadFailure,
  pilotErrorDiag: "Failed to execute payload",
};

/** Its archive cannot be had (runGen.py:312). */
export const withoutArchive = (words: string): JobCodes => scriptFailed(3, words);

/** Errors of the pilot itself (pilot3 3.11.5, common/errorcodes.py). */
const pilotErrors = {
  stageIn: [1099, "Failed to stage-in file"],
  stageOut: [1137, "Failed to stage-out file"],
  missingOutput: [1165, "Local output file is missing"],
  walltime: [1213, "Reached batch system time limit"],
  killed: [1144, "This job was killed by panda server"],
  memory: [1235, "Payload exceeded maximum allowed memory"],
} as const;

export const ofPilot = (error: keyof typeof pilotErrors, transExitCode: string | null = null): JobCodes => {
  const [pilotErrorCode, pilotErrorDiag] = pilotErrors[error];
  return { ...noCodes, transExitCode, pilotErrorCode, pilotErrorDiag };
};

/** The adder could not register what a good job made (panda-server 1.0.4, dataservice/adder_gen.py:201). */
export const ofAdder = (words: string): JobCodes => ({
  ...noCodes,
  transExitCode: "0",
  ddmErrorCode: 200,
  ddmErrorDiag: words,
});

export const isGood = ({ pilotErrorCode, exeErrorCode, ddmErrorCode }: JobCodes): boolean =>
  pilotErrorCode === 0 && exeErrorCode === 0 && ddmErrorCode === 0;

export const wordsOf = ({ pilotErrorDiag, exeErrorDiag, ddmErrorDiag }: JobCodes): string =>
  pilotErrorDiag ?? exeErrorDiag ?? ddmErrorDiag ?? "";
