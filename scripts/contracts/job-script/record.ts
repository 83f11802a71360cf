import { readFileSync } from "node:fs";

/** What the job script leaves for the pilot, in the folder of the job. A report that is no JSON is its text. */
export type ScriptEnd = {
  readonly exit: number;
  readonly errorReport: unknown;
  readonly jobReport: unknown;
  /** Whether the job's output is there, under the name that PanDA gave it. */
  readonly output: boolean;
};

/** Fields of `get_job_descriptions`; what a server has there as null, 0 or "" in each of the jobs is not among them. */
export type JobRow = {
  readonly jobStatus: string;
  readonly transExitCode: string | null;
  readonly pilotErrorCode: number;
  readonly pilotErrorDiag: string | null;
  readonly exeErrorCode: number;
  readonly exeErrorDiag: string | null;
  readonly jobDispatcherErrorCode?: number;
  readonly jobDispatcherErrorDiag?: string;
  readonly metadata: string | null;
  readonly output: string;
};

/** One way in which a job ended, behind `echo good >end.txt`, which is its output. */
export type RecordedEnding = {
  readonly payload: string;
  /** Absent where the pilot never ran the script. */
  readonly script?: ScriptEnd;
  /** What went wrong around the script, in the words of the pilot that reported it. */
  readonly pilot?: string;
  readonly job: JobRow;
};

type Line = RecordedEnding & { readonly numbers?: readonly [number, number] };
type Written = {
  readonly seen: { readonly script: string; readonly sha256: string } & Readonly<Record<string, string>>;
  readonly endings: readonly Line[];
};

const written = JSON.parse(readFileSync(new URL("endings.json", import.meta.url), "utf8")) as Written; // beside this file

/**
 * What `seen` names did with each payload: jobs of one task on a real server, and again the script alone. The job script
 * is in no registry, so CI has this record of it; who has the file compares by `npm run contracts -- job-script FILE`.
 */
export const seen = written.seen;

const withNumber = (line: RecordedEnding, number: number): RecordedEnding =>
  JSON.parse(JSON.stringify(line).replaceAll(/\bN\b/g, String(number))) as RecordedEnding; // the same form, other text

/** A line with `numbers` holds for each number of them, which stands where it has an N. */
export const recordedEndings: readonly RecordedEnding[] = written.endings.flatMap(({ numbers, ...line }) =>
  numbers === undefined
    ? [line]
    : Array.from({ length: numbers[1] - numbers[0] + 1 }, (_, at) => withNumber(line, numbers[0] + at)),
);

/** Those worth a process each: numbers of bash and of signals, and the first and last ones. */
export const isWorthRunning = ({ payload, pilot }: RecordedEnding): boolean => {
  const number = Number(/^exit (\d+)$/.exec(payload)?.[1] ?? "0");
  return pilot === undefined && (number < 33 || (number > 125 && number < 144) || number > 253);
};
