import { utcMinute } from "../core/markdown/utc.ts";
import type { StepData } from "../core/view/site/site-data.ts";
import { svg } from "./dom.ts";
import { below, frame, heightOf, plotOf } from "./plot-frame.ts";

/** Lines differ in colour; beyond them colours come again. */
const colours = 6;

/** How much of each step was done when, as passes saw it; `undefined`: fewer than two looks saw something. */
export const coursePlot = (steps: readonly StepData[]): HTMLElement | undefined => {
  const seen = steps.filter(({ course }) => course.length > 0);
  const times = seen.flatMap(({ course }) => course.map(([at]) => Date.parse(at))).filter(Number.isFinite);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  if (times.length < 2 || first === last) return undefined;
  const x = (at: string): number =>
    frame.left + ((Date.parse(at) - first) / (last - first)) * (frame.width - frame.left - frame.right);
  return plotOf(
    {
      label: `Inputs done: ${seen.map(({ step, done, inputs }) => `${step} ${done} of ${inputs}`).join("; ")}`,
      look: "lines",
      grid: (share) => `${share * 100} %`,
      legend: seen.map(({ step }, index) => [`c${index % colours}`, step]),
    },
    [
      below(frame.left, "start", dateText(first)),
      below(frame.width - frame.right, "end", dateText(last)),
      ...seen.map(({ course }, index) => svg("path", { class: `line c${index % colours}`, d: pathOf(course, x) })),
    ],
  );
};

/** Two of them stand beside each other; the history below has the year. */
const dateText = (at: number): string => {
  const whole = utcMinute(new Date(at).toISOString());
  return frame.width < 400 ? whole.slice(5) : whole;
};

/** What a pass saw holds until the next one saw something else. */
const pathOf = (course: StepData["course"], x: (at: string) => number): string => {
  const points = course.map(([at, done, inputs]) => ({
    at: x(at).toFixed(1),
    share: inputs === 0 ? 0 : Math.min(1, done / inputs),
  }));
  const steps = points.map(
    ({ at, share }, index) => `${index === 0 ? "M" : `H${at}L`}${at} ${heightOf(share).toFixed(1)}`,
  );
  return `${steps.join("")}H${(frame.width - frame.right).toFixed(1)}`;
};
