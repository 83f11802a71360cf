import type { CutFiles } from "../production/table.ts";

/** Jobs that SHREK cut from lists of files: what they read, and what none of them reads. */
export type PlannedCut = {
  readonly inputs: readonly {
    readonly input: string;
    readonly list: string;
    /** Of all jobs, each as often as a job reads it. */
    readonly files: number;
    readonly fewest: number;
    readonly most: number;
  }[];
  /** `null`: the lists do not say it of all files. */
  readonly bytes: number | null;
  readonly events: number | null;
  readonly leftOut: {
    readonly files: number;
    /** The first ones, each with its reason; all are in the lock. */
    readonly first: readonly { readonly what: string; readonly reason: string; readonly files: number }[];
    readonly groups: number;
  };
};

const most = 20;

/** `lists`: that of each input. `leftOut`: of all runs, where one stands for all of them. */
export const planCut = (
  { inputs, jobs }: CutFiles,
  lists: readonly string[],
  leftOut: CutFiles["leftOut"],
): PlannedCut => ({
  inputs: inputs.map((input, index) => {
    const numbers = jobs.map(({ files }) => files[index]?.length ?? 0);
    return {
      input,
      list: lists[index] ?? input,
      files: numbers.reduce((sum, number) => sum + number, 0),
      fewest: numbers.reduce((least, number) => Math.min(least, number), numbers[0] ?? 0),
      most: numbers.reduce((more, number) => Math.max(more, number), 0),
    };
  }),
  bytes: sumOrNull(jobs.map(({ bytes }) => bytes)),
  events: sumOrNull(jobs.map(({ events }) => events)),
  leftOut: {
    files: leftOut.reduce((sum, { files }) => sum + files, 0),
    first: leftOut.slice(0, most).map(({ keys, reason, files }) => ({
      what: Object.entries(keys)
        .map(([key, value]) => `${key} ${value}`)
        .join(" "),
      reason,
      files,
    })),
    groups: leftOut.length,
  },
});

const sumOrNull = (amounts: readonly (number | undefined)[]): number | null =>
  amounts.reduce<number | null>((sum, amount) => (sum === null || amount === undefined ? null : sum + amount), 0);
