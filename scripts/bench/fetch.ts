/**
 * What the jobs fetch before they judge, over the sandbox GitHub's git HTTP, beside `actions/checkout` with
 * `fetch-depth: 0`: `npm run bench:fetch -- [PRODUCTIONS]`. Every production came by a commit of its own, has a tag, and
 * left five commits on the ledger with seven others, with index and list of contents. Bytes are those that the server answered.
 */

import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fetchPullRequest, tokenEnvironment } from "../../action/adapters/git/fetch.ts";
import { mainWanted, openClone, openForJudging, openLedger } from "../../action/adapters/git/job-clone.ts";
import { judgeOrder } from "../../action/judge/judge-order.ts";
import { boundless } from "../../action/ports/bounds.ts";
import { start as startGithub } from "../sandbox/github/start.ts";
import { checkout } from "../sandbox/runner/checkout.ts";
import type { Occasion } from "../sandbox/runner/occasion.ts";
import { buildLong } from "./long-history.ts";

const [count = 2000] = process.argv.slice(2).map(Number);
const dir = mkdtempSync(join(tmpdir(), "shrek-fetch-"));
const [owner, repo] = ["sphenix", "productions"];

const origin = await buildLong(join(dir, "world"), count);
const github = await startGithub({ dir: join(dir, "github"), owner, repo, begun: origin.dir });
const { base, head } = origin;
let made = 0;

type Measured = { readonly bytes: number; readonly seconds: number; readonly clone: string };
const measure = async (fetch: (token: string, temporary: string) => Promise<string>): Promise<Measured> => {
  const token = github.mintToken({ login: "github-actions[bot]", kind: "workflow", permissions: { contents: "read" } });
  const temporary = join(dir, `job-${made++}`);
  mkdirSync(temporary);
  const began = performance.now();
  const clone = await fetch(token, temporary);
  const seconds = (performance.now() - began) / 1000;
  const calls = github.tokens().find(({ value }) => value === token)?.calls ?? [];
  return { clone, seconds, bytes: calls.reduce((sum, call) => sum + (call.bytes ?? 0), 0) };
};

const whole = (ref: string, sha: string) => async (token: string, workspace: string) => {
  const run = async (command: string, args: readonly string[], cwd: string): Promise<number> =>
    promisify(execFile)(command, [...args], { cwd }).then(() => 0);
  const nothing = (): void => undefined;
  const given = { "fetch-depth": "0", "persist-credentials": "false" };
  const code = await checkout(github, { ref, sha } as Occasion, given, {
    ...{ workspace, token, run },
    ...{ mask: nothing, say: nothing },
  });
  if (code !== 0) throw new Error("the checkout failed");
  return workspace;
};

const url = github.cloneUrl();
const job = (token: string, temporary: string) => ({ url, temporary, env: tokenEnvironment(token, url) });
const withHead = (open: (token: string, temporary: string) => Promise<string>) => async (token: string, at: string) => {
  const clone = await open(token, at);
  await fetchPullRequest(clone, { url, token }, 1);
  return clone;
};
const wholeMain = whole("refs/heads/main", base);
const jobs = {
  check: [whole("refs/heads/change", head), (token: string, at: string) => openForJudging(job(token, at), [head])],
  comment: [withHead(wholeMain), withHead((token, at) => openForJudging(job(token, at), [mainWanted]))],
  reconcile: [
    wholeMain,
    async (token: string, at: string) => {
      const [clone] = await Promise.all([
        openClone(job(token, at), [mainWanted]),
        openLedger(job(token, at), "refs/heads/ledger"),
      ]);
      return clone;
    },
  ],
} as const;

const judge = async (clone: string): Promise<{ readonly answer: string; readonly seconds: number }> => {
  const began = performance.now();
  const answer = await judgeOrder({ clone, base, head, cache: join(dir, "cache") }, boundless);
  return { answer: JSON.stringify(answer), seconds: (performance.now() - began) / 1000 };
};

const told = ({ bytes, seconds }: Pick<Measured, "bytes" | "seconds">): string =>
  `${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s`;
try {
  console.log(`${count} productions, main ${origin.main} commits, ledger ${origin.ledger} commits`);
  for (const [name, [before, now]] of Object.entries(jobs)) {
    const [old, own] = [await measure(before), await measure(now)];
    const ratio = `1/${(old.bytes / own.bytes).toFixed(1)} of the bytes, 1/${(old.seconds / own.seconds).toFixed(1)} of the seconds`;
    console.log(`${name}: ${told(old)}, now ${told(own)}: ${ratio}`);
    if (name !== "reconcile") {
      const [one, other] = [await judge(old.clone), await judge(own.clone)];
      console.log(
        `  ${one.answer === other.answer ? "the same verdict" : "ANOTHER VERDICT"}, judged in ${other.seconds.toFixed(2)} s`,
      );
    }
    for (const { clone } of [old, own]) rmSync(clone, { recursive: true, force: true });
  }
  console.log(`command: now ${told(await measure((token, at) => openLedger(job(token, at), "refs/heads/ledger")))}`);
} finally {
  await github.close();
  execFileSync("rm", ["-rf", dir]);
}
