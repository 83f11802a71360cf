import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { delimiter, flush, packet, packetsIn } from "../../../action/adapters/git/server/pkt-line.ts";
import { tryGit } from "../../../scripts/sandbox/github/git.ts";
import { sentPack } from "../../../scripts/sandbox/github/git-http/sent-pack.ts";
import { aGithub, aPull, git, here, personOf, tempDir } from "./githubs.ts";

test("Real git clones and pushes to the sandbox GitHub, and is refused without permission", async () => {
  const github = await aGithub();
  const dir = await tempDir();
  const writing = github.mintToken({ login: "alice" });
  const reading = github.mintToken({
    login: "github-actions[bot]",
    kind: "workflow",
    permissions: { contents: "read" },
  });
  await git(dir, "clone", "--quiet", github.cloneUrl(reading), "work");
  const work = join(dir, "work");
  await writeFile(join(work, "pushed.txt"), "pushed\n");
  await git(work, "add", ".");
  await git(work, "commit", "--quiet", "-m", "Push");

  await expect(git(work, "push", "--quiet", "origin", "HEAD:refs/heads/pushed")).rejects.toThrow(/403/);
  await git(work, "push", "--quiet", github.cloneUrl(writing), "HEAD:refs/heads/pushed");
  await expect(git(work, "push", "--quiet", github.cloneUrl("ghp_wrong"), "HEAD:refs/heads/x")).rejects.toThrow(
    /Authentication failed|could not read/,
  );

  const { data } = await personOf(github, "alice").rest.repos.getContent({
    ...here,
    path: "pushed.txt",
    ref: "pushed",
  });
  expect(data).toMatchObject({ type: "file", size: 7 });
  expect(
    new Set(
      github
        .tokens()
        .flatMap(({ calls }) => calls.map(({ route, permission, status }) => `${route} ${permission} ${status}`)),
    ),
  ).toContain("git-receive-pack contents: write 403");
});

/** One command and a pack, as a client of git sends them; what the server says of the ref, and of the pack. */
const sent = async (to: string, after: string, ref: string, pack = ""): Promise<string> => {
  const [, token = ""] = /\/\/x-access-token:([^@]+)@/.exec(to) ?? [];
  const command = `${"0".repeat(40)} ${after} ${ref}\0report-status`;
  const response = await fetch(`${to.replace(/\/\/[^@]+@/, "//")}/git-receive-pack`, {
    method: "POST",
    headers: { Authorization: `Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}` },
    body: `${(command.length + 4).toString(16).padStart(4, "0")}${command}0000${pack}`,
  });
  return response.text();
};

test("A push moves no ref out of its folder, in another's way, to what is not there, or behind a lock", async () => {
  const github = await aGithub();
  const to = github.cloneUrl(github.mintToken({ login: "alice" }));
  const main = await git(github.gitDir(), "rev-parse", "main");
  await writeFile(join(github.gitDir(), "refs/heads/locked.lock"), "");

  expect(await sent(to, main, "refs/heads/../../x")).toContain("ng refs/heads/../../x funny refname");
  expect(await sent(to, main, "refs/heads/main/x")).toContain("ng refs/heads/main/x funny refname");
  expect(await sent(to, main, "refs/heads/main")).toContain("ng refs/heads/main incorrect old value provided");
  expect(await sent(to, main, "refs/pull/1/head")).toContain("ng refs/pull/1/head deny updating a hidden ref");
  expect(await sent(to, "1".repeat(40), "refs/heads/new")).toContain("ng refs/heads/new missing necessary objects");
  expect(await sent(to, main, "refs/heads/locked")).toContain("ng refs/heads/locked failed to update ref");
  expect(await sent(to, main, "refs/heads/bad", "PACKrubbish")).toContain("ng refs/heads/bad unpacker error");
  expect(await sent(to, main, "refs/heads/good")).toContain("ok refs/heads/good");
  expect(await git(github.gitDir(), "for-each-ref", "--format=%(refname)")).toBe("refs/heads/good\nrefs/heads/main");
});

test("A clone without all history pushes a commit to the sandbox GitHub, and takes its branch away", async () => {
  const github = await aGithub();
  const to = github.cloneUrl(github.mintToken({ login: "alice" }));
  const dir = await tempDir();
  await git(dir, "clone", "--quiet", to, "whole");
  await git(join(dir, "whole"), "commit", "--quiet", "--allow-empty", "-m", "two");
  await git(join(dir, "whole"), "push", "--quiet");
  await git(dir, "clone", "--quiet", "--depth=1", to, "short");
  const short = join(dir, "short");
  await git(short, "commit", "--quiet", "--allow-empty", "-m", "three");

  await git(short, "push", "--quiet", "origin", "HEAD:refs/heads/three");
  expect(await git(github.gitDir(), "rev-list", "--count", "three")).toBe("3");
  await git(short, "push", "--quiet", "--delete", "origin", "three");
  expect(await git(github.gitDir(), "for-each-ref", "--format=%(refname)")).toBe("refs/heads/main");
});

test("The sandbox GitHub lets one of twenty pushes at once from one commit move the branch", async () => {
  const github = await aGithub();
  const to = github.cloneUrl(github.mintToken({ login: "alice" }));
  const main = await git(github.gitDir(), "rev-parse", "main");

  const answers = await Promise.all(Array.from({ length: 20 }, () => sent(to, main, "refs/heads/one")));

  expect(answers.filter((answer) => answer.includes("ok refs/heads/one"))).toHaveLength(1);
});

