import { execFileSync } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { readObjects } from "../../../action/adapters/git/objects.ts";

test("A git object reader with open questions does not end, however long the answers take", async () => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-objects-"));
  execFileSync("git", ["init", "--quiet", dir]);
  const oid = execFileSync("git", ["-C", dir, "hash-object", "-w", "--stdin"], { input: "text" }).toString().trim();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());

  const questions = [readObjects(dir, [oid]), readObjects(dir, [oid])];
  vi.advanceTimersByTime(60_000);

  const found = await Promise.all(questions);
  expect(found.map(([object]) => object?.toString())).toEqual(["text", "text"]);
  // Now it has nothing to do, and ends by itself.
  vi.advanceTimersByTime(60_000);
  expect((await readObjects(dir, [oid])).map(String)).toEqual(["text"]);
});
