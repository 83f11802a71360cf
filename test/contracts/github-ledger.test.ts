import { cp } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { openLedger, tokenEnvironment } from "../../action/adapters/git/job-clone.ts";
import { type GitRefs, localRefs, remoteRefs } from "../../action/adapters/git/refs.ts";
import { gitTags } from "../../action/adapters/git/tags.ts";
import { createLedger, gitLedger, ledgerRef } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { RepositoryOutage, RepositoryRefusal } from "../../action/core/problems/failure.ts";
import type { GithubHandle, TokenRequest } from "../../scripts/sandbox/github/handle.ts";
import { aGithub, begunRepository } from "../sandbox/github/githubs.ts";
import { copiedClone, emptyFolder, type Gate, runGit } from "./git-place.ts";
import { type LedgerWorld, ledgerBranchContract, written } from "./ledger-branch-contract.ts";
import { ledgerContract } from "./ledger-contract.ts";
import { meddleWith } from "./meddle.ts";

const raise = async (): Promise<GithubHandle> => {
  const github = await aGithub();
  github.addUser("bot", "write");
  return github;
};
const begin = (dir: string) => createLedger({ dir, refs: localRefs(dir), clock: systemClock() }, "0a1b2c3d");

const gated = (refs: GitRefs, pass: Gate | undefined): GitRefs => ({
  ...refs,
  swap: async (...move) => {
    await pass?.();
    return refs.swap(...move);
  },
});

type Place = { readonly dir: string; readonly refs: GitRefs };
/** As reconcile: a whole clone, the address and a token. */
const inClone = async (github: GithubHandle, as: Partial<TokenRequest> = {}): Promise<Place> => {
  const dir = await copiedClone(github.gitDir());
  return { dir, refs: refsOf(github, dir, as) };
};
/** As the command job: the end of the branch, and nothing else. */
const inBranch = async (github: GithubHandle, as: Partial<TokenRequest> = {}): Promise<Place> => {
  const place = { url: github.cloneUrl(), env: envOf(github, as), temporary: await emptyFolder() };
  const dir = await openLedger(place, ledgerRef);
  return { dir, refs: refsOf(github, dir, as) };
};
const envOf = (github: GithubHandle, as: Partial<TokenRequest>): Readonly<Record<string, string>> =>
  tokenEnvironment(github.mintToken({ login: "bot", ...as }), github.cloneUrl());
const refsOf = (github: GithubHandle, dir: string, as: Partial<TokenRequest>): GitRefs =>
  remoteRefs(dir, github.cloneUrl(), envOf(github, as));

const worldOf = async (place: (github: GithubHandle) => Promise<Place>): Promise<LedgerWorld> => {
  const github = await raise();
  const dir = github.gitDir();
  return {
    begin: async () => {
      const begun = await begunRepository("ledger", (first) => begin(first.gitDir()));
      await cp(begun, dir, { recursive: true });
    },
    meddle: (texts) => meddleWith(dir, texts),
    writer: async (pass) => {
      const made = await place(github);
      return gitLedger({ dir: made.dir, refs: gated(made.refs, pass), clock: systemClock() });
    },
    textAt: (at, path) => runGit(dir, "show", `${at.commit}:${path}`).catch(() => undefined),
  };
};

ledgerBranchContract("a ledger on GitHub, beside a clone", () => worldOf(inClone));
ledgerContract("a ledger on GitHub, of which a job has the end", () => worldOf(inBranch));

test("A job that has only the end of the ledger reads on after others wrote, and does not report a branch that went back", async () => {
  const github = await raise();
  const dir = github.gitDir();
  await begin(dir);
  const read = (commit: string) => [{ event: "main-read", at: "t", commit, refused: [] } as const];
  const job = gitLedger({ ...(await inBranch(github)), clock: systemClock() });
  const other = gitLedger({ ...(await inClone(github)), clock: systemClock() });
  const first = await written(job, read("a".repeat(40)));
  const second = await written(other, read("b".repeat(40)), await other.head());

  expect(await job.append(first, read("c".repeat(40)), [], "late")).toEqual({ kind: "moved" });
  expect(await job.head()).toEqual(second);
  expect((await written(job, read("c".repeat(40)))).cursor).toBe("c".repeat(40));
});

