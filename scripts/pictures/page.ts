import { markdownHtml } from "../sandbox/github/site/markdown.ts";

export type Theme = "light" | "dark";

const canvas = { light: "#ffffff", dark: "#0d1117" } as const;

/** A comment as GitHub shows it, where a new line of the text is a new line. `open`: with every fold unfolded, as a reader has it who wants all. */
export const commentPage = (markdown: string, theme: Theme, width: number, open: boolean, css: string): string => {
  const body = markdownHtml(markdown, { markup: true }).replaceAll("<details>", open ? "<details open>" : "<details>");
  return `<!doctype html><meta charset="utf-8"><title>0</title>
<style>${css}
html,body{margin:0;background:${canvas[theme]}}main{box-sizing:border-box;width:${width}px;padding:16px}p,li{white-space:pre-line}pre.mermaid{background:none;text-align:center}</style>
<main class="markdown-body">${body}</main>
<script>const draw = () => {
  mermaid.initialize({ startOnLoad: false, theme: ${theme === "dark" ? '"dark"' : '"default"'}, securityLevel: "strict" });
  return mermaid.run();
};</script>`;
};
