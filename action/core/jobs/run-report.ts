/** A file of a dataset on this machine. */
export type LocalFile = { readonly name: string; readonly path: string };

export type LocalEnd =
  | { readonly kind: "finished" }
  | {
      readonly kind: "failed";
      /** Where it failed, in the words of the completion record. */
      readonly stage: string;
      readonly exitCode: number | undefined;
      readonly words: string;
      readonly tail: readonly string[];
    }
  | { readonly kind: "stopped" };

export type LocalOutput = LocalFile & { readonly output: string; readonly bytes: number };

/** Seconds and MB; `undefined`: too short to be seen, or the system does not report it. */
export type LocalUsage = {
  readonly seconds: number;
  readonly cpuSeconds: number | undefined;
  readonly megabytes: number | undefined;
};

export type LocalReport = {
  readonly number: number;
  readonly end: LocalEnd;
  readonly used: LocalUsage;
  readonly outputs: readonly LocalOutput[];
  readonly log: string;
  /** It ended well in an earlier run, and nothing that it depends on has changed. */
  readonly kept: boolean;
};

/** What became of a step in a run on this machine. */
export type StepHere = {
  readonly step: string;
  readonly state:
    | {
        readonly kind: "ran";
        readonly reports: readonly LocalReport[];
        /** Jobs that the request has beyond those that were asked for. */
        readonly left: number;
        /** Inputs of which jobs got fewer files than the request says. */
        readonly fewer: readonly string[];
      }
    /** A person laid out what it would make. */
    | { readonly kind: "given" }
    /** Its condition did not come true, or nothing that it reads is there. */
    | { readonly kind: "not-run"; readonly why: string };
};

export const reportsOf = ({ state }: StepHere): readonly LocalReport[] => (state.kind === "ran" ? state.reports : []);

export const failedOf = (reports: readonly LocalReport[]): readonly LocalReport[] =>
  reports.filter(({ end }) => end.kind === "failed");

/** Nothing failed, and every step had something to do. */
export const runWentWell = (steps: readonly StepHere[]): boolean =>
  steps.every(({ state }) => (state.kind === "ran" ? failedOf(state.reports).length === 0 : state.kind === "given"));
