import { bar } from "../../core/view/status/bar.ts";
import type { RunProgress } from "../../flows/run/run-step.ts";

/**
 * A line for each step while jobs run. In a pipe nothing: the results are printed at the end. Nor in a terminal that
 * says it has no columns, as those of some tools do: there a line that is drawn anew never ends.
 */
export const openProgress = async (): Promise<{ readonly show: RunProgress; end(): void }> => {
  if (!process.stderr.isTTY || process.stderr.columns < 1) return { show: () => undefined, end: () => undefined };
  const { default: ora } = await import("ora");
  const turning = ora({ stream: process.stderr, discardStdin: false }).start();
  const steps = new Map<string, Parameters<RunProgress>[0]>();
  return {
    show: (now) => {
      steps.set(now.step, now);
      turning.text = [...steps.values()].map(lineOf).join("\n  ");
    },
    end: () => void turning.stop(),
  };
};

const lineOf = ({ step, done, failed, jobs }: Parameters<RunProgress>[0]): string =>
  `${step.padEnd(16)} ${bar(done, jobs)} ${done}/${jobs}${failed === 0 ? "" : `, ${failed} failed`}`;
