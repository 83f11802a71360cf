import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { localRefs } from "../../../action/adapters/git/refs.ts";
import { gitLedger } from "../../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../../action/adapters/system/system-clock.ts";
import { validateOne } from "../../../action/core/cross-checks/check-sources.ts";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { anIntent } from "../../../test/core/submission/a-submission.ts";
import { requestWithAFailure } from "../../../test/e2e/a-request-with-a-failure.ts";
import { comment, comments, openPull, pushToMain } from "../../demo/pull-request.ts";
import { mainRules } from "../../demo/set-rules.ts";
import { author, openWorld, productionFiles, reviewer, type World, workflowFiles } from "../../demo/world.ts";
import { startProcess } from "../../sandbox/runner/child.ts";
import { type Disturbed, disturbing } from "./place.ts";

/** A workflow beside reconcile, which does one thing more in each round. */
type Job = {
  readonly name: "runs" | "upkeep" | "command";
  begin(world: World): Promise<void>;
  /** Runs it; in the end all that it started has ended. */
  ask(world: World, round: number): Promise<void>;
  /** What people do when a run of it was red, or nobody answered. */
  again(world: World, round: number): Promise<void>;
  /** What is not as if nobody had disturbed it. */
  wrong(world: World, round: number): Promise<string | undefined>;
};

const start = async ({ runner }: World, workflow: string): Promise<void> => {
  runner.dispatch({ workflow });
  await runner.idle();
};

const app = { slug: "shrek-jobs", permissions: { contents: "write", "pull-requests": "write" } } as const;

const openPulls = async (world: World) => {
  const { octokit, owner, repo } = world.as(reviewer);
  return (await octokit.rest.pulls.list({ owner, repo, state: "open" })).data;
};

const textAt = async (world: World, path: string, ref: string): Promise<string> => {
  const { octokit, owner, repo } = world.as(reviewer);
  const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref });
  return "content" in data ? Buffer.from(data.content, "base64").toString("utf8") : "";
};

const list = "productions/toy-runs";
const firstRun = 83_000;
const mergesEach = 3;

/** Each round the experiment knows one run more; each third round a person has merged what was proposed before. */
const runs: Job = {
  name: "runs",
  begin: (world) =>
    pushToMain(world, reviewer, {
      ...productionFiles(["toy-runs"]),
      ...workflowFiles(undefined, ["runs"]),
      ".github/runs.txt": `${list}: bash ${list}/list.sh\n`,
    }),
  ask: async (world, round) => {
    const [open] = await openPulls(world);
    if (open !== undefined && round % mergesEach === 0) {
      const { octokit, owner, repo } = world.as(reviewer);
      const ruled = world.github.enforceRuleset(mainRules, false);
      await octokit.rest.pulls.merge({ owner, repo, pull_number: open.number });
      world.github.enforceRuleset(mainRules, ruled);
    }
    const known = Array.from({ length: round + 1 }, (_, n) => `${firstRun + n} 10\\n`).join("");
    await pushToMain(world, reviewer, { [`${list}/list.sh`]: `printf 'run events\\n${known}'\n` });
    await start(world, "runs.yml");
  },
  again: (world) => start(world, "runs.yml"),
  wrong: async (world, round) => {
    const open = await openPulls(world);
    if (open.length !== 1) return `${open.length} pull requests are open`;
    const found = [...(await textAt(world, `${list}/runs.txt`, "shrek/runs")).matchAll(/^(83\d{3}) 10$/gm)];
    const numbers = found.map(([, run]) => Number(run) - firstRun);
    const isWhole = numbers.length === round + 1 && numbers.every((n, at) => n === at);
    return isWhole ? undefined : `the list of the pull request has the runs ${numbers.join(", ")} of ${round + 1}`;
  },
};

const made = requestWithAFailure("@ada");
const tag = "sP26a-hfcharm-signal";
const reading = made
  .replace("stage: signal", "stage: mdc")
  .replace(/^events: .*\n/m, `inputs: { made: { production: ${tag}, version: 1.0.0, step: make } }\n`)
  .replace(/^ {4}jobs: [^]*$/m, '    in: [{ from: made, filesPerJob: 1 }]\n    run: cat "$made" >made.txt\n');
export const madeAndRead = {
  "productions/charm/production.yaml": made,
  "productions/reader/production.yaml": reading,
};
const conventions = "productions/conventions.yaml";
const rules = productionFiles(["conventions.yaml"])[conventions] ?? "";

