import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

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

const countBytes = async (page: Page): Promise<() => number> => {
  const wire = await page.context().newCDPSession(page);
  let bytes = 0;
  wire.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await wire.send("Network.enable");
  return () => bytes;
};

export const open = async (browser: Browser, address: string, options: BrowserContextOptions) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  const bytes = await countBytes(page);
  await page.goto(address, { waitUntil: "networkidle" });
  return { page, errors, bytes: bytes() };
};

/** By axe: what a person who cannot see well, or uses keys alone, would stumble over. */
export const barriers = async (page: Page): Promise<readonly string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target }) => target.join(" "))
        .slice(0, 3)
        .join("; ")}`,
  );

/** Of most pages the form is the same, and axe takes seconds for each. `--whole` asks it of all. */
const isRead = (path: string) =>
  process.argv.includes("--whole") || ["/", "/request", "/states", "/adr/"].includes(path);

export const checkPage = async (browser: Browser, site: string, path: string): Promise<Visit> => {
  const failures: string[] = [];
  const fail = (where: string, what: readonly string[]) =>
    failures.push(...what.map((text) => `${path} ${where}: ${text}`));

  const { page, errors, bytes } = await open(browser, site + path, { viewport: wide, colorScheme: "light" });
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
  await page.context().close();
  return { page: path, ids, links: links.map((link) => link.replace(site, "")), bytes, failures };
};

/** Without scripts the text is there: the words of a page are those that the file has. */
export const withoutScripts = async (browser: Browser, site: string): Promise<readonly string[]> => {
  const { page } = await open(browser, `${site}/request`, { viewport: wide, javaScriptEnabled: false });
  const heading = await page.locator("h1").first().innerText();
  await page.context().close();
  return heading.startsWith("Writing a request") ? [] : ["/request without scripts: the heading is not there"];
};
