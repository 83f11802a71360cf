import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitepress";
import { readDoors, titleOf } from "../build/doors.ts";
import { drawGraph } from "../build/graphs.ts";
import { outside } from "../build/links.ts";

const docs = join(import.meta.dirname, "../../docs");
/** What the site shows: a release such as `v1.2.0`, else main. */
const version = process.env.SHREK_VERSION ?? "main";
const repository = process.env.SHREK_REPOSITORY ?? "https://github.com/sPHENIX-Collaboration/shrek";
const files = `${repository}/blob/${version}`;

const picture = "pictures/plan.png";
const inside = (file: string): boolean => !file.startsWith("..");
const address = (file: string): string => `/${file.replace(/README\.md$/, "").replace(/\.md$/, "")}`;
const doors = readDoors(readFileSync(join(docs, "README.md"), "utf8")).filter(({ who }) => who !== "all");
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

export default defineConfig({
  title: "SHREK",
  description: "Physics productions on PanDA: requested, reviewed and run from a Git repository",
  srcDir: "pages",
  outDir: process.env.SHREK_OUT ?? "dist",
  base: process.env.SHREK_BASE ?? "/",
  cleanUrls: true,
  lastUpdated: false,
  rewrites: {
    "README.md": "index.md",
    "adr/README.md": "adr/index.md",
    "schemastore/README.md": "schemastore/index.md",
  },
  srcExclude: ["conventions/**", "schemastore/**"],
  // `pages` is a link to docs/: below it, packages of this folder are found.
  vite: { resolve: { preserveSymlinks: true } },
  head: [
    ["meta", { name: "color-scheme", content: "light dark" }],
    ["link", { rel: "icon", href: "data:," }],
  ],
  themeConfig: {
    search: {
      provider: "local",
      options: { translations: { button: { buttonText: "Search", buttonAriaLabel: "Search" } } },
    },
    outline: [2, 3],
    nav: [
      ...doors.map(({ who, pages }) => ({
        text: capital(who),
        link: address(pages.find(({ file }) => inside(file))?.file ?? ""),
      })),
      { text: version, link: `${repository}/releases` },
    ],
    sidebar: doors.map(({ who, pages }) => ({
      text: capital(who),
      items: pages
        .filter(({ file }) => inside(file))
        .map(({ file }) => ({ text: titleOf(join(docs, file)), link: address(file) })),
    })),
    socialLinks: [{ icon: "github", link: repository }],
    editLink: { pattern: `${repository}/edit/main/docs/:path`, text: "Propose a change of this page" },
  },
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (markdown) => {
      const fence = markdown.renderer.rules.fence;
      markdown.renderer.rules.fence = (tokens, index, options, env, self) => {
        const token = tokens[index];
        return token?.info.trim() === "mermaid"
          ? `<figure class="graph" tabindex="0" role="group" aria-label="graph">${drawGraph(token.content)}</figure>`
          : (fence?.(tokens, index, options, env, self) ?? "");
      };
      // Vue would read `{{ }}` of a workflow as its own.
      const plain = (text = "") => markdown.utils.escapeHtml(text).replaceAll("{{", "&#123;&#123;");
      markdown.renderer.rules.text = (tokens, index) => plain(tokens[index]?.content);
      markdown.renderer.rules.code_inline = (tokens, index) => `<code>${plain(tokens[index]?.content)}</code>`;
      markdown.core.ruler.push("outside-links", (state) => {
        const tokens = state.tokens.flatMap((token) => token.children ?? []);
        // The index names files, which have titles here.
        for (const [at, token] of tokens.entries()) {
          const text = tokens[at + 1];
          const file = token.type === "link_open" ? (token.attrGet("href") ?? "") : "";
          if (text !== undefined && text.content === file && /^[^.].*\.md$/.test(file))
            text.content = titleOf(join(docs, file));
        }
        for (const token of tokens.filter(({ type }) => type === "link_open"))
          token.attrSet("href", outside(token.attrGet("href") ?? "", state.env.relativePath ?? "", files));
      });
    },
  },
  buildEnd: ({ outDir }) => cpSync(join(docs, picture), join(outDir, picture)),
  // The theme's first page has no landmark for its text.
  transformHtml: (html, _, { page }) =>
    page === "index.md" ? html.replace('id="VPContent"', 'id="VPContent" role="main"') : html,
  transformPageData: (page) =>
    page.relativePath !== "index.md"
      ? {}
      : {
          frontmatter: {
            ...page.frontmatter,
            layout: "home",
            hero: {
              name: "SHREK",
              text: "Physics productions from a Git repository",
              tagline: "Requested in YAML, reviewed in a pull request, run on PanDA exactly once",
              image: { src: `/${picture}`, alt: "The plan of a production, as a comment on its pull request" },
              actions: [
                { theme: "brand", text: "Try it in ten minutes", link: "/tutorial/1-first-production" },
                { theme: "alt", text: "Write a request", link: "/request" },
              ],
            },
            features: doors.slice(0, 5).map(({ who, pages }) => ({
              title: capital(who),
              details: pages[0]?.what,
              link: address(pages.find(({ file }) => inside(file))?.file ?? ""),
            })),
          },
        },
});
