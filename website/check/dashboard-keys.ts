import type { Window } from "./page.ts";

/** By keys alone: over the skip link, to a page, through a filter, to a production. */
export const checkKeys = async ({ page, go }: Window, site: string): Promise<readonly string[]> => {
  await go(site);
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
  const failures: string[] = [];
  await page.keyboard.press("Tab");
  if (!(await focused()).includes("Skip")) failures.push("Tab does not lead to the text first");
  for (let n = 0; n < 10 && (await focused()) !== "Productions"; n += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("form input").first().waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type("hfcharm x2");
  await page
    .waitForURL(/tag=hfcharm/, { timeout: 10_000 })
    .catch(() => failures.push("what is typed does not stand in the address"));
  const found = page.locator("#found tbody tr", { hasText: "minbias" }).first();
  await found
    .waitFor({ state: "detached", timeout: 10_000 })
    .catch(() => failures.push("a filter leaves what it does not name"));
  for (let n = 0; n < 20 && !(await focused()).startsWith("sP26a-hfcharm"); n += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page
    .getByRole("heading", { name: "Steps" })
    .waitFor({ timeout: 10_000 })
    .catch(() => failures.push("Enter on a production does not show it"));
  await page.goBack();
  const kept = await page
    .locator("input[name=tag]")
    .inputValue({ timeout: 10_000 })
    .catch(() => "");
  if (kept !== "hfcharm x2") failures.push("the way back forgets the filter");
  return failures.map((what) => `dashboard by keys: ${what}`);
};

/** By what the delivered is grouped is chosen by keys, stands in the address, and leads to what was counted. */
export const checkGroups = async ({ page, go }: Window, site: string): Promise<readonly string[]> => {
  await go(`${site}/#/delivered`);
  const values = () => page.locator("#view tbody td:first-child").allInnerTexts();
  const seen: Record<string, readonly string[]> = {};
  const menu = page.getByLabel("Group by");
  const offered = await menu.locator("option").evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  await menu.focus();
  for (const by of offered) {
    await page.waitForFunction((is) => document.querySelector("select")?.value === is, by, { timeout: 10_000 });
    seen[by] = await values();
    await page.keyboard.press("ArrowDown");
  }
  const failures = [
    ...(offered.join() === "part 1,part 2,part 3,group,release" ? [] : [`grouped by ${offered.join()}`]),
    ...(seen["part 2"]?.join() === "run3pp,minbias,jet30,hfcharm" ? [] : [`part 2 has ${seen["part 2"]?.join()}`]),
    ...(seen["release"]?.includes("ana.504") ? [] : ["no release is shown"]),
    ...(page.url().endsWith("by=release") ? [] : [`the address is ${page.url()}`]),
  ];
  await page.goto(`${site}/#/delivered?by=part+2`);
  const row = page.locator("#view tr", { hasText: "jet30" });
  const all = /of (\d+)/.exec(await row.locator("td").nth(2).innerText())?.[1];
  await row.getByRole("link").click();
  const found = await page.locator("#view .count").innerText();
  if (!found.startsWith(`${all} of `)) failures.push(`${all} of jet30 are counted, and "${found}" is found`);
  return failures.map((what) => `dashboard, delivered by keys: ${what}`);
};
