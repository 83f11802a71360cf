import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { raise } from "./stand.ts";

test("shrek offline takes a site out, shows what names it, and online gives back the same bytes", async () => {
  const stand = await raise(["toy-pileup"]);
  await stand.run("reconcile");
  const text = () => readFile(join(stand.scene.clone, "productions/conventions.yaml"), "utf8");
  const before = await text();
  const out = ["offline", "SANDBOX", "--reason", "its storage is moved"];

  const dry = await stand.run(...out, "--dry-run");
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing was written.\n") as string });
  expect(await text()).toBe(before);

  const { code, stdout } = await stand.run(...out);
  expect(code).toBe(0);
  expect(stdout).toContain("productions/conventions.yaml: SANDBOX is offline: its storage is moved\n");
  expect(stdout).toMatch(/^ {2}productions\/toy-pileup: .* \(no other site online\)$/m);
  expect(stdout).toMatch(/^Submissions at PanDA that name it.*\n {2}sP26a-toy-pileup 1\.0\.0, submitted: /m);
  expect((await stand.run("check")).stdout).toContain(
    "is offline in the conventions: its storage is moved. No site here is online: what is merged waits until one is.",
  );
  expect((await stand.run(...out)).stdout).toContain("SANDBOX is already offline: its storage is moved.\n");

  expect(JSON.parse((await stand.run("online", "SANDBOX", "--json")).stdout)).toMatchObject({
    written: true,
    requests: [{ folder: "productions/toy-pileup" }],
    submissions: [{ name: "sP26a-toy-pileup@1.0.0", place: "at PanDA" }],
  });
  expect(await text()).toBe(before);

  for (const args of [
    ["offline", "SANDBOX"],
    ["offline", "SANDBX", "--reason", "x"],
    ["offline", "SANDBOX", "--reason", " "],
  ])
    expect(await stand.run(...args)).toMatchObject({ code: 2, stdout: "" });
  expect(await text()).toBe(before);
});
