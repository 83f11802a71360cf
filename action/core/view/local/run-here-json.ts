import type { StepSuggestion } from "../../jobs/measured.ts";
import type { LocalReport, StepHere } from "../../jobs/run-report.ts";
import type { Production } from "../../production/production.ts";

/** The result of a run on this machine, for programs; `null` where the system does not report a value. */
export const runHereJson = (
  { tag, version }: Production,
  steps: readonly StepHere[],
  suggestions: readonly StepSuggestion[],
) => ({
  tag,
  version,
  steps: steps.map(({ step, state }) =>
    state.kind === "ran"
      ? { step, state: state.kind, jobs: state.reports.map(jobJson), left: state.left, fewer: state.fewer }
      : { step, state: state.kind, jobs: [], ...(state.kind === "not-run" ? { why: state.why } : {}) },
  ),
  suggestions: suggestions.map(({ step, suggested }) => ({ step, ...suggested })),
});

const jobJson = ({ number, end, used, outputs, log, kept }: LocalReport) => ({
  number,
  end: end.kind,
  ...(end.kind === "failed" ? { stage: end.stage, exitCode: end.exitCode ?? null, words: end.words } : {}),
  seconds: used.seconds,
  cpuSeconds: used.cpuSeconds ?? null,
  megabytes: used.megabytes ?? null,
  outputs: outputs.map(({ output, name, path, bytes }) => ({ output, name, path, bytes })),
  log,
  kept,
});
