import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { githubLedger } from "../../action/adapters/github/github-ledger.ts";
import { githubTags } from "../../action/adapters/github/github-tags.ts";
import { openRepo, type Repo } from "../../action/adapters/github/octokit.ts";
import { createLedger, ledgerRef } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { type GithubHandle } from "../../scripts/sandbox/github/handle.ts";
import { start } from "../../scripts/sandbox/github/start.ts";
import { cloneOf, commitTexts, type Gate, runGit } from "./git-place.ts";
import { ledgerContract } from "./ledger-contract.ts";
import { meddleWith } from "./meddle.ts";

const raise = async (): Promise<{ readonly github: GithubHandle; place(): Repo }> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-github-"));
  const github = await start({ dir, owner: "sphenix", repo: "productions" });
  onTestFinished(async () => {
    await github.close();
    await rm(dir, { recursive: true, force: true });
  });
  github.addUser("bot", "write");
  await github.commit({ branch: "main", login: "bot", files: { "README.md": "x" } });
  return { github, place: () => openRepo(github.mintToken({ login: "bot" }), "sphenix/productions", github.url) };
};

const passing = (place: Repo, pass: Gate | undefined): Repo => {
  place.octokit.hook.before("request", async ({ method, url }) => {
    if (method === "PATCH" && url.includes("/git/refs/")) await pass?.();
  });
  return place;
};

ledgerContract("a ledger through GitHub's API", async () => {
  const { github, place } = await raise();
  const dir = github.gitDir();
  return {
    begin: async () => {
      expect(await createLedger({ dir, refs: localRefs(dir), clock: systemClock() }, "0a1b2c3d")).toBe("created");
    },
    meddle: (texts) => meddleWith(dir, texts),
    writer: async (pass) => githubLedger(passing(place(), pass), systemClock()),
    textAt: (at, path) => runGit(dir, "show", `${at.commit}:${path}`).catch(() => undefined),
  };
});

test("a tag is made once, stays, and can be read again", async () => {
  const { github, place } = await raise();
  const commit = await runGit(github.gitDir(), "rev-parse", "main");
  const tags = githubTags(place(), systemClock());

  expect(await tags.message("production/a/1.0.0")).toBeUndefined();
  expect(
    await Promise.all([
      tags.create("production/a/1.0.0", commit, "first"),
      githubTags(place(), systemClock()).create("production/a/1.0.0", commit, "second"),
    ]),
  ).toEqual(expect.arrayContaining(["created", "exists"]));
  expect(await tags.message("production/a/1.0.0")).toMatch(/^(first|second)/);
  expect(await tags.names()).toEqual(["production/a/1.0.0"]);
});

test("a write whose answer is lost after it landed counts as written", async () => {
  const { github, place } = await raise();
  const dir = github.gitDir();
  await createLedger({ dir, refs: localRefs(dir), clock: systemClock() }, "0a1b2c3d");
  const lossy = place();
  lossy.octokit.hook.after("request", (_, { method, url }) => {
    if (method === "PATCH" && url.includes("/git/refs/")) throw new Error("socket hang up");
  });
  const ledger = githubLedger(lossy, systemClock());

  const written = await ledger.append(
    await ledger.head(),
    [{ event: "main-read", at: "t", commit: "c".repeat(40), refused: [] }],
    [],
    "Read main",
  );

  expect(written.kind).toBe("written");
  expect((await ledger.head()).cursor).toBe("c".repeat(40));
});
