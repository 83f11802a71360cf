import { renderMermaidSVG } from "beautiful-mermaid";

/** Colours come from the page, so that a graph follows its dark or light theme. */
const colours = {
  bg: "var(--vp-c-bg)",
  fg: "var(--vp-c-text-1)",
  line: "var(--vp-c-text-2)",
  accent: "var(--vp-c-brand-1)",
  muted: "var(--vp-c-text-2)",
  surface: "var(--vp-c-bg-soft)",
  border: "var(--vp-c-divider)",
};

/**
 * A graph of Mermaid as SVG. It is drawn here once, so that no page loads a library for it. Its style is the theme's, as
 * Vue takes a style out of a page, and the last element with it.
 */
export const drawGraph = (mermaid: string): string =>
  renderMermaidSVG(mermaid, { ...colours, transparent: true }).replace(/<style>.*?<\/style>/s, "");
