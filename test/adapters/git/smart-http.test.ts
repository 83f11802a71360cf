import { chmod } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { startGit } from "../../../action/adapters/git/child.ts";
import { commitFiles } from "../../../action/adapters/git/commit.ts";
import {
  fetchCommit,
  type JobPlace,
  mainWanted,
  openClone,
  openForValidation,
  openMain,
  tokenEnvironment,
} from "../../../action/adapters/git/job-clone.ts";
import { type GitRefs, remoteRefs } from "../../../action/adapters/git/refs.ts";
import { delimiter, flush, packet, packetsIn } from "../../../action/adapters/git/server/pkt-line.ts";
import { serviceAt } from "../../../action/adapters/git/server/service-at.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { start } from "../../../scripts/sandbox/github/start.ts";
import { commitTexts } from "../../contracts/commit-texts.ts";
import { emptyFolder, emptyRepository, frozenClock, runGit, writeText } from "../../contracts/git-place.ts";
import { countGit } from "./count-git.ts";

const branch = "refs/heads/ledger";
const clock = frozenClock();
const commitOn = (dir: string, parent: string | undefined, text: string): Promise<string> =>
  commitFiles(dir, clock, { parent, files: [textFile("f", text)], why: "change", kept: "later" });

const openGithub = async () => {
  const github = await start({ dir: await emptyFolder(), owner: "o", repo: "r" });
  onTestFinished(() => github.close());
  github.addUser("bot", "write");
  await github.commit({ branch: "main", login: "bot", files: { "README.md": "x" } });
  const login = (): Readonly<Record<string, string>> =>
    tokenEnvironment(github.mintToken({ login: "bot" }), github.cloneUrl());
  return { github, login };
};

test("Commits are made, pushed to a server and read there without a process of git, and git has them when it is asked", async () => {
  const { github, login } = await openGithub();
  const dir = await emptyRepository();
  const refs = remoteRefs(dir, github.cloneUrl(), login());
  const first = await commitOn(dir, undefined, "one");
  const started = await countGit();

  expect(await refs.swap(branch, undefined, first)).toBe("swapped");
  const second = await commitOn(dir, first, "two");
  expect(await refs.swap(branch, first, second)).toBe("swapped");
  expect(await refs.read(branch)).toBe(second);
  expect(await refs.under("refs/heads/led")).toEqual(new Map([[branch, second]]));
  expect(await started()).toEqual([]);

  vi.unstubAllEnvs();
  expect(await runGit(github.gitDir(), "log", "--format=%H", branch)).toBe(`${second}\n${first}`);
  const beside = remoteRefs(dir, github.gitDir());
  expect(await beside.swap("refs/heads/other", undefined, second)).toBe("swapped");
});

test("The server lets one of two pushes on one commit through, and the other is told that the branch moved", async () => {
  const { github, login } = await openGithub();
  const writers = await Promise.all(
    [1, 2].map(async () => {
      const dir = await emptyRepository();
      return { dir, refs: remoteRefs(dir, github.cloneUrl(), login()) };
    }),
  );
  const outcomes = await Promise.all(
    writers.map(async ({ dir, refs }, n) => refs.swap(branch, undefined, await commitOn(dir, undefined, `${n}`))),
  );

  expect(outcomes.toSorted()).toEqual(["moved", "swapped"]);
});

test("A ref that the server refuses holds up no other ref of the same push", async () => {
  const { github, login } = await openGithub();
  const creation = { rules: [{ type: "creation" }], target: "branch" } as const;
  github.addRuleset({ name: "not this", include: ["refs/heads/no"], ...creation });
  const dir = await emptyRepository();
  const refs = remoteRefs(dir, github.cloneUrl(), login());
  const push = async (name: string): ReturnType<GitRefs["swap"]> =>
    refs.swap(`refs/heads/${name}`, undefined, await commitOn(dir, undefined, name));

  const outcomes = await Promise.allSettled(["before", "yes", "no", "too"].map(push));

  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(String(outcomes[2]?.status === "rejected" ? outcomes[2].reason : "")).toContain(
    "Cannot create ref due to creations being restricted",
  );
});