describe("the token", () => {
  test("The token for the ledger is in no file of the repository, and in no argument of a process", async () => {
    const github = await raise();
    const { dir, refs } = await inClone(github);
    const token = github.mintToken({ login: "bot" });
    await remoteRefs(dir, github.cloneUrl(), tokenEnvironment(token, github.cloneUrl())).read("refs/heads/main");
    await refs.read("refs/heads/main");

    expect(await runGit(dir, "config", "--list", "--local")).not.toMatch(/extraheader/i);
    await expect(runGit(dir, "grep", "-r", "--no-index", token)).rejects.toThrow();
  });

  test("The token for the ledger is sent to no other address", () => {
    const env = tokenEnvironment("secret", "https://github.com/o/r.git");

    expect(env["GIT_CONFIG_KEY_0"]).toBe("http.https://github.com/o/r.git.extraHeader");
  });

  test("A token that may not write the ledger is reported with the permission that is missing", async () => {
    const github = await raise();
    const { refs } = await inClone(github, { permissions: { contents: "read" }, kind: "workflow" });
    const main = await refs.read("refs/heads/main");

    const failure = await refs.swap(ledgerRef, undefined, main ?? "").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RepositoryRefusal);
    expect(failure).toMatchObject({
      message: expect.stringContaining("does not allow to write the ledger"),
      wayOut: 'The login needs the permission "contents: write".',
    });
  });
});

test("A remote that refuses the tag of a version is reported with the reason", async () => {
  const github = await raise();
  const { dir, refs } = await inClone(github);
  const commit = (await refs.read("refs/heads/main")) ?? "";
  github.addRuleset({ name: "no tags", target: "tag", include: ["~ALL"], rules: [{ type: "creation" }] });

  await expect(
    gitTags(dir, refs, systemClock()).create("production/a/1.0.0", { commit, folder: "." }, "x"),
  ).rejects.toThrow(/refused the tag production\/a\/1\.0\.0: .*Cannot create ref due to creations being restricted/);
  await expect(
    gitTags(dir, refs, systemClock()).create("production/a/1.0.0", { commit, folder: "." }, "x"),
  ).rejects.toBeInstanceOf(RepositoryRefusal);
});

test.each([
  ["workflow", "github-actions[bot]"],
  ["app", "shrek[bot]"],
] as const)(
  "The token of a %s tags a version although a workflow file changed while the version waited",
  async (kind, login) => {
    const github = await raise();
    const of = (text: string) => ({ ".github/workflows/check.yml": `on: push # ${text}\n` });
    const files = { "productions/p/production.yaml": "request: 1\n", ...of("one") };
    const commit = await github.commit({ branch: "main", login: "bot", files });
    await github.commit({ branch: "main", login: "bot", files: of("two") });
    const { dir, refs } = await inClone(github, { kind, login, permissions: { contents: "write" } });
    const tags = gitTags(dir, refs, systemClock());

    expect(await tags.create("production/p/1.0.0", { commit, folder: "productions/p" }, "a promise\n")).toBe("created");

    expect(await tags.message("production/p/1.0.0")).toBe("a promise\n");
    // What main itself had then would be refused.
    await expect(refs.swap("refs/tags/main/1.0.0", undefined, commit)).rejects.toThrow(
      /refusing to allow a GitHub App to create or update workflow/,
    );
  },
);

test("A GitHub that does not answer is an outage for the ledger", async () => {
  const github = await raise();
  const { dir } = await inClone(github);
  await expect(remoteRefs(dir, "http://127.0.0.1:9/o/r.git").read("refs/heads/main")).rejects.toBeInstanceOf(
    RepositoryOutage,
  );
});
