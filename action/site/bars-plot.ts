import { amount, svg } from "./dom.ts";
import { below, frame, heightOf, plotOf } from "./plot-frame.ts";

type Bar = { readonly name: string; readonly used: number; readonly foreseen: number };

const maxBars = 24;
const widest = 48;
/** Pixels of a month's name and what is free beside it. */
const nameWidth = 80;

/** Of each month what was foreseen, and before it what was used. The table says the same in figures. */
export const barsPlot = (all: readonly Bar[]): HTMLElement => {
  const bars = all.slice(-maxBars);
  const most = Math.max(1e-9, ...bars.flatMap(({ used, foreseen }) => [used, foreseen]));
  const room = (frame.width - frame.left - frame.right) / bars.length;
  const width = Math.min(widest, room * 0.7);
  const each = Math.ceil(nameWidth / room);
  const words = ({ name, used, foreseen }: Bar): string =>
    `${name} ${amount(Math.round(used))} of ${amount(Math.round(foreseen))}`;
  return plotOf(
    {
      label: `Core-hours by month: ${bars.map(words).join("; ")}`,
      look: "bars",
      grid: (share) => amount(Number((most * share).toPrecision(3))),
      legend: [
        ["used", "core-hours used"],
        ["foreseen", "core-hours foreseen"],
      ],
    },
    bars.flatMap(({ name, used, foreseen }, index) => {
      const middle = frame.left + room * (index + 0.5);
      return [
        bar("foreseen", middle - width / 2, width, foreseen / most),
        bar("used", middle - width / 2, width / 2, used / most),
        ...(index % each === 0 ? [below(middle, "middle", name)] : []),
      ];
    }),
  );
};

const bar = (look: string, x: number, width: number, share: number): SVGElement =>
  svg("rect", {
    class: look,
    ...{ x: x.toFixed(1), y: heightOf(share).toFixed(1), width: width.toFixed(1) },
    height: (heightOf(0) - heightOf(share)).toFixed(1),
  });
