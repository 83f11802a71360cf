import type { StepData } from "../core/view/site/site-data.ts";
import { amount, svg } from "./dom.ts";

const box = { width: 176, height: 54, gapX: 48, gapY: 18 };
const pad = 6;

/** The steps from left to right, each behind those that it reads, with how far it is. The table below says the same. */
export const stepGraph = (steps: readonly StepData[]): SVGElement => {
  const places = placesOf(steps);
  const columns = Math.max(...[...places.values()].map(({ column }) => column)) + 1;
  const rows = Math.max(...[...places.values()].map(({ row }) => row)) + 1;
  const width = columns * (box.width + box.gapX) - box.gapX + 2 * pad;
  const height = rows * (box.height + box.gapY) - box.gapY + 2 * pad;
  return svg(
    "svg",
    {
      class: "graph",
      viewBox: `0 0 ${width} ${height}`,
      width: String(width),
      height: String(height),
      role: "img",
      "aria-label": steps
        .map(({ step, after }) => (after.length === 0 ? step : `${step} reads ${after.join(" and ")}`))
        .join("; "),
    },
    ...steps.flatMap(({ step, after }) => after.map((from) => arrow(places.get(from), places.get(step)))),
    ...steps.map((step) => node(step, places.get(step.step))),
  );
};

type NodePlace = { readonly column: number; readonly row: number };

/** Behind the last of what it reads; steps of a request read only earlier ones, and a circle would end here too. */
const placesOf = (steps: readonly StepData[]): ReadonlyMap<string, NodePlace> => {
  const columns = new Map<string, number>();
  for (const _ of steps)
    for (const { step, after } of steps)
      columns.set(step, Math.min(steps.length, Math.max(0, ...after.map((one) => (columns.get(one) ?? 0) + 1))));
  const filled = new Map<number, number>();
  return new Map(
    steps.map(({ step }) => {
      const column = columns.get(step) ?? 0;
      const row = filled.get(column) ?? 0;
      filled.set(column, row + 1);
      return [step, { column, row }];
    }),
  );
};

const cornerOf = ({ column, row }: NodePlace) => ({
  x: pad + column * (box.width + box.gapX),
  y: pad + row * (box.height + box.gapY),
});

const arrow = (from: NodePlace | undefined, to: NodePlace | undefined): SVGElement | undefined => {
  if (from === undefined || to === undefined) return undefined;
  const [start, end] = [cornerOf(from), cornerOf(to)];
  const [x1, y1, x2, y2] = [start.x + box.width, start.y + box.height / 2, end.x - 5, end.y + box.height / 2];
  const bend = (x2 - x1) / 2;
  return svg(
    "g",
    { class: "arrow" },
    svg("path", { d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` }),
    svg("path", { class: "head", d: `M${x2 + 5} ${y2}l-8 -4v8z` }),
  );
};

const shownName = 22;

const node = ({ step, task, done, inputs, failed }: StepData, place: NodePlace | undefined): SVGElement | undefined => {
  if (place === undefined) return undefined;
  const { x, y } = cornerOf(place);
  const share = inputs === 0 ? 0 : Math.min(1, done / inputs);
  const look = failed > 0 ? "failed" : share === 1 ? "succeeded" : task === undefined ? "unsent" : "running";
  const name = step.length > shownName ? `${step.slice(0, shownName)}...` : step;
  const words = task === undefined ? "not at PanDA" : `${task.status}, ${amount(done)} of ${amount(inputs)}`;
  return svg(
    "g",
    { class: `node ${look}`, transform: `translate(${x} ${y})` },
    svg("title", {}, `${step}: ${words}`),
    svg("rect", { class: "box", width: String(box.width), height: String(box.height), rx: "6" }),
    svg("text", { x: "12", y: "21", class: "title" }, name),
    svg("text", { x: "12", y: "37", class: "words" }, words.length > 28 ? `${words.slice(0, 28)}...` : words),
    svg("rect", { class: "rail", x: "12", y: "44", width: String(box.width - 24), height: "3", rx: "1.5" }),
    svg("rect", { class: "fill", x: "12", y: "44", width: String((box.width - 24) * share), height: "3", rx: "1.5" }),
  );
};
