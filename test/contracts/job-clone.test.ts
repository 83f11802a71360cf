import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import {
  fetchPullRequest,
  type JobPlace,
  mainWanted,
  openForValidation,
  tokenEnvironment,
} from "../../action/adapters/git/job-clone.ts";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { gitTags } from "../../action/adapters/git/tags.ts";
import { gitLedger } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { textFile } from "../../action/core/text/source-file.ts";
import type { ValidationAnswer, ValidationInput } from "../../action/validate/input.ts";
import { validateInput } from "../../action/validate/validate-input.ts";
import { shrek } from "../../scripts/demo/scene.ts";
import { productionFiles } from "../../scripts/demo/world.ts";
import type { GithubHandle } from "../../scripts/sandbox/github/handle.ts";
import { checkout } from "../../scripts/sandbox/runner/checkout.ts";
import type { Occasion } from "../../scripts/sandbox/runner/occasion.ts";
import { aGithub, begunRepository, here, personOf } from "../sandbox/github/githubs.ts";
import { emptyFolder, runGit } from "./git-place.ts";

const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";
const otherText = (toy[request] ?? "").replace("slope: 7", "slope: 8");
const otherVersion = otherText.replace("version: 1.0.0", "version: 2.0.0");

/** A production on main and on a ledger of several commits, and a tag of a version that the ledger does not have. */
const aRepository = async (): Promise<GithubHandle> =>
  aGithub({ begun: await begunRepository("github-with-a-ledger", produceAndTag) });

const produceAndTag = async (github: GithubHandle): Promise<void> => {
  const files = { ...productionFiles(["conventions.yaml"]), ...toy };
  const main = await github.commit({ branch: "main", login: "alice", files });
  const dir = github.gitDir();
  const made = await shrek(dir, ["ledger", "init", "--baseline"], { HOME: await emptyFolder() });
  if (made.code !== 0) throw new Error(made.stderr);
  const [refs, clock] = [localRefs(dir), systemClock()];
  const ledger = gitLedger({ dir, refs, clock });
  for (const text of ["a", "b", "c"]) await ledger.append(await ledger.head(), [], [textFile("notes.md", text)], text);
  await gitTags(dir, refs, clock).create(
    "production/sP26a-toy-pileup/2.0.0",
    { commit: main, folder: "productions/toy-pileup" },
    "made by a lost ledger",
  );
};

const pullOf = async (github: GithubHandle, text: string, base = "main"): Promise<number> => {
  await github.commit({ branch: "change", login: "alice", files: { [request]: text } });
  const { data } = await personOf(github, "alice").rest.pulls.create({ ...here, title: "It", head: "change", base });
  return data.number;
};

const stateOf = async (github: GithubHandle, pull: number) => {
  const { data } = await personOf(github, "alice").rest.pulls.get({ ...here, pull_number: pull });
  return { base: data.base.sha, head: data.head.sha, into: data.base.ref, merge: data.merge_commit_sha ?? "" };
};

const placeOf = async (github: GithubHandle): Promise<JobPlace & { readonly token: string }> => {
  const [token, url] = [github.mintToken({ login: "alice", permissions: { contents: "read" } }), github.cloneUrl()];
  return { token, url, env: tokenEnvironment(token, url), temporary: await emptyFolder() };
};

/** What `actions/checkout` brings with `fetch-depth: 0`. */
const wholeClone = async (github: GithubHandle, ref: string, sha: string): Promise<string> => {
  const { token, temporary: workspace } = await placeOf(github);
  const occasion = { ref, sha } as Occasion;
  const given = { "fetch-depth": "0", "persist-credentials": "false" };
  const run = async (command: string, args: readonly string[], cwd: string): Promise<number> =>
    promisify(execFile)(command, [...args], { cwd }).then(() => 0);
  const nothing = (): void => undefined;
  expect(await checkout(github, occasion, given, { workspace, token, mask: nothing, say: nothing, run })).toBe(0);
  return workspace;
};

const validated = async (order: Omit<ValidationInput, "cache">): Promise<ValidationAnswer> =>
  validateInput({ ...order, cache: await emptyFolder() });

/** One answer, the same of a whole clone and of what a check fetches. */
const checked = async (
  github: GithubHandle,
  ref: string,
  sha: string,
  ends: Pick<ValidationInput, "base" | "head">,
) => {
  const clones = [await wholeClone(github, ref, sha), await openForValidation(await placeOf(github), [sha])];
  const [whole, own] = await Promise.all(clones.map((clone) => validated({ ...ends, clone })));
  expect(own).toEqual(whole);
  return own;
};

const checkedPull = async (github: GithubHandle, pull: number): Promise<ValidationAnswer | undefined> => {
  const { merge, base, head } = await stateOf(github, pull);
  return checked(github, `refs/pull/${pull}/merge`, merge, { base, head });
};

