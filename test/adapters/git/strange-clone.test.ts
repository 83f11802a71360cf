import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fetchPullRequest } from "../../../action/adapters/git/job-clone.ts";
import { changedSince } from "../../../action/adapters/git/local.ts";
import { gitMain } from "../../../action/adapters/git/main-branch.ts";
import { localRefs } from "../../../action/adapters/git/refs.ts";
import { gitRevisions } from "../../../action/adapters/git/revisions.ts";
import { gitSnapshot } from "../../../action/adapters/git/snapshot.ts";
import { changedSinceMain, readWorkStatus } from "../../../action/adapters/git/work-status.ts";
import { workTree } from "../../../action/adapters/git/work-tree.ts";
import { noForeign } from "../../../scripts/no-foreign.ts";
import { commitByGit, emptyRepository, runGit, writeText } from "../../contracts/git-place.ts";

const request = "productions/p/production.yaml";
const readAt = async (dir: string, commit: string): Promise<string> =>
  new TextDecoder().decode((await gitSnapshot(dir, commit, noForeign).production("productions/p")).bytes);

test("An object that git replace put in the place of another is not read", async () => {
  const dir = await emptyRepository();
  const first = await commitByGit(dir, { [request]: "approved\n" });
  const second = await commitByGit(dir, { [request]: "approved too\n" });
  await runGit(dir, "checkout", "--quiet", "-b", "other", first);
  const evil = await commitByGit(dir, { [request]: "never seen\n" });
  const blob = async (at: string): Promise<string> => runGit(dir, "rev-parse", `${at}:${request}`);
  await runGit(dir, "replace", "-f", await blob(first), await blob(evil));
  await runGit(dir, "replace", "-f", second, evil);
  await runGit(dir, "checkout", "--quiet", "main");

  expect(await readAt(dir, first)).toBe("approved\n");
  expect(await readAt(dir, second)).toBe("approved too\n");
  expect(
    (await gitMain(dir, localRefs(dir), noForeign).lastChanges(second, ["productions/p"])).get("productions/p"),
  ).toMatchObject({
    commit: second,
  });
});

test("A git tree that holds a name twice is not read", async () => {
  const dir = await emptyRepository();
  const blobs = [await commitByGit(dir, { [request]: "shown\n" }), await commitByGit(dir, { [request]: "run\n" })];
  const oids = await Promise.all(blobs.map((at) => runGit(dir, "rev-parse", `${at}:${request}`)));
  const entries = oids.map((oid) =>
    Buffer.concat([Buffer.from("100644 production.yaml\0"), Buffer.from(oid.trim(), "hex")]),
  );
  await writeFile(join(dir, "tree"), Buffer.concat(entries));
  const twice = (await runGit(dir, "hash-object", "-t", "tree", "-w", "--literally", "tree")).trim();
  const commit = (await runGit(dir, "commit-tree", "-m", "x", twice)).trim();

  const snapshot = gitSnapshot(dir, commit, noForeign);
  for (const read of [() => snapshot.production("."), () => snapshot.productions(".")])
    await expect(read()).rejects.toThrow("holds production.yaml twice, so nobody can say which is meant.");
});

test("A graft does not change the history that is read", async () => {
  const dir = await emptyRepository();
  const commits: string[] = [];
  for (const text of ["one\n", "two\n", "three\n"]) commits.push(await commitByGit(dir, { [request]: text }));
  const [first = "", second = "", third = ""] = commits;
  await writeText(dir, ".git/info/grafts", `${third} ${first}\n`);

  expect(await gitMain(dir, localRefs(dir), noForeign).since(first, third)).toEqual([second, third]);
});

test("The attributes of a git tree start no program, even where the clone has a program of that name", async () => {
  const origin = await emptyRepository();
  const first = await commitByGit(origin, {
    ".gitattributes": "* diff=evil merge=evil\n",
    [request]: "one\n",
    "productions/p/run.sh": "true\n",
  });
  const second = await commitByGit(origin, { [request]: "two\n" });
  await runGit(origin, "update-ref", "refs/pull/1/head", second);
  const dir = await emptyRepository();
  await runGit(dir, "pull", "--quiet", origin, "main");
  const ran = await mkdtemp(join(tmpdir(), "shrek-ran-"));
  onTestFinished(() => rm(ran, { recursive: true, force: true }));
  const program = async (name: string): Promise<string> => {
    const path = join(ran, `${name}.sh`);
    await writeFile(path, `#!/bin/sh\ntouch ${join(ran, name)}\n`);
    await chmod(path, 0o755);
    return path;
  };
  const keys = ["diff.external", "diff.evil.command", "diff.evil.textconv", "merge.evil.driver", "core.pager"];
  for (const key of keys) await runGit(dir, "config", key, await program(key));
  await writeText(dir, request, "three\n");
  await fetchPullRequest(dir, { url: origin, token: "none" }, 1);
  await changedSince(dir, first);
  await gitRevisions(dir, noForeign).changes(first, second);
  await gitSnapshot(dir, second, noForeign).all(["productions/p"]);
  await workTree(dir, noForeign).ids.all();
  const status = await readWorkStatus(dir);
  expect(status && (await changedSinceMain(dir, first, status))).toContain(request);

  expect((await readdir(ran)).filter((name) => keys.includes(name))).toEqual([]);
  // It would: this is what a person sees who asks git for the change itself.
  await runGit(dir, "diff", first, second);
  expect((await readdir(ran)).filter((name) => keys.includes(name))).toEqual(["diff.evil.command"]);
});

test("Why the head of a pull request cannot be fetched is told in git's words, without its hints", async () => {
  const origin = await emptyRepository();
  const head = await commitByGit(origin, { [request]: "one\n" });
  await runGit(origin, "update-ref", "refs/pull/1/head", head);
  const blob = await runGit(origin, "rev-parse", `${head}:${request}`);
  await rm(join(origin, ".git/objects", blob.slice(0, 2), blob.slice(2)));
  const dir = await emptyRepository();
  await commitByGit(dir, { [request]: "two\n" });

  await expect(fetchPullRequest(dir, { url: origin, token: "none" }, 1)).rejects.toThrow(
    /^The head of pull request 1 cannot be fetched: (?:fatal|error): /,
  );
});
