import { afterAll, beforeAll, expect, test } from "vitest";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { gitLedger } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { validateOne } from "../../action/core/cross-checks/check-sources.ts";
import { submissionKey } from "../../action/core/ledger/event.ts";
import { pushToMain } from "../../scripts/demo/pull-request.ts";
import { productionFiles, reviewer, type World, workflowFiles } from "../../scripts/demo/world.ts";
import { anIntent } from "../core/submission/a-submission.ts";
import { requestWithAFailure } from "./a-request-with-a-failure.ts";
import { lastRun, raiseSharedWorld, readNoMorePlans, slotOf } from "./world.ts";

const app = "shrek-upkeep";
const tag = "sP26a-hfcharm-signal";
const made = requestWithAFailure("@ada");
const reading = made
  .replace("stage: signal", "stage: mdc")
  .replace(/^events: .*\n/m, `inputs: { made: { production: ${tag}, version: 1.0.0, step: make } }\n`)
  .replace(/^ {4}jobs: [^]*$/m, '    in: [{ from: made, filesPerJob: 1 }]\n    run: cat "$made" >made.txt\n');
const { "productions/conventions.yaml": conventions = "" } = productionFiles(["conventions.yaml"]);

let world: World;
let close: () => Promise<void>;

/** On the ledger, as reconcile writes it where it submitted a version. */
const submit = async (text: string): Promise<void> => {
  const file = "productions/charm/production.yaml";
  const encoded = new TextEncoder().encode(text);
  const rules = {
    file: "productions/conventions.yaml",
    bytes: new TextEncoder().encode(conventions),
    above: undefined,
  };
  const source = { folder: "productions/charm", file, bytes: encoded, entries: [], conventions: rules };
  const [judged] = validateOne({ ...source, shared: [], foreign: [] });
  if (judged?.valid === undefined) throw new Error(JSON.stringify(judged?.problems));
  const { production, content } = judged.valid;
  const { version, contentDigest } = production;
  const dir = world.github.gitDir();
  const ledger = gitLedger({ dir, refs: localRefs(dir), clock: systemClock() });
  const of = { key: submissionKey(tag, version, undefined), at: "2026-03-01T10:00:00Z" };
  const events = [
    { ...of, event: "intended", intent: anIntent({ tag, version, content, contentDigest }), attempt: 1 },
    { ...of, event: "checking", owner: { run: "r", nonce: "n" } },
  ] as const;
  await ledger.append(await ledger.head(), events, [], "Submitted");
};
const run = async (): Promise<string> => {
  await world.runner.schedule();
  await world.runner.idle();
  const { conclusion, log, annotations } = lastRun(world, "upkeep");
  expect(conclusion).toBe("success");
  return [log, ...annotations].join("\n");
};
const pulls = async () => {
  const { octokit, owner, repo } = world.as(reviewer);
  const { data } = await octokit.rest.pulls.list({ owner, repo, state: "all" });
  return data
    .toSorted((a, b) => a.number - b.number)
    .map(({ number, state, user, title, head }) => ({ number, state, by: user?.login, title, branch: head.ref }));
};

beforeAll(async () => {
  ({ world, close } = await raiseSharedWorld({
    workflows: ["upkeep.yml", "check.yml", "comment.yml"],
    app: { slug: app, permissions: { contents: "write", "pull-requests": "write" } },
  }));
  const files = { "productions/charm/production.yaml": made, "productions/reader/production.yaml": reading };
  await pushToMain(world, reviewer, { ...files, ...workflowFiles(undefined, ["upkeep"]) }, "Begin");
  await submit(made);
  await submit(made.replace("1.0.0 # the first", "1.1.0").replace("accept: 50%", "accept: 40%"));
});
afterAll(() => close());

test("The upkeep proposes nothing where the conventions do not ask for it, and says where they would", async () => {
  expect(await run()).toContain("`policy` in productions/conventions.yaml on main has no `upkeep`");
  expect(await pulls()).toEqual([]);
});

test("The upkeep opens one pull request as the App, with its plan, and overtakes it by the next version", async () => {
  const policy = `\npolicy:\n  upkeep: { app: ${app}, of: [inputs, resources] }\n`;
  await pushToMain(world, reviewer, { "productions/conventions.yaml": `${conventions}${policy}` }, "Keep up");

  expect(await run()).toContain("inputs: pull request 1, opened");
  expect(await pulls()).toMatchObject([
    { state: "open", by: `${app}[bot]`, title: "productions/reader: newer versions of what it reads" },
  ]);
  expect(await slotOf(world, 1, "plan")).toContain("prun --inDS <sP26a-hfcharm-signal@1.1.0/make>");

  readNoMorePlans(world);
  await submit(made.replace("1.0.0 # the first", "1.2.0").replace("accept: 50%", "accept: 30%"));
  expect(await run()).toContain("inputs: pull request 1 is overtaken, and closed");
  expect((await pulls()).map(({ state }) => state)).toEqual(["closed", "open"]);
  const held = world.github.tokens();
  expect(held.filter(({ label }) => label.startsWith("upkeep.yml")).flatMap(({ calls }) => calls)).toEqual([]);
  const [acting = { permissions: {}, calls: [] }] = held.filter(({ label }) => label.startsWith("app")).slice(-1);
  expect(Object.keys(acting.permissions).toSorted()).toEqual(["contents", "pull-requests"]);
  for (const one of ["contents: write", "pull-requests: write"])
    expect(acting.calls.map(({ permission }) => permission)).toContain(one);
});
