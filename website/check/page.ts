import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";

/** What a page was found to be: the places in it, where it leads, and the bytes that came for it, compressed. */
export type Visit = {
  readonly page: string;
  readonly ids: ReadonlySet<string>;
  readonly links: readonly string[];
  readonly bytes: number;
  readonly failures: readonly string[];
};

const maxBytes = 300 * 1024;
const wide = { width: 1400, height: 900 };
const between = { width: 800, height: 900 };
const narrow = { width: 360, height: 740 };

export type Look = {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
};

export type Window = {
  readonly page: Page;
  /** Reads it anew: nothing is kept of the pages before. Scripts may add errors later. */
  go(address: string, look?: Look): Promise<{ readonly errors: readonly string[]; readonly bytes: number }>;
  close(): Promise<void>;
};

/** Many pages are read in one window, one after the other: to open it costs more than to read a page. */
export const openWindow = async (browser: Browser, { scripts = true } = {}): Promise<Window> => {
  const context = await browser.newContext({ javaScriptEnabled: scripts });
  const page = await context.newPage();
  let errors: string[] = [];
  let bytes = 0;
  page.on("pageerror", ({ message }) => errors.push(message));
  const wire = await context.newCDPSession(page);
  wire.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await wire.send("Network.enable");
  await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
  const go = async (address: string, { viewport, colorScheme = "light" }: Look = { viewport: wide }) => {
    // An address that differs behind # only would not be read.
    await page.goto("about:blank");
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    errors = [];
    bytes = 0;
    await page.goto(address, { waitUntil: "networkidle" });
    return { errors, bytes };
  };
  return { page, go, close: () => context.close() };
};

/** By axe: what a person who cannot see well, or uses keys alone, would stumble over. */
export const barriers = async (page: Page): Promise<readonly string[]> =>
  (await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).analyze()).violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target }) => target.join(" "))
        .slice(0, 3)
        .join("; ")}`,
  );

/** Of most pages the form is the same, and axe takes seconds for each. `--whole` asks it of all. */
const isRead = (path: string) =>
  process.argv.includes("--whole") || ["/", "/request", "/states", "/adr/"].includes(path);

export const checkPage = async ({ page, go }: Window, site: string, path: string): Promise<Visit> => {
  const failures: string[] = [];
  const fail = (where: string, what: readonly string[]) =>
    failures.push(...what.map((text) => `${path} ${where}: ${text}`));

  const { errors, bytes } = await go(site + path);
  fail("light", [...errors, ...(isRead(path) ? await barriers(page) : [])]);
  if (bytes > maxBytes) fail("light", [`${bytes} bytes, of ${maxBytes} at most`]);
  const lost = await page.evaluate(async () => {
    const file = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const count = (where: Document): number => where.querySelectorAll(".vp-doc *").length;
    return count(file) - count(document);
  });
  if (lost !== 0) fail("light", [`${lost} elements of the file are not there once its scripts ran`]);
  const ids = new Set(await page.locator("[id]").evaluateAll((found) => found.map(({ id }) => id)));
  const links = await page
    .locator("a[href]")
    .evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).href));

  await page.setViewportSize(between);
  const cut = await page
    .locator(".VPNavBar :is(a, button)")
    .evaluateAll((found) => found.filter((one) => one.getBoundingClientRect().right > innerWidth).length);
  if (cut > 0) fail("800 px", [`${cut} links of the bar are cut off`]);
  await page.setViewportSize(narrow);
  await page.emulateMedia({ colorScheme: "dark" });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) fail("360 px", [`${over} px wider than the window`]);
  if (isRead(path)) fail("dark, 360 px", await barriers(page));
  return { page: path, ids, links: links.map((link) => link.replace(site, "")), bytes, failures };
};

/** Without scripts the text is there: the words of a page are those that the file has. */
export const withoutScripts = async (browser: Browser, site: string): Promise<readonly string[]> => {
  const { page, go, close } = await openWindow(browser, { scripts: false });
  await go(`${site}/request`);
  const heading = await page.locator("h1").first().innerText();
  await close();
  return heading.startsWith("Writing a request") ? [] : ["/request without scripts: the heading is not there"];
};
