import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pack } from "../../action/adapters/runner/handed-on.ts";
import { approve, merge, pushToMain } from "../../scripts/demo/pull-request.ts";
import { root } from "../../scripts/demo/scene.ts";
import { author, productionFiles, reviewer, type World, workflowFiles } from "../../scripts/demo/world.ts";
import { leaksIn } from "../canary.ts";
import { compileCache } from "./prepared.ts";
import { lastRun, raiseSharedWorld, readNoMorePlans, slotOf } from "./world.ts";

const folder = "productions/toy-runs";

type Ended = { readonly code: number | null; readonly said: string };
let world: World;
let close: () => Promise<void>;
let dir: string;

/** The part that proposes, as the runner starts it, at once and as often as somebody likes. */
const propose = async (runs: readonly object[]): Promise<Ended> => {
  const asked = {
    answers: [{ production: folder, command: "bash list-runs.sh", text: JSON.stringify(runs) }],
    failed: [],
  };
  return proposeOf(await pack(JSON.stringify(asked)));
};

const proposeOf = async (handed: string, { variables = {}, secrets = {} } = world.ledger): Promise<Ended> => {
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: dir,
    RUNNER_TEMP: await mkdtemp(join(dir, "temp-")),
    GITHUB_SERVER_URL: world.github.url,
    GITHUB_API_URL: world.github.url,
    GITHUB_REPOSITORY: `${world.github.owner}/${world.github.repo}`,
    NODE_COMPILE_CACHE: compileCache(),
    INPUT_PART: "propose",
    INPUT_RUNS: handed,
    "INPUT_APP-ID": variables["SHREK_APP_ID"] ?? "",
    "INPUT_APP-KEY": secrets["SHREK_APP_KEY"] ?? "",
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [join(root, "dist/runs.js")], { env }, (_, stdout, stderr) => {
      expect(leaksIn("runs.js", stdout + stderr)).toEqual([]);
      resolve({ code: child.exitCode, said: stdout + stderr });
    });
  });
};

const pulls = async () => {
  const { octokit, owner, repo } = world.as(reviewer);
  const { data } = await octokit.rest.pulls.list({ owner, repo, state: "all", sort: "created", direction: "asc" });
  const found = data.toSorted((a, b) => a.number - b.number);
  return found.map(({ number, state, user, head, title, merged_at }) => ({
    number,
    state: merged_at === null ? state : "merged",
    by: user?.login,
    head: head.sha,
    title,
  }));
};
const runsAt = async (ref: string): Promise<readonly string[]> => {
  const { octokit, owner, repo } = world.as(reviewer);
  const { data } = await octokit.rest.repos.getContent({ owner, repo, path: `${folder}/runs.txt`, ref });
  const text = "content" in data ? Buffer.from(data.content, "base64").toString("utf8") : "";
  return text.split("\n").filter((line) => /^8202\d|^8203\d/.test(line));
};

beforeAll(async () => {
  ({ world, close } = await raiseSharedWorld({
    workflows: ["runs.yml", "check.yml", "comment.yml"],
    app: { slug: "shrek-runs", permissions: { contents: "write", "pull-requests": "write" } },
  }));
  dir = await mkdtemp(join(tmpdir(), "shrek-runs-"));
  await pushToMain(
    world,
    reviewer,
    {
      ...productionFiles(["toy-runs"]),
      ...workflowFiles(undefined, ["runs"]),
      ".github/runs.txt": `# What the run database knows.\n${folder}: bash ${folder}/list.sh\nproductions/none: exit 3\n${folder}: bash ${folder}/all.sh\n`,
      [`${folder}/list.sh`]: `echo "asked by $GITHUB_WORKFLOW" >&2\necho '[{ "run": 82003, "events": 30 }, { "run": 82020, "events": 10 }]'\n`,
      // More than one variable of a process holds, and more than one production may have.
      [`${folder}/all.sh`]: `awk 'BEGIN { print "run events"; for (r = 60000; r < 80000; r++) print r, 10 }'\n`,
    },
    "Keep up with runs",
  );
  await world.runner.idle();
});
afterAll(async () => {
  await close();
  await rm(dir, { recursive: true, force: true });
});

