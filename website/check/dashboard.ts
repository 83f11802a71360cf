import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { hostile, hostileTag } from "../../scripts/site/sample-events.ts";
import { checkGroups, checkKeys } from "./dashboard-keys.ts";
import { barriers, openWindow, type Window } from "./page.ts";
import { serveFolder } from "./serve-folder.ts";

// The site that `shrek site` writes of a made ledger, in which every field that somebody else writes holds HTML.

const repository = join(import.meta.dirname, "../..");
const maxBytes = 500 * 1000;
const maxDrawn = 1000;

/** Each page, and words that stand on it. */
const pages: Readonly<Record<string, string>> = {
  "": "Needs a person",
  "#/productions": "submissions",
  "#/productions?asks=yes&person=ada": "asks: yes",
  "#/p/sP26a-jet30-x1": "How to cite",
  "#/p/sP26a-hfcharm-x2/1.1.0": "What a person can say",
  "#/p/sP26a-run3pp-calo": "Runs",
  "#/p/sP26a-run3pp-calo/1.0.0/53019": "#53019",
  "#/campaigns": "budget 50 000 core-hours",
  "#/campaigns/charm": "by PanDA's count",
  "#/campaigns/wrong": "Nothing of it is submitted",
  "#/delivered": "Delivered",
  "#/delivered?by=part+2": "hfcharm",
  "#/accounting": "core-hours",
  "#/sites": "jobs failed",
  "#/p/no-such-tag": "Not shown",
  [`#/p/${hostileTag}`]: "Since",
  "#/p/..%2F..%2Fother%2Fevil": "there is no such page",
  "#/p/constructor/__proto__/__proto__": "there is no such page",
  "#/p/%": "Not shown",
  "#/campaigns/constructor": "main has no campaign constructor",
  [`#/productions?${new URLSearchParams({ site: "__proto__", person: hostile })}`]: "submissions",
  [`#/${encodeURIComponent(hostile)}`]: "Not found",
};

/** What the hostile texts would have done. */
const harm = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => [
    ...(document.title.includes("owned") ? ["a text of the ledger was run as a script"] : []),
    ...(document.querySelector("img, iframe, main form[action], a[href^='javascript']") === null
      ? []
      : ["a text of the ledger became HTML"]),
  ]);

/** On a narrow window nothing but a graph may have to be moved to be read. */
const hidden = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => [
    ...(document.documentElement.scrollWidth > innerWidth ? ["the page is too wide"] : []),
    ...(innerWidth > 1000 ? [] : [...document.querySelectorAll(".scroll > table")]).flatMap((table) => {
      const room = table.parentElement;
      return room !== null && room.scrollWidth > room.clientWidth ? [`columns of ${room.ariaLabel} are hidden`] : [];
    }),
  ]);

const checkOne = async (
  { page, go }: Window,
  site: string,
  [hash, words]: readonly [string, string],
): Promise<readonly string[]> => {
  const failures: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    const width = colorScheme === "light" ? 1400 : 360;
    const { errors } = await go(`${site}/${hash}`, { viewport: { width, height: 900 }, colorScheme });
    await page
      .locator("main > div:not([hidden])")
      .getByText(words)
      .first()
      .waitFor({ timeout: 10_000 })
      .catch(() => failures.push(`"${words}" is not there`));
    failures.push(...errors, ...(await harm(page)), ...(await barriers(page)));
    for (const one of [width, 800]) {
      await page.setViewportSize({ width: one, height: 900 });
      failures.push(...(await hidden(page)).map((what) => `${what} at ${one} px`));
    }
  }
  return failures.map((what) => `dashboard ${hash}: ${what}`);
};

const withoutScript = async (browser: Browser, site: string): Promise<readonly string[]> => {
  const { page, go, close } = await openWindow(browser, { scripts: false });
  await go(site, { viewport: { width: 800, height: 900 } });
  const text = await page.locator("body").innerText();
  await close();
  return [
    "Needs a person",
    "Running",
    "The other pages need JavaScript",
    "A picture of the ledger at commit",
    hostile.slice(0, 19),
  ].flatMap((words) => (text.includes(words) ? [] : [`dashboard without scripts: "${words}" is not there`]));
};

/** Bytes of the first page as they are, and the processor's time of the browser until it is drawn. */
const weigh = async (
  { page, go }: Window,
  site: string,
): Promise<{ readonly failures: readonly string[]; readonly said: string }> => {
  const { bytes } = await go(site);
  const wire = await page.context().newCDPSession(page);
  await wire.send("Performance.enable");
  await page.reload({ waitUntil: "networkidle" });
  const { metrics } = await wire.send("Performance.getMetrics");
  const drawn = 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.POSITIVE_INFINITY);
  await wire.detach();
  return {
    failures: [
      ...(bytes > maxBytes ? [`dashboard: the first page has ${bytes} bytes, of ${maxBytes} at most`] : []),
      ...(drawn > maxDrawn ? [`dashboard: the first page takes ${Math.round(drawn)} ms, of ${maxDrawn} at most`] : []),
    ],
    said: `first page ${Math.round(bytes / 1000)} kB, drawn in ${Math.round(drawn)} ms of the processor`,
  };
};

/** `count`: submissions of the ledger. */
export const checkDashboard = async (
  browser: Browser,
  count: number,
): Promise<{ readonly passed: number; readonly failures: readonly string[] }> => {
  const dir = mkdtempSync(join(tmpdir(), "shrek-dashboard-"));
  try {
    execFileSync(process.execPath, ["scripts/site/sample-site.ts", dir, String(count)], {
      cwd: repository,
      stdio: "inherit",
    });
    const server = await serveFolder(join(dir, "site"));
    const failures: string[] = [];
    const window = await openWindow(browser);
    const { failures: heavy, said } = await weigh(window, server.url);
    failures.push(...heavy);
    for (const page of Object.entries(pages)) failures.push(...(await checkOne(window, server.url, page)));
    for (const check of [checkKeys, checkGroups]) failures.push(...(await check(window, server.url)));
    await window.close();
    failures.push(...(await withoutScript(browser, server.url)));
    server.close();
    console.log(`dashboard of ${count} submissions: ${said}`);
    return { passed: Math.max(0, Object.keys(pages).length + 4 - failures.length), failures };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};
