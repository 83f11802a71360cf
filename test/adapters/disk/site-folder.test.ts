import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { siteFolder } from "../../../action/adapters/disk/folder-writer.ts";
import { textFile } from "../../../action/core/text/source-file.ts";

const aFolder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "shrek-site-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

test("A file with the same bytes is left as it is, and what an earlier time wrote below data goes", async () => {
  const dir = join(aFolder(), "new");
  const first = await siteFolder(dir);
  expect(await first.write(textFile("data/of/a.json", "1"))).toBe("written");
  expect(await first.write(textFile("data/of/b.json", "2"))).toBe("written");
  writeFileSync(join(dir, "CNAME"), "site.example.org");
  const before = statSync(join(dir, "data/of/a.json")).ino;

  const again = await siteFolder(dir);
  expect(await again.write(textFile("data/of/a.json", "1"))).toBe("same");
  expect(await again.tidy()).toBe(1);

  expect(statSync(join(dir, "data/of/a.json")).ino).toBe(before);
  expect(existsSync(join(dir, "data/of/b.json"))).toBe(false);
  expect(readFileSync(join(dir, "CNAME"), "utf8")).toBe("site.example.org");
});

test("A folder with somebody's files is refused, and nothing of it is touched", async () => {
  const dir = aFolder();
  mkdirSync(join(dir, "data"));
  writeFileSync(join(dir, "data/thesis.txt"), "mine");

  await expect(siteFolder(dir)).rejects.toThrow(/holds other files, such as data\/thesis\.txt/);

  expect(readFileSync(join(dir, "data/thesis.txt"), "utf8")).toBe("mine");
  expect(existsSync(join(dir, "shrek-site.txt"))).toBe(false);
});

test("A folder is marked with its first file, so that one who could not read the ledger leaves nothing", async () => {
  const dir = aFolder();
  const folder = await siteFolder(dir);
  expect(existsSync(join(dir, "shrek-site.txt"))).toBe(false);

  await folder.write(textFile("app.js", ""));

  expect(readFileSync(join(dir, "shrek-site.txt"), "utf8")).toContain("shrek site");
});

test("A place where nothing can be written is told with its path", async () => {
  const file = join(aFolder(), "file");
  writeFileSync(file, "");

  await expect(siteFolder(join(file, "site"))).rejects.toThrow(/cannot be made/);
});
