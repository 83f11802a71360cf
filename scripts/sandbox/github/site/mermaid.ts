import { readFile } from "node:fs/promises";

/** The program that draws graphs, as its package has it for browsers. */
export const mermaidProgram = (): Promise<string> =>
  readFile(new URL(import.meta.resolve("@mermaid-js/tiny/dist/mermaid.tiny.js")), "utf8");

/** Draws the graphs of a page, in the colours that the reader's system has. */
export const mermaidScript = async (): Promise<string> =>
  `${await mermaidProgram()}
mermaid.initialize({ startOnLoad: true, securityLevel: "strict", theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "default" });
`;
