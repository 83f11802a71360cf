import { el, svg } from "./dom.ts";

/** Of every plot, in pixels of the window that it was opened in: its words are as large as others. */
const roomOfPage = Math.min(720, document.documentElement.clientWidth - 32);
export const frame = { width: Math.max(280, roomOfPage), height: 200, left: 64, right: 12, top: 10, bottom: 26 };

/** How high a share of the whole stands. */
export const heightOf = (share: number): number =>
  frame.height - frame.bottom - share * (frame.height - frame.top - frame.bottom);

/** Nothing, half and all, each with its words. */
const gridLines = (words: (share: number) => string): readonly SVGElement[] =>
  [0, 0.5, 1].map((share) =>
    svg(
      "g",
      { class: "grid" },
      svg("path", { d: `M${frame.left} ${heightOf(share)}H${frame.width - frame.right}` }),
      svg("text", { x: `${frame.left - 6}`, y: `${heightOf(share) + 4}`, "text-anchor": "end" }, words(share)),
    ),
  );

/** Below the plot; `anchor`: start, middle or end. */
export const below = (x: number, anchor: string, words: string): SVGElement =>
  svg("text", { x: x.toFixed(1), y: `${frame.height - 6}`, "text-anchor": anchor }, words);

type Legend = readonly (readonly [look: string, words: string])[];

export const plotOf = (
  {
    label,
    look,
    grid,
    legend,
  }: {
    readonly label: string;
    readonly look: string;
    readonly grid: (share: number) => string;
    readonly legend: Legend;
  },
  marks: readonly SVGElement[],
): HTMLElement =>
  el(
    "figure",
    { class: "course" },
    svg(
      "svg",
      { class: `plot ${look}`, viewBox: `0 0 ${frame.width} ${frame.height}`, role: "img", "aria-label": label },
      gridLines(grid),
      marks,
    ),
    el(
      "figcaption",
      {},
      el(
        "ul",
        { class: "legend" },
        legend.map(([name, words]) => el("li", { class: name }, words)),
      ),
    ),
  );
