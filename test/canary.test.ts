import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignJWT } from "jose";
import { expect, onTestFinished, test } from "vitest";
import { gitIn } from "../scripts/demo/scene.ts";
import { canary, leaksBelow, leaksIn } from "./canary.ts";

const key = new TextEncoder().encode("of no use");

test("A secret is found in plain text, and at any position within a longer token", async () => {
  expect(leaksIn("log", `said ${canary("x")} aloud`)).toEqual(["log: ...said <secret>"]);
  for (const shift of ["", "a", "ab"]) {
    const token = await new SignJWT({ a: shift, jti: canary("x") }).setProtectedHeader({ alg: "HS256" }).sign(key);
    expect(leaksIn("log", token.split(".")[1] ?? ""), shift).not.toEqual([]);
    expect(leaksIn("log", token.slice(0, 20)), shift).not.toEqual([]);
  }
  expect(leaksIn("log", "nothing of the kind")).toEqual([]);
});

test("Each of several repositories is searched for a canary", async () => {
  const dir = await mkdtemp(join(tmpdir(), "canary-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const name of ["a", "b", "c"]) {
    await gitIn(dir, "init", "--quiet", name);
    await gitIn(join(dir, name), "commit", "--quiet", "--allow-empty", "-m", `${name} has none`);
  }
  expect(await leaksBelow(dir)).toEqual([]);

  await gitIn(join(dir, "c"), "commit", "--quiet", "--allow-empty", "-m", `has ${canary("x")}`);
  await rm(join(dir, "c", ".git", "logs"), { recursive: true });
  await rm(join(dir, "c", ".git", "COMMIT_EDITMSG"));

  expect(await leaksBelow(dir)).toEqual([expect.stringContaining(join(dir, "c"))]);
});

test("A secret is found in files, and in commits that no branch holds any more", async () => {
  const dir = await mkdtemp(join(tmpdir(), "canary-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await gitIn(dir, "init", "--quiet");
  await gitIn(dir, "commit", "--quiet", "--allow-empty", "-m", `has ${canary("x")}`);
  await gitIn(dir, "commit", "--quiet", "--amend", "--allow-empty", "-m", "has none");
  await writeFile(join(dir, "log"), canary("y"));
  await rm(join(dir, ".git", "logs"), { recursive: true });

  const leaks = (await leaksBelow(dir)).map((leak) => leak.split(":")[0]?.slice(dir.length));

  expect(new Set(leaks)).toEqual(new Set(["/log", "/.git/objects"]));
});