/** And of what the comment fetches; `undefined`: this head is not to be had any more. */
const commented = async (github: GithubHandle, pull: number, head: string): Promise<ValidationAnswer | undefined> => {
  const { base, into } = await stateOf(github, pull);
  const place = await placeOf(github);
  const main = await runGit(github.gitDir(), "rev-parse", "main");
  const clones = [await wholeClone(github, "refs/heads/main", main), await openForValidation(place, [mainWanted])];
  const answers = clones.map(async (clone, at) => {
    await fetchPullRequest(clone, place, pull, at === 0 ? undefined : into);
    const there = await runGit(clone, "cat-file", "-e", head).then(
      () => true,
      () => false,
    );
    return there
      ? validated({
          clone,
          base,
          head,
          comment: {
            into,
            place: { repository: "https://github.example/a/b", number: 1, head },
            authors: [],
            at: "2026-11-26T17:00:00.000Z",
            late: undefined,
            tryout: { github: undefined, site: undefined },
            room: 60_000,
          },
        })
      : undefined;
  });
  const [whole, own] = await Promise.all(answers);
  expect(own).toEqual(whole);
  return own;
};

const refusedBy = (answer: ValidationAnswer | undefined): readonly string[] =>
  answer?.kind === "judged"
    ? answer.problems.filter(({ severity }) => severity === "error").map(({ code }) => code)
    : [];

test("A clone that has only the end of the ledger reads all submissions, and fetches no history", async () => {
  const github = await aRepository();
  const pull = await pullOf(github, otherText);

  expect(refusedBy(await checkedPull(github, pull))).toEqual(["version-not-moved"]);
  expect(refusedBy(await commented(github, pull, (await stateOf(github, pull)).head))).toEqual(["version-not-moved"]);
  const own = await openForValidation(await placeOf(github), [mainWanted]);
  expect(await runGit(own, "rev-list", "--count", "refs/remotes/origin/ledger")).toBe("1");
  expect(await runGit(own, "rev-list", "--count", "refs/remotes/origin/main")).toBe(
    await runGit(github.gitDir(), "rev-list", "--count", "main"),
  );
});

test("A clone notices the tag of a version that the ledger lost", async () => {
  const github = await aRepository();
  const pull = await pullOf(github, otherVersion);

  expect(await checkedPull(github, pull)).toMatchObject({ markdown: expect.stringContaining("tag") });
});

test("A missing ledger is a failure in the same words, in a full clone and in a job's clone", async () => {
  const github = await aRepository();
  const pull = await pullOf(github, otherVersion);
  await runGit(github.gitDir(), "update-ref", "-d", "refs/heads/ledger");

  const missing = { kind: "failure", message: expect.stringContaining("There is no ledger") };
  expect(await checkedPull(github, pull)).toMatchObject(missing);
  expect(await commented(github, pull, (await stateOf(github, pull)).head)).toMatchObject(missing);
});

test("A job's clone finds what a pull request changed although main moved on since", async () => {
  const github = await aRepository();
  const pull = await pullOf(github, otherVersion);
  const { base, head, merge } = await stateOf(github, pull);
  for (const text of ["1", "2"]) await github.commit({ branch: "main", login: "bob", files: { "notes.md": text } });

  const old = await checked(github, `refs/pull/${pull}/merge`, merge, { base, head });
  expect([old?.kind, refusedBy(old)]).toEqual(["judged", []]);
  expect(refusedBy(await commented(github, pull, head))).toEqual([]);
});

test("A job's clone finds what a group of the merge queue changed", async () => {
  const github = await aRepository();
  const pull = await pullOf(github, otherText);
  const { base } = await stateOf(github, pull);
  const sha = await github.queueMerge(pull, "bob");

  const ref = `refs/heads/gh-readonly-queue/main/pr-${pull}-${base}`;
  expect(refusedBy(await checked(github, ref, sha, { base, head: sha }))).toEqual(["version-not-moved"]);
});

test("A pull request whose head was replaced by a force push has a plan for the new head and none for the old one", async () => {
  const github = await aRepository();
  const pull = await pullOf(github, otherText);
  const { head } = await stateOf(github, pull);
  await runGit(github.gitDir(), "update-ref", "refs/heads/change", "main");
  await github.commit({ branch: "change", login: "alice", files: { [request]: otherVersion } });

  expect(await commented(github, pull, head)).toBeUndefined();
  expect(refusedBy(await commented(github, pull, (await stateOf(github, pull)).head))).toEqual([]);
});

test("A force push to main leaves no history in common with a base that is gone", async () => {
  const github = await aRepository();
  const pull = await pullOf(github, otherVersion);
  const gone = await github.commit({ branch: "main", login: "bob", files: { "notes.md": "gone" } });
  await runGit(github.gitDir(), "update-ref", "refs/heads/main", `${gone}^`);
  await github.commit({ branch: "change", login: "alice", files: { "notes.md": "of the branch" } });
  const { merge, head } = await stateOf(github, pull);

  const answer = await checked(github, `refs/pull/${pull}/merge`, merge, { base: gone, head });
  expect(answer).toMatchObject({ kind: "failure", message: expect.stringContaining("no common history here") });
});

test("A pull request into another branch than main is checked against that branch", async () => {
  const github = await aRepository();
  await github.commit({ branch: "release", login: "bob", files: { "notes.md": "release" } });
  const pull = await pullOf(github, otherText, "release");

  expect(refusedBy(await checkedPull(github, pull))).toEqual(["version-not-moved"]);
  expect(refusedBy(await commented(github, pull, (await stateOf(github, pull)).head))).toEqual(["version-not-moved"]);
});