test("A push to the branch of a pull request moves its head and sends the event synchronize", async () => {
  const github = await aGithub();
  const pull = await aPull(github);
  const dir = await tempDir();
  const heard: string[] = [];
  github.onEvent((name, payload) => heard.push(`${name} ${String(payload["action"] ?? payload["ref"])}`));
  await git(dir, "clone", "--quiet", "--branch", "change", github.cloneUrl(github.mintToken({ login: "alice" })), ".");
  await git(dir, "commit", "--quiet", "--allow-empty", "-m", "Again");
  await git(dir, "push", "--quiet", "origin", "change");

  const head = await git(dir, "rev-parse", "HEAD");
  expect(heard).toEqual(["push refs/heads/change", "pull_request synchronize"]);
  expect((await personOf(github, "alice").rest.pulls.get({ ...here, pull_number: pull.number })).data.head.sha).toBe(
    head,
  );
  expect(await git(dir, "ls-remote", "origin", `refs/pull/${pull.number}/head`)).toContain(head);
});

test("The sandbox GitHub lists refs as git lists them, also annotated tags and what HEAD stands for", async () => {
  const github = await aGithub();
  await aPull(github);
  const [bare, dir] = [github.gitDir(), await tempDir()];
  await git(bare, "tag", "light");
  await git(bare, "tag", "-m", "Words", "annotated");
  const token = github.mintToken({ login: "alice" });
  const lists = async (...args: readonly string[]): Promise<readonly string[]> =>
    Promise.all([bare, github.cloneUrl(token)].map((place) => git(dir, "ls-remote", ...args, place)));

  for (const args of [[], ["--symref"], ["--tags"], ["--refs"]]) {
    const [ofGit, ofSandbox] = await lists(...args);
    expect(ofSandbox).toBe(ofGit);
  }
  expect((await lists())[1]).toMatch(/refs\/tags\/annotated\^\{\}$/m);
  await git(bare, "pack-refs", "--all");
  expect(new Set(await lists()).size).toBe(1);
});

/** What a server says before its pack, and the objects in it. */
const unpacked = async (answer: Buffer) => {
  const at = answer.indexOf("packfile\n") + "packfile\n".length;
  const pack: Buffer[] = [];
  for await (const packet of packetsIn([answer.subarray(at)])) if (packet[0] === 1) pack.push(packet.subarray(1));
  const dir = await tempDir();
  await git(dir, "init", "--quiet", "--bare");
  const read = await tryGit(dir, ["index-pack", "--stdin"], { input: Buffer.concat(pack) });
  expect(read.error).toBe("");
  const objects = (await git(dir, "cat-file", "--batch-all-objects", "--batch-check")).split("\n");
  return { head: answer.toString("latin1", 0, at), objects };
};

test("The sandbox GitHub sends the objects that git sends, with all history or the end of it, to who has nothing or something", async () => {
  const github = await aGithub();
  const pull = await aPull(github, { "a/b.txt": "other\n", "a/run.sh": "#!/bin/sh\n", large: "large ".repeat(50_000) });
  await personOf(github, "alice").rest.pulls.merge({ ...here, pull_number: pull.number });
  const last = await github.commit({ branch: "main", login: "alice", files: { "a/run.sh": null, "a/last": "new\n" } });
  const dir = github.gitDir();
  await git(dir, "tag", "-m", "Words", "annotated", "main^");
  const names = ["main", "annotated", "main^", "main^^1"];
  const [main, tag, merge, root] = await Promise.all(names.map((name) => git(dir, "rev-parse", name)));
  const asked = (...lines: readonly string[]): Buffer =>
    Buffer.concat([packet("command=fetch\n"), delimiter, ...lines.map((line) => packet(`${line}\n`)), flush]);
  const plain = ["ofs-delta", "no-progress"];
  const wanted = [[main], [main, tag], [root]].map((ids) => ids.map((id) => `want ${id}`));
  const ways: readonly (readonly string[])[] = [
    [],
    ["deepen 1"],
    [`have ${root}`],
    [`have ${merge}`, `have ${"1".repeat(40)}`],
    [`have ${last}`],
    ["deepen 1", `have ${last}`],
    [`shallow ${merge}`, `have ${merge}`],
    [`shallow ${merge}`, "deepen 1", `have ${merge}`],
    [`shallow ${main}`, `have ${main}`],
  ];

  for (const wants of wanted)
    for (const way of ways) {
      const input = asked(...plain, ...wants, ...way, "done");
      const ours = (await sentPack(dir, input)) ?? Buffer.alloc(0);
      const env = { GIT_PROTOCOL: "version=2" };
      const ofGit = await tryGit(dir, ["upload-pack", "--stateless-rpc", "."], { input, env });
      const [{ head, objects }, expected] = [await unpacked(ours), await unpacked(ofGit.bytes)];
      expect([way, head]).toEqual([way, expected.head]);
      // To who has or shall have a commit without what was before it, git sends again what it holds, unless as a delta.
      if (!way.some((line) => line.startsWith("shallow ") || way.includes("deepen 1")))
        expect([way, objects]).toEqual([way, expected.objects]);
      else expect(expected.objects).toEqual(expect.arrayContaining(objects));
    }
  const others = ["filter blob:none", "deepen 2", `want ${"1".repeat(40)}`, "include-tag", "wait-for-done"];
  for (const other of others)
    expect(await sentPack(dir, asked(...plain, `want ${main}`, other, "done"))).toBeUndefined();
  expect(await sentPack(dir, asked(...plain, `want ${main}`, `have ${root}`))).toBeUndefined();
});
