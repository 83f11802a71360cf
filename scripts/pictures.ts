/**
 * Pictures of what SHREK says on GitHub, from a world of the demonstration: `npm run pictures`. Markdown becomes HTML by
 * micromark's GFM, Chromium draws it, Mermaid included. Needs Debian's `chromium`, and two packages from npm which it
 * installs into `.pictures/`, away from those of the project. `--again` draws what was played before, `--only NAME`
 * one of it.
 */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { scriptArguments } from "./arguments.ts";
import { root } from "./demo/scene.ts";
import { openWorld } from "./demo/world.ts";
import { openCamera } from "./pictures/chromium.ts";
import { playScenes, type Reading } from "./pictures/scenes.ts";
import { markdownHtml } from "./sandbox/github/site/markdown.ts";
import { mermaidProgram } from "./sandbox/github/site/mermaid.ts";
import { temporaryFolder } from "./temporary-folder.ts";

type Theme = "light" | "dark";

const canvas = { light: "#ffffff", dark: "#0d1117" } as const;

/** A comment as GitHub shows it, where a new line of the text is a new line. `open`: with every fold unfolded, as a reader has it who wants all. */
const commentPage = (markdown: string, theme: Theme, width: number, open: boolean, css: string): string => {
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

const packages = ["github-markdown-css@5.9.0", "puppeteer-core@25.16.0"];
const place = join(root, ".pictures");
const { again, only } = scriptArguments({ again: false, only: "" });

const modules = join(place, "node_modules");
const install = (): void => {
  if (packages.some((one) => !existsSync(join(modules, one.split("@")[0] ?? ""))))
    execFileSync("npm", [
      "install",
      "--prefix",
      place,
      "--no-save",
      "--no-package-lock",
      "--ignore-scripts",
      ...packages,
    ]);
};
const textOf = (path: string): Promise<string> => readFile(join(modules, path), "utf8");

const played = async (): Promise<readonly Reading[]> => {
  using temporary = temporaryFolder("shrek-pictures-");
  const dir = temporary.path;
  await using world = await openWorld(dir);
  return await playScenes(world);
};

const kept = async (): Promise<readonly Reading[]> =>
  Promise.all(
    (await readdir(place))
      .filter((file) => file.endsWith(".md"))
      .map(async (file) => ({ name: basename(file, ".md"), markdown: await readFile(join(place, file), "utf8") })),
  );

await mkdir(place, { recursive: true });
install();
const readings = again ? await kept() : await played();
for (const { name, markdown } of readings) await writeFile(join(place, `${name}.md`), markdown);
const camera = await openCamera(modules, await mermaidProgram());
const css = {
  light: await textOf("github-markdown-css/github-markdown-light.css"),
  dark: await textOf("github-markdown-css/github-markdown-dark.css"),
};
const draw = (name: string, markdown: string, theme: Theme, width: number, open: boolean): Promise<void> => {
  const png = join(place, `${name}-${theme}-${width}${open ? "-open" : ""}.png`);
  return camera.photograph(commentPage(markdown, theme, width, open, css[theme]), width, png);
};
for (const { name, markdown } of readings) {
  if (only !== "" && name !== only) continue;
  for (const theme of ["light", "dark"] as const)
    for (const width of [400, 1200]) await draw(name, markdown, theme, width, false);
  await draw(name, markdown, "light", 1200, true);
  process.stdout.write(`${name}\n`);
}
await camera.close();
