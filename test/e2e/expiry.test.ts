import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { approve, comment, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { gitIn } from "../../scripts/demo/scene.ts";
import { author, productionFiles, reviewer, type World } from "../../scripts/demo/world.ts";
import { aRucio } from "../adapters/rucio/a-rucio.ts";
import { shrekWarm } from "./warm/start.ts";
import { afterMerge, raiseWorld, whileActionsAreOff } from "./world.ts";

const scope = "user.sphnxpro";
const toy = "sP26a-toy-pileup@1.0.0";
const rules = "productions/conventions.yaml";
const hour = 3_600_000;

const reader = `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: mdc }
description: Reads what the toy made
contact: ["@sphenix-production"]
build: toy.1
conditions: none
defaults: { sites: [SANDBOX], memory: 500, walltime: 1 }
inputs:
  merged: { production: sP26a-toy-pileup, version: 1.0.0, step: merge, output: merged.txt }
steps:
  read:
    in: [{ from: merged, filesPerJob: 1 }]
    out: [o.txt]
    run: cat "$merged" >o.txt
`;

/** The three sandboxes with a Rucio that keeps what is made for 20 days, of which a toy has made some. */
const aWorldThatKeeps = async () => {
  const { rucio, filler } = await aRucio();
  await filler.call("POST", `/accounts/keeper/scopes/${scope}`, {});
  await filler.call("POST", "/accounts/keeper/attr/admin", { value: "true" });
  const login = { RUCIO_HOST: new URL(rucio.url).host, RUCIO_USERNAME: "keeper" };
  const world = await raiseWorld({
    ...afterMerge,
    panda: { registers: { url: rucio.url, account: "root", password: "root-word", storage: "NEAR_DISK" } },
    rucio: { rules: "", variables: login, secrets: { RUCIO_PASSWORD: "keeper-word" } },
  });
  const named = (productionFiles(["conventions.yaml"])[rules] ?? "").replace(
    /^# No GitHub App .*\nledger: .*\n\n/m,
    "",
  );
  const keep = `keep: { at: NEAR_DISK, for: 20d, owner: "@${author}" }`;
  const ours = `rucio: { server: "${rucio.url}", account: keeper, login: userpass, scopes: [${scope}], ${keep} }\n`;
  const pass = async (): Promise<void> => {
    await world.runner.schedule();
    await world.runner.idle();
  };
  const bring = async (branch: string, files: Readonly<Record<string, string>>): Promise<number> => {
    const number = await openPull(world, { login: author, branch, title: `Request ${branch}`, files });
    await approve(world, reviewer, number);
    await merge(world, reviewer, number);
    await world.runner.idle();
    return number;
  };
  const number = await whileActionsAreOff(world, async () => {
    await bring("keep", { [rules]: `${named}\n${ours}` });
    return bring("toy", productionFiles(["toy-pileup"]));
  });
  await pass();
  await world.panda.tick(40);
  await pass();
  const dir = await mkdtemp(join(tmpdir(), "shrek-expiry-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await gitIn(dir, "clone", "--quiet", world.github.gitDir(), "clone");
  const terminal = (...args: readonly string[]) =>
    shrekWarm(join(dir, "clone"), args, { ...login, RUCIO_PASSWORD: "keeper-word" });
  const ended = (): readonly string[] =>
    [...rucio.state.rules.values()].flatMap(({ name, expires }) =>
      expires !== null && expires.getTime() <= Date.now() + hour ? [name] : [],
    );
  const say = async (line: string): Promise<void> => {
    await comment(world, author, number, line);
    await world.runner.idle();
  };
  /** What `shrek check` says of main without the toy. */
  const checkRemoval = async () => {
    await gitIn(join(dir, "clone"), "pull", "--quiet");
    await rm(join(dir, "clone/productions/toy-pileup"), { recursive: true });
    return terminal("check", "--base", "HEAD");
  };
  return { world, pass, bring, terminal, ended, say, checkRemoval };
};

const issuesOf = async (world: World) => {
  const { octokit, owner, repo } = world.as(reviewer);
  const { data } = await octokit.rest.issues.listForRepo({ owner, repo, creator: "github-actions[bot]", state: "all" });
  return data;
};

/** A pass looks once a day whom to ask: the overview now says that it looked the day before. */
const letDayPass = async (world: World): Promise<void> => {
  const overview = (await issuesOf(world)).find(({ body }) => body?.includes("shrek:memory"));
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "\\u002d");
  const body = overview?.body ?? "";
  expect(body).toContain(day);
  const { octokit, owner, repo } = world.as(reviewer);
  const edited = body.replace(`"asked":"${day}"`, `"asked":"2026\\u002d01\\u002d01"`);
  await octokit.rest.issues.update({ owner, repo, issue_number: overview?.number ?? 0, body: edited });
};

type Listed = {
  readonly data: readonly { readonly did: string; readonly id: string; readonly until: string | null }[];
};

test("Owners are asked by an issue of the month, and data go by a comment with its line, which the terminal shows too, and not while a live production reads them", async () => {
  const { world, pass, bring, terminal, ended, say, checkRemoval } = await aWorldThatKeeps();
  const { data } = JSON.parse((await terminal("data", "--json")).stdout) as Listed;
  expect(data).toHaveLength(4);
  expect(data.every(({ until }) => until !== null)).toBe(true);
  const [first] = data;
  const line = `/shrek expire ${toy} dids=${first?.id}`;

  await letDayPass(world);
  await bring("reader", { "productions/toy-reader/production.yaml": reader });
  const asking = (await issuesOf(world)).filter(({ title }) => title.startsWith("SHREK: may these data go?"));
  expect(asking.map(({ body }) => body)).toEqual([expect.stringContaining(`@${author}`)]);
  expect(asking[0]?.body).toContain("it stays: sP26a-toy-mdc 1.0.0 reads them");

  const refused = await terminal("data", "expire", toy);
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining("sP26a-toy-mdc 1.0.0 reads them") });
  await say(line);
  expect(ended()).toEqual([]);
  expect((await checkRemoval()).stdout).toMatch(
    /^The merge:\n(?:- .*\n)*- concerns the data of sP26a-toy-pileup 1\.0\.0: read by sP26a-toy-mdc 1\.0\.0 \(live\)/m,
  );

  await world.panda.tick(40);
  await pass();
  const shown = await terminal("data", "expire", first?.did ?? "");
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining(line) });
  await say(line);
  expect(ended()).toEqual([first?.did.split(":")[1]]);
});
