import { expect, test } from "vitest";
import { aReportedWorld } from "./a-reported-world.ts";

test("A merge is told as entered, in its pull request and in the overview, before PanDA is called", async () => {
  const { panda, pass, said, overviewText } = await aReportedWorld();
  const seen: string[] = [];
  const answer = panda.onCheck;
  panda.onCheck = async (...args) => {
    seen.push(said(7), await overviewText());
    return answer(...args);
  };

  await pass();

  const [pullRequest, pinned] = seen;
  expect(pullRequest).toMatch(/^<!-- merged -->\n/);
  expect(pullRequest).toContain("sP26a-hfcharm-signal 1.0.0: intended");
  expect(pullRequest).toContain("entered, 2026-03-01 10:00 UTC; reconcile submits it");
  expect(pinned).toContain("Everything runs by itself.");
  expect(pinned).toContain("entered, 2026-03-01 10:00 UTC; reconcile submits it");
});

test("A pass that enters nothing reports once, at its end", async () => {
  const { main, pass, early } = await aReportedWorld();
  await pass();
  main.commit({ "README.md": "words" });

  await pass();

  expect(early).toEqual([1]);
});