test.for([
  { name: "is cut", status: 200, type: "result", body: "000eunpack ok\n00" },
  { name: "is of another kind", status: 200, type: "page", body: "000eunpack ok\n0000" },
  { name: "refuses a packet", status: 200, type: "result", body: "000eunpack ok\n0017ng refs/heads/x no\n0000" },
  { name: "is an error", status: 503, type: "result", body: "" },
  { name: "leads elsewhere", status: 302, type: "result", body: "" },
])("A server's answer $name makes us ask git itself, which says why", async ({ status, type, body }) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const service = request.url?.includes("receive-pack") === true ? "receive-pack" : "upload-pack";
    response.writeHead(request.method === "POST" ? status : 404, {
      "content-type": `application/x-git-${service}-${type}`,
      location: "http://127.0.0.1:9/",
    });
    response.end(request.method === "POST" ? body : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/o/r.git`;
  const dir = await emptyRepository();
  const refs = remoteRefs(dir, url, tokenEnvironment("t", url));

  await expect(refs.swap(branch, undefined, await commitOn(dir, undefined, "x"))).rejects.toThrow(
    /repository .*not found/,
  );
  expect(asked).toContain("POST /o/r.git/git-receive-pack");
  expect(asked).toContain("GET /o/r.git/info/refs?service=git-receive-pack");
});

test("A job's clone takes one process of git for each fetch, also of what came since, and holds what git would have fetched", async () => {
  const { github, login } = await openGithub();
  const place = { url: github.cloneUrl(), env: login(), temporary: await emptyFolder() };
  for (const text of ["1", "2"]) await github.commit({ branch: "main", login: "bot", files: { "a/b": text } });
  await github.commit({ branch: "ledger", login: "bot", files: { "ledger.yaml": "x" } });
  await runGit(github.gitDir(), "tag", "-m", "x", "production/p$&/1.0.0", "main^");
  const refs = (await runGit(github.gitDir(), "for-each-ref", "--format=%(objectname) %(refname:lstrip=2)")).split(
    "\n",
  );
  const started = await countGit();

  const dir = await openForValidation(place, [mainWanted]);
  const ledger = await github.commit({ branch: "ledger", login: "bot", files: { more: "y" } });
  await github.commit({ branch: "change", login: "bot", files: { "a/c": "z" } });
  await remoteRefs(dir, place.url, place.env).fetchRefs(["refs/heads/change"]);
  await fetchCommit(dir, place, ledger);
  // And one that reads what came, for whoever reads there later too.
  expect((await started()).toSorted()).toEqual(["cat-file", ...Array.from({ length: 4 }, () => "index-pack")]);

  vi.unstubAllEnvs();
  await runGit(dir, "fsck", "--strict");
  expect(
    (await runGit(dir, "for-each-ref", "--format=%(objectname) %(refname:lstrip=2)")).split("\n").toSorted(),
  ).toEqual(refs.map((line) => line.replace(/ (main|ledger)$/, " origin/$1")).toSorted());
  expect(await runGit(dir, "rev-list", "--count", "refs/remotes/origin/main")).toBe("3");
  expect(await runGit(dir, "rev-list", "--count", "refs/remotes/origin/ledger")).toBe("1");
  expect(
    await openClone(place, ["+refs/heads/gone:refs/remotes/origin/gone", mainWanted]).then((empty) =>
      runGit(empty, "for-each-ref"),
    ),
  ).toBe("");
});

test.for([
  { name: "is cut off", end: (answer: Buffer) => answer.subarray(0, -40) },
  {
    name: "ends in a fault",
    end: (answer: Buffer) =>
      Buffer.concat([answer.subarray(0, answer.indexOf("PACK") - 5), Buffer.from("0008\u0003bad0000")]),
  },
  {
    name: "is damaged",
    end: (answer: Buffer) => Buffer.concat([answer.subarray(0, -40), Buffer.alloc(20), answer.subarray(-20)]),
  },
  {
    name: "holds nothing",
    end: (answer: Buffer) => {
      const none = Buffer.from("5041434b0000000200000000029d08823bd8a8eab510ad6ac75c823cfd3ed31e", "hex");
      return Buffer.concat([answer.subarray(0, answer.indexOf("PACK") - 5), Buffer.from("0025\u0001"), none, flush]);
    },
  },
  {
    name: "begins behind an end that nobody asked for",
    end: (answer: Buffer) => {
      const shallow = packet(`shallow ${"1".repeat(40)}\n`);
      return Buffer.concat([packet("shallow-info\n"), shallow, delimiter, answer]);
    },
  },
  { name: "is a page", end: () => Buffer.from("<html>".repeat(100_000)) },
])("Where the pack that a server sends $name, git fetches it", async ({ end }) => {
  const { github, login } = await openGithub();
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    const body = Buffer.concat(parts);
    const { authorization = "", "content-type": type = "", "git-protocol": protocol } = request.headers;
    const headers = { authorization, "content-type": type, "git-protocol": String(protocol) };
    const { method = "" } = request;
    const answer = await fetch(`${github.url}${request.url}`, {
      method,
      headers,
      ...(method === "POST" ? { body } : {}),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isPack = bytes.includes("packfile\n");
    if (isPack) asked.push(String(request.headers["user-agent"]).replace(/\/\d.*/, ""));
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(isPack && asked.length === 1 ? end(bytes) : bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = github.cloneUrl().replace(/:\d+\//, `:${(server.address() as AddressInfo).port}/`);
  const authorization = Object.values(login()).at(-1) ?? "";
  const env = { ...tokenEnvironment("t", url), GIT_CONFIG_VALUE_0: authorization };

  for (const open of [openMain, (place: JobPlace) => openClone(place, [mainWanted])]) {
    asked.length = 0;
    const dir = await open({ url, env, temporary: await emptyFolder() });
    expect(asked).toEqual(["git/shrek", "git"]);
    expect(await runGit(dir, "show", "refs/remotes/origin/main:README.md")).toBe("x");
    await runGit(dir, "fsck", "--strict");
  }
});

const ownPath = process.env["PATH"] ?? "";

/** A repository behind git's own server, as `git http-backend` has it; `change` sees what is asked, by whom, and what comes back. */
const servedByGit = async (
  change = (ask: (body: Buffer) => Promise<Buffer>, body: Buffer, _isGit: boolean): Promise<Buffer> => ask(body),
) => {
  const dir = await emptyRepository();
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    const isAsked = request.method === "POST";
    const args = ["upload-pack", "--stateless-rpc", ...(isAsked ? [] : ["--advertise-refs"]), "."];
    const env = { GIT_PROTOCOL: "version=2" };
    const ask = async (input: Buffer): Promise<Buffer> =>
      (await startGit(dir, args, { input, env: { ...env, PATH: ownPath } })).stdout;
    const body = Buffer.concat(parts);
    const answer = await change(ask, body, request.headers["user-agent"] !== "git/shrek");
    const type = `application/x-git-upload-pack-${isAsked ? "result" : "advertisement"}`;
    response.writeHead(200, { "content-type": type }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/o/r.git`;
  return { dir, place: { url, env: tokenEnvironment("t", url), temporary: await emptyFolder() } };
};

const longText = (last: string): string =>
  `${Array.from({ length: 2000 }, (_, line) => `line ${line * line}`).join("\n")}\n${last}\n`;

test("A job's clone keeps what git's own server sends as differences to what the clone has", async () => {
  const { dir, place } = await servedByGit();
  await commitTexts(dir, { "a/long": longText("one"), other: "x" });
  const [whole, end] = await Promise.all([openClone(place, [mainWanted]), openMain(place)]);
  const started = await countGit();

  const later = await commitTexts(dir, { "a/long": longText("two") });
  for (const clone of [whole, end]) {
    await remoteRefs(clone, place.url, place.env).fetchRefs(["refs/heads/main"]);
    expect(await runGit(clone, "show", `${later}:a/long`)).toBe(longText("two").trim());
    await runGit(clone, "fsck", "--strict");
  }
  expect((await started()).filter((verb) => verb !== "upload-pack" && verb !== "show" && verb !== "fsck")).toEqual([
    "index-pack",
    "index-pack",
  ]);
});

test("A job's clone takes no pack that lacks what was before its commits, and git fetches it", async () => {
  const { dir, place } = await servedByGit(async (ask, body, isGit) => {
    const text = body.toString("latin1");
    if (isGit || !text.includes("command=fetch")) return ask(body);
    const answer = await ask(Buffer.from(text.replace("0009done\n", "000ddeepen 1\n0009done\n"), "latin1"));
    return answer.subarray(answer.indexOf("000dpackfile\n"));
  });
  for (const text of ["1", "2", "3"]) await commitTexts(dir, { "a/b": text });

  const clone = await openClone(place, [mainWanted]);

  expect(await runGit(clone, "rev-list", "--count", "refs/remotes/origin/main")).toBe("3");
});

test("A commit that could not be fetched is not taken for one that is here, and comes later", async () => {
  let isBroken = false;
  const { dir, place } = await servedByGit(async (ask, body) => {
    const answer = await ask(body);
    return isBroken && answer.includes("packfile\n") ? answer.subarray(0, -40) : answer;
  });
  await commitTexts(dir, { "a/b": "1" });
  const clone = await openMain(place);
  const later = await commitTexts(dir, { "a/b": "2" });

  isBroken = true;
  await fetchCommit(clone, place, later);
  isBroken = false;
  const bin = await emptyFolder();
  await writeText(bin, "git", "#!/bin/sh\nkill -9 $$\n");
  await chmod(join(bin, "git"), 0o755);
  vi.stubEnv("PATH", `${bin}:${process.env["PATH"]}`);
  await expect(fetchCommit(clone, place, later)).rejects.toThrow("git was ended by SIGKILL");
  vi.unstubAllEnvs();
  await remoteRefs(clone, place.url, place.env).fetchRefs(["refs/heads/main"]);

  expect(await runGit(clone, "show", `${later}:a/b`)).toBe("2");
  await runGit(clone, "fsck", "--strict");
});

const linesOf = async (packets: AsyncIterable<Buffer>): Promise<readonly Buffer[]> => {
  const all: Buffer[] = [];
  for await (const one of packets) all.push(one);
  return all;
};

test("What is no list of packets is read no further than its first bytes", async () => {
  let count = 0;
  const endless = function* (first: string) {
    yield Buffer.from(first);
    for (; count < 1000; count += 1) yield Buffer.alloc(65_536, 48);
  };
  for (const first of ["<html>", "0000", "0000<"]) {
    count = 0;
    await expect(linesOf(packetsIn(endless(first)))).rejects.toThrow(/no list of packets|goes on/);
    expect(count).toBeLessThan(2);
  }
});

test.for(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])(
  "Behind a proxy that %s names, git asks the server, for it goes by the proxy",
  (name) => {
    const url = "https://github.example.org/o/r.git";
    const place = { url, env: tokenEnvironment("t", url) };
    expect(serviceAt(place)).toBeDefined();
    vi.stubEnv(name, "http://proxy.example.org:3128");
    expect(serviceAt(place)).toBeUndefined();
  },
);