test("The runs workflow opens one pull request as the App, which is checked and planned as any other", async () => {
  await world.runner.schedule();
  await world.runner.idle();

  expect(await pulls()).toMatchObject([
    { number: 1, state: "open", by: "shrek-runs[bot]", title: `Append 1 run to ${folder}` },
  ]);
  expect(await runsAt("shrek/runs")).toEqual(["82020 10"]);
  expect(await slotOf(world, 1, "plan")).toContain("new runs");
  const { conclusion, exits, log, annotations } = lastRun(world, "runs");
  expect({ conclusion, exits }).toEqual({ conclusion: "failure", exits: [0, 0, 1] });
  expect(log).toContain("asked by runs");
  expect(annotations.join()).toContain("The command for productions/none failed: it ended with 3.");
  expect(log).toContain("productions/toy-runs: 180011 characters");
  expect(log).toMatch(/The lists hold 2000\d runs; at most 10000 are one production\./);
  const held = world.github.tokens().filter(({ label }) => /^(runs\.yml|app)/.test(label));
  const unused = held.flatMap(({ label, permissions, calls }) =>
    Object.entries(permissions)
      .map(([name, level]) => `${label} ${name}: ${level}`)
      .filter((need) => !calls.some(({ permission }) => need === `${label} ${permission}`)),
  );
  expect({ labels: held.map(({ label }) => label).toSorted(), unused }).toEqual({
    labels: ["app shrek-runs", "runs.yml ask", "runs.yml propose"],
    unused: [],
  });
});

test("Two later calls at once add new runs to the same pull request, and one without news writes nothing", async () => {
  readNoMorePlans(world);
  const both = await Promise.all([propose([{ run: 82021, events: 5 }]), propose([{ run: 82022, events: 5 }])]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(await runsAt("shrek/runs")).toEqual(["82020 10", "82021 5", "82022 5"]);

  const before = await pulls();
  expect(before).toMatchObject([{ state: "open", title: `Append 3 runs to ${folder}` }]);
  const quiet = await propose([]);
  expect(quiet).toMatchObject({ code: 0, said: expect.stringContaining("unchanged") });
  expect(await pulls()).toEqual(before);
});

test("Runs that GitHub dropped between two jobs are reported, with where to look", async () => {
  const { code, said } = await proposeOf("");

  expect(code).toBe(2);
  expect(said).toContain("The job that asked handed nothing on that can be read.");
  expect(said).toContain('Look in its log for "Skip output"');
});

test("Without an App the runs workflow proposes no runs, warns, and is green", async () => {
  const before = await pulls();
  const asked = {
    answers: [{ production: folder, command: "bash list-runs.sh", text: JSON.stringify([{ run: 82099 }]) }],
    failed: [],
  };
  const { code, said } = await proposeOf(await pack(JSON.stringify(asked)), {});

  expect(code).toBe(0);
  expect(said).toContain("::warning::Nothing is proposed: there is no GitHub App to open the pull request");
  expect(said).toContain("`shrek doctor --github` prints the commands");
  expect(await pulls()).toEqual(before);
});

test("After a merge of runs the next runs are a new pull request on top of main", async () => {
  await approve(world, author, 1);
  await merge(world, reviewer, 1, "squash");
  await world.runner.idle();

  expect(await propose([{ run: 82021, events: 5 }])).toMatchObject({ code: 0 });
  expect((await pulls()).map(({ state }) => state)).toEqual(["merged"]);
  expect(await propose([{ run: 82030, events: 5 }])).toMatchObject({ code: 0 });
  await world.runner.idle();

  expect((await pulls()).map(({ state }) => state)).toEqual(["merged", "open"]);
  expect(await runsAt("main")).toEqual(["82020 10", "82021 5", "82022 5"]);
  expect(await runsAt("shrek/runs")).toEqual([...(await runsAt("main")), "82030 5"]);
});
