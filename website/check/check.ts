import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { checkDashboard } from "./dashboard.ts";
import { checkKeyboard } from "./keyboard.ts";
import { brokenLinks } from "./links.ts";
import { checkPage, openWindow, type Visit, withoutScripts } from "./page.ts";
import { serveFolder } from "./serve-folder.ts";

// Reads the built site as people do: each page in a real browser, narrow and wide, dark and light, without a script, by keys.

const here = join(import.meta.dirname, "..");
const program = process.env.CHROMIUM ?? "/usr/bin/chromium";

const pages = readdirSync(join(here, "dist"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".html"))
  .map((file) => `/${file.replace(/(^|\/)index\.html$/, "$1").replace(/\.html$/, "")}`)
  .sort();

/** What a stranger sees first: what it looks like, two ways on, and pages by their titles. */
const checkFirstScreen = async (browser: Browser, site: string): Promise<readonly string[]> => {
  const page = await browser.newPage();
  await page.goto(`${site}/`);
  const drawn = await page
    .locator(".VPHero img")
    .evaluateAll((all) => (all as HTMLImageElement[]).filter((one) => one.naturalWidth > 0).length);
  const ways = await page.locator(".VPHero a").count();
  const files = await page.locator("main a, #VPContent a").allTextContents();
  await page.close();
  return [
    ...(drawn === 0 ? ["the first screen has no picture"] : []),
    ...(ways < 2 ? [`the first screen has ${ways} buttons`] : []),
    ...files.filter((text) => text.endsWith(".md")).map((text) => `the first page names a file, ${text}`),
  ];
};

const server = await serveFolder(join(here, "dist"), { compressed: true });
const site = server.url;
const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
const window = await openWindow(browser);
const visits: Visit[] = [];
for (const page of pages) visits.push(await checkPage(window, site, page));
await window.close();
const dashboard = await checkDashboard(browser, 200);
const failures = [
  ...(await checkFirstScreen(browser, site)),
  ...dashboard.failures,
  ...visits.flatMap(({ failures }) => failures),
  ...brokenLinks(visits),
  ...(await checkKeyboard(browser, site)),
  ...(await withoutScripts(browser, site)),
];
await browser.close();
server.close();

const largest = visits.reduce((most, visit) => (visit.bytes > most.bytes ? visit : most));
console.log(`${pages.length} pages; the largest is ${largest.page}: ${Math.round(largest.bytes / 1024)} kB compressed`);
for (const failure of failures) console.log(`FAILED ${failure}`);
const passed = visits.filter(({ failures }) => failures.length === 0).length + 3 + dashboard.passed;
console.log(`${passed} passed, ${failures.length} failed, 0 skipped`);
process.exit(failures.length === 0 ? 0 : 1);
