import type { Browser } from "playwright-core";

/** By keys alone: to the text of a page, and from the search to a page that speaks of what was searched. */
export const checkKeyboard = async (browser: Browser, site: string): Promise<readonly string[]> => {
  const page = await (await browser.newContext()).newPage();
  const failures: string[] = [];
  await page.goto(`${site}/request`, { waitUntil: "networkidle" });
  await page.keyboard.press("Tab");
  if (!(await page.evaluate(() => document.activeElement?.textContent ?? "")).includes("Skip"))
    failures.push("/request: Tab does not lead to the text first");

  await page.keyboard.press("Control+k");
  await page.locator("#localsearch-input:focus").waitFor();
  await page.keyboard.type("not-utf8");
  await page.locator("#localsearch-list a").first().waitFor();
  await page.keyboard.press("Enter");
  await page
    .waitForURL(/problems/, { timeout: 10_000 })
    .catch(() => failures.push("search: a problem's code does not lead to its page"));
  await page.context().close();
  return failures;
};
