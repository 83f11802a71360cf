import { afterAll, beforeAll, expect, test } from "vitest";
import { openPull, pushToMain } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, stranger, type World } from "../../scripts/demo/world.ts";
import { type Filler, fillPlace, openFiller } from "../../scripts/sandbox/rucio/fill.ts";
import { type RucioHandle, startRucio } from "../../scripts/sandbox/rucio/start.ts";
import { canary } from "../canary.ts";
import { raiseSharedWorld, slotOf, withoutTimes } from "./world.ts";

/** The shipped workflows and bundles, and a Rucio whose login the environment `panda` holds. */
let world: World;
let rucio: RucioHandle;
let filler: Filler;
let fork: string;
let close: () => Promise<void>;
const rules = "productions/conventions.yaml";
const written = productionFiles(["conventions.yaml"])[rules] ?? "";
const naming = (scopes: string): string =>
  `${written.replace(/^# No GitHub App .*\nledger: .*\n\n/m, "")}\nrucio: { server: "${rucio.url}", account: reader, login: userpass, scopes: [${scopes}] }\ndatasets: { pattern: "." }\n`;
const request = (...datasets: readonly string[]): string => `# yaml-language-server: $schema=../production.schema.json
schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: mdc }
description: Reads raw data
contact: ["@sphenix-production"]
build: toy.1
conditions: none
defaults: { sites: [SANDBOX], memory: 500, walltime: 1 }
inputs:
${datasets.map((dataset, index) => `  raw${index}: { dataset: "${dataset}", files: 5 }`).join("\n")}
steps:
${datasets
  .map(
    (_, index) => `  read${index}:
    in: [{ from: raw${index}, filesPerJob: 1 }]
    out: [o${index}.txt]
    run: cat "$raw${index}" >o${index}.txt`,
  )
  .join("\n")}
`;
const file = "productions/reads-raw/production.yaml";

const looker = { "X-Rucio-Username": "looker", "X-Rucio-Password": canary("rucio"), "X-Rucio-Email": "a@b.c" };

beforeAll(async () => {
  rucio = await startRucio({ password: "root-word" });
  filler = await openFiller(rucio.url, "root-word");
  await fillPlace(filler);
  await filler.call("PUT", "/identities/reader/userpass", undefined, looker);
  await filler.call("POST", "/rses/NEAR_DISK/attr/site", { value: "SANDBOX" });
  await filler.dataset("raw:run.1", 5);
  await filler.dataset("raw:run.2", 3, { at: "NEAR_TAPE", open: true });
  await filler.dataset("user.other:secret.1", 5);
  const raised = await raiseSharedWorld({
    workflows: ["check.yml", "comment.yml"],
    login: {
      secrets: { RUCIO_PASSWORD: canary("rucio") },
      variables: { RUCIO_HOST: new URL(rucio.url).host, RUCIO_USERNAME: "looker" },
    },
  });
  ({ world, close } = raised);
  await pushToMain(world, reviewer, { [rules]: naming("raw") }, "Name the experiment's Rucio");
  await world.runner.idle();
  fork = await world.github.addFork(stranger);
});
afterAll(async () => {
  await close();
  await rucio.close();
});

const jobs = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (world.runner.runs().findLast(({ workflow }) => workflow === "comment")?.jobs ?? []).map(({ id, result }) => [
      id,
      result,
    ]),
  );
const dataIn = async (number: number): Promise<string> => {
  const said = withoutTimes((await slotOf(world, number, "plan")) ?? "");
  return said.slice(said.search(/Data in Rucio|The \d+ datasets? that it reads/));
};

let first: number;

test("The plan says of each dataset what Rucio has of it and where, in the words of plan --look, and nothing of a scope that main does not name", async () => {
  const datasets = ["raw:run.1", "raw:run.2", "raw:run.9", "user.other:secret.1"];
  const files = { [rules]: naming("raw, user.other"), [file]: request(...datasets) };
  first = await openPull(world, { login: author, branch: "own", title: "Read", files });

  expect((await dataIn(first)).split("\n")).toEqual([
    "Data in Rucio, looked up at now:",
    "",
    "- `raw:run.1`: closed dataset, 5 files, 5 kB, 50 events, all at `NEAR_DISK` (disk, SANDBOX, where it would run)",
    "- `raw:run.2`: growing dataset, 3 files, 3 kB, all at `NEAR_TAPE` (tape, NEAR), waits: raw:run.2, which has 3 of 5 files",
    "- `raw:run.9`: Rucio does not know it; it is waited for",
    "- `user.other:secret.1`: not looked up: the conventions of main do not name its scope",
  ]);
  expect(jobs()).toEqual({ judge: "success", look: "success", say: "success" });
});

test("A Rucio that is away, and a login that it refuses, are said in the plan, which comes all the same", async () => {
  const again = async (): Promise<string> => {
    world.runner.rerun(world.runner.runs().findLast(({ workflow }) => workflow === "comment")?.id ?? 0);
    await world.runner.idle();
    return dataIn(first);
  };
  rucio.fault({ fault: "html", at: "*", times: 99 });
  expect(await again()).toMatch(/^The 4 datasets that it reads were not looked up in Rucio\. The answer to/);
  rucio.mend();
  rucio.state.users.delete("looker");
  expect(await again()).toContain("not looked up in Rucio. Rucio refuses the login of the account reader.");
  await filler.call("PUT", "/identities/reader/userpass", undefined, looker);
});

const lastComment = (): number => world.runner.runs().findLast(({ workflow }) => workflow === "comment")?.id ?? 0;
const openFromFork = async (branch: string, dataset: string): Promise<number> => {
  await world.github.commit({ repository: fork, branch, login: stranger, files: { [file]: request(dataset) } });
  const { octokit, owner, repo } = world.as(stranger);
  const head = `${stranger}:${branch}`;
  const { data } = await octokit.rest.pulls.create({ owner, repo, title: "Mine", head, base: "main" });
  await world.runner.idle();
  world.runner.approve();
  await world.runner.idle();
  return data.number;
};
const withheld =
  /^The 1 dataset that it reads was not looked up in Rucio\. This pull request comes from a fork or an issue: whoever may write here lets them be looked up with "Re-run all jobs" of \[this run\]/;

test("Data of a fork are looked up only when somebody who may write starts its run again", async () => {
  rucio.clearCalls();
  const number = await openFromFork("one", "raw:run.1");
  const again = async (login: string): Promise<string> => {
    world.runner.rerun(lastComment(), login);
    await world.runner.idle();
    return dataIn(number);
  };

  expect(await dataIn(number)).toMatch(withheld);
  expect(await again(stranger)).toMatch(withheld);
  expect([jobs()["look"], rucio.calls()]).toEqual(["skipped", {}]);
  expect(await again(reviewer)).toContain("`raw:run.1`: closed dataset, 5 files");
});

test("Data of a head of a fork are not looked up by a run of an earlier head that somebody starts again", async () => {
  const number = await openFromFork("two", "raw:run.1");
  const ofFirst = lastComment();
  await world.github.commit({
    repository: fork,
    branch: "two",
    login: stranger,
    files: { [file]: request("raw:run.2") },
  });
  await world.runner.idle();
  rucio.clearCalls();

  world.runner.rerun(ofFirst, reviewer);
  await world.runner.idle();

  expect([await dataIn(number), rucio.calls()]).toEqual([expect.stringMatching(withheld), {}]);
});