/** On the ledger, as reconcile writes it where it submitted a version. */
export const submitVersion = async ({ github }: World, minor: number): Promise<void> => {
  const text = made.replace("1.0.0 # the first", `1.${minor}.0`).replace("accept: 50%", `accept: ${1 + (minor % 99)}%`);
  const [bytes, ruleBytes] = [text, rules].map((one) => new TextEncoder().encode(one)) as [Uint8Array, Uint8Array];
  const source = { folder: "productions/charm", file: "productions/charm/production.yaml", bytes, entries: [] };
  const above = { file: conventions, bytes: ruleBytes, above: undefined };
  const [judged] = validateOne({ ...source, conventions: above, shared: [], foreign: [] });
  if (judged?.valid === undefined) throw new Error(JSON.stringify(judged?.problems));
  const { production, content } = judged.valid;
  const { version, contentDigest } = production;
  const ledger = ledgerOf(github);
  const of = { key: submissionKey(tag, version, undefined), at: "2026-03-01T10:00:00Z" };
  const intent = anIntent({ tag, version, content, contentDigest });
  const events = [
    { ...of, event: "intended", intent, attempt: 1 },
    { ...of, event: "checking", owner: { run: "r", nonce: "n" } },
  ] as const;
  await ledger.append(await ledger.head(), events, [], "Submitted");
};
const ledgerOf = (github: World["github"]) => {
  const dir = github.gitDir();
  return gitLedger({ dir, refs: localRefs(dir), clock: systemClock() });
};

/** Each round there is a newer version of what is read. */
const upkeep: Job = {
  name: "upkeep",
  begin: async (world) => {
    await pushToMain(world, reviewer, {
      ...madeAndRead,
      ...workflowFiles(undefined, ["upkeep"]),
      [conventions]: `${rules}\npolicy:\n  upkeep: { app: ${app.slug}, of: [inputs] }\n`,
    });
    await submitVersion(world, 0);
  },
  ask: async (world, round) => {
    await submitVersion(world, round + 1);
    await start(world, "upkeep.yml");
  },
  again: (world) => start(world, "upkeep.yml"),
  wrong: async (world, round) => {
    const open = await openPulls(world);
    if (open.length !== 1) return `${open.length} pull requests are open`;
    const text = await textAt(world, "productions/reader/production.yaml", open[0]?.head.ref ?? "");
    return text.includes(`version: 1.${round + 1}.0`) ? undefined : "the pull request is not of the newest version";
  },
};

const untilOf = (round: number): string => `${2040 + round}-01-01`;

/** Each round a person freezes submissions for longer. */
const command: Job = {
  name: "command",
  begin: async (world) => {
    const files = { "productions/charm/production.yaml": made };
    await openPull(world, { login: author, branch: "charm", title: "Charm", files });
  },
  ask: (world, round) => comment(world, reviewer, 1, `/shrek freeze until=${untilOf(round)} reason="moves"`),
  again: async (world, round) => {
    const last = world.runner.runs().findLast(({ workflow }) => workflow === "command");
    world.runner.rerun(last?.id ?? 0, reviewer);
    await world.runner.idle();
    await comment(world, reviewer, 1, `/shrek freeze until=${untilOf(round)} reason="moves"`);
  },
  wrong: async (world, round) => {
    const ledger = ledgerOf(world.github);
    const [text = ""] = await ledger.texts(await ledger.head(), ["main.jsonl"]);
    const times = text.split("\n").filter((line) => line.includes(`"until":"${untilOf(round)}`)).length;
    if (times !== 1) return `the ledger has the freeze ${times} times`;
    const said = (await comments(world.as(author), 1)).map(({ body }) => body).join("\n");
    return said.includes(untilOf(round)) ? undefined : "no answer says that it holds";
  },
};

export const jobs: readonly Job[] = [runs, upkeep, command];

/** A world for all rounds of a job. */
export const openJob = async (dir: string, job: Job) => {
  const next: { env: Readonly<Record<string, string>>; ended: string | undefined } = { env: {}, ended: undefined };
  const world = await openWorld(dir, {
    app,
    workflows: [`${job.name}.yml`],
    start: (request) => {
      const isMeant =
        request.args.some((one) => one.endsWith(`dist/${job.name}.js`)) && request.env["INPUT_PART"] !== "ask";
      return startProcess(isMeant ? { ...request, env: { ...request.env, ...next.env } } : request);
    },
  });
  await job.begin(world);
  const countFile = join(dir, "count");
  return {
    countCalls: async (): Promise<number> => {
      next.env = disturbing({ countFile });
      await job.ask(world, 0);
      next.env = {};
      return Number(await readFile(countFile, "utf8"));
    },
    /** In this round it is disturbed; what is wrong when people have gone on. */
    play: async (how: Disturbed, round: number): Promise<string | undefined> => {
      // What GitHub allows in an hour is for one round.
      world.github.pass(60);
      next.env = disturbing(how);
      await job.ask(world, round);
      next.env = {};
      await job.again(world, round);
      return job.wrong(world, round);
    },
    close: () => world.close(),
  };
};
