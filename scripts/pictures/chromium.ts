import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The part of puppeteer-core that is used; it is installed beside the pictures, not with the project. */
type Puppeteer = {
  launch(options: { readonly executablePath: string; readonly args: readonly string[] }): Promise<Browser>;
};
type Browser = { newPage(): Promise<Page>; close(): Promise<void> };
type Page = {
  setViewport(size: { readonly width: number; readonly height: number }): Promise<void>;
  setContent(html: string): Promise<void>;
  addScriptTag(script: { readonly content: string }): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
  screenshot(options: {
    readonly path: string;
    readonly clip: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  }): Promise<unknown>;
  close(): Promise<void>;
};

export type Camera = {
  /** A picture of a page of this width, as high as its content. Throws where a graph could not be drawn. */
  photograph(html: string, width: number, png: string): Promise<void>;
  close(): Promise<void>;
};

/** Pixels. Nobody scrolls further in a picture. */
const maxHeight = 4000;

/** Debian's chromium, or the program that CHROMIUM names. `mermaid`: the script that draws graphs. */
export const openCamera = async (modules: string, mermaid: string): Promise<Camera> => {
  const entry = pathToFileURL(join(modules, "puppeteer-core/lib/puppeteer/puppeteer-core.js")).href;
  // Its own types come with it, and it is not installed where types are checked.
  const { default: puppeteer } = (await import(entry)) as { readonly default: Puppeteer };
  const browser = await puppeteer.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const photograph = async (html: string, width: number, png: string): Promise<void> => {
    const page = await browser.newPage();
    await page.setViewport({ width, height: 900 });
    await page.setContent(html);
    if (html.includes('class="mermaid"')) {
      await page.addScriptTag({ content: mermaid });
      await page.evaluate("draw()");
    }
    const height = Number(await page.evaluate('document.querySelector("main").getBoundingClientRect().height'));
    await page.screenshot({ path: png, clip: { x: 0, y: 0, width, height: Math.min(Math.ceil(height), maxHeight) } });
    await page.close();
  };
  return { photograph, close: () => browser.close() };
};
