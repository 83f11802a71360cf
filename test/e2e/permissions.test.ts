import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textTable } from "../../action/core/markdown/text-table.ts";
import { approve, comment, merge, openPull, pushToMain } from "../../scripts/demo/pull-request.ts";
import { readsRaw, rucioRules } from "../../scripts/demo/reads-raw.ts";
import { author, productionFiles, reviewer, type World, workflowFiles } from "../../scripts/demo/world.ts";
import { fillPlace, openFiller } from "../../scripts/sandbox/rucio/fill.ts";
import { startRucio } from "../../scripts/sandbox/rucio/start.ts";
import { pagesActions } from "./pages-actions.ts";
import { notNeeded, permissionsUsed } from "./permissions-used.ts";
import { lastRun, raiseSharedWorld, slotOf } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);
const conventions = "productions/conventions.yaml";
const namingRucio = (server: string): string =>
  `${(productionFiles(["conventions.yaml"])[conventions] ?? "").replace(/^# No GitHub App .*\nledger: .*\n\n/m, "")}\n${rucioRules(server)}`;

/** Opened and approved; its checks have run. */
const openApproved = async (world: World, files: Readonly<Record<string, string>>): Promise<number> => {
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files });
  await approve(world, reviewer, number);
  return number;
};
const mergeIt = async (world: World, number: number): Promise<void> => {
  await merge(world, reviewer, number);
  await world.runner.idle();
};

/** Commands by a comment, and by the form of the workflow. */
const command = async (world: World, number: number): Promise<void> => {
  await comment(world, author, number, "/shrek trial");
  const { octokit, owner, repo } = world.as(reviewer);
  // Rules that came without a pull request hold it.
  const inputs = { verb: "submit", words: "sP26a-toy-pileup" };
  await octokit.rest.actions.createWorkflowDispatch({ owner, repo, workflow_id: "command.yml", ref: "main", inputs });
  await world.runner.idle();
};

describe("a whole story with the shipped workflows", () => {
  let world: World;
  let close: () => Promise<void>;
  let number: number;
  let looked: readonly string[];

  beforeAll(async () => {
    const rucio = await startRucio({ password: "root-word" });
    const filler = await openFiller(rucio.url, "root-word");
    await fillPlace(filler);
    await filler.dataset("raw:run.1", 5);
    const login = { RUCIO_HOST: new URL(rucio.url).host, RUCIO_USERNAME: "reader" };
    const pages = await pagesActions();
    const raised = await raiseSharedWorld({
      app: "none",
      actions: pages.actions,
      rucio: { rules: "", variables: login, secrets: { RUCIO_PASSWORD: "reader-word" } },
    });
    ({ world } = raised);
    close = async () => {
      await raised.close();
      await pages.remove();
      await rucio.close();
    };
    world.github.addEnvironment("github-pages", ["main"]);
    const rules = { [conventions]: namingRucio(rucio.url) };
    await pushToMain(world, reviewer, { ...workflowFiles(undefined, ["tryout", "site"]), ...rules });
    await world.runner.idle();
    world.runner.disable(["site.yml"]);
    rucio.clearCalls();
    number = await openApproved(world, { ...toy, ...readsRaw(5) });
    looked = Object.keys(rucio.calls()).toSorted();
    await mergeIt(world, number);
    await command(world, number);
  });
  afterAll(() => close());

  test("Every permission of every workflow is used by a call that needs the permission", () => {
    // What GitHub's own action asks of Pages does not come here.
    const rows = permissionsUsed(world).filter(([label]) => label !== "site.yml publish");
    process.stdout.write(`${textTable(["job", "permission", "calls that need it"], rows)}\n`);

    expect(rows.filter(([, , made]) => made === notNeeded)).toEqual([]);
    expect(new Set(rows.map(([label]) => label.split(" ")[0]))).toEqual(
      new Set(["check.yml", "comment.yml", "command.yml", "reconcile.yml", "site.yml", "tryout.yml"]),
    );
  });

  test("The job with Rucio's login reads main and asks Rucio; it writes nowhere, and sees no pull request", () => {
    const look = world.github.tokens().filter(({ label }) => label === "comment.yml look");
    expect(look.map(({ permissions }) => permissions)).toEqual([{ contents: "read" }]);
    expect(new Set(look.flatMap(({ calls }) => calls.map(({ permission }) => permission)))).toEqual(
      new Set(["contents: read"]),
    );
    expect(looked).toEqual(["bulkmeta", "login", "replicas", "rse-attributes", "rses"]);
  });

  test("No job but the one that publishes pages is a deployment: of the others there would be 96 a day", () => {
    const jobs = world.runner.runs().flatMap((run) => run.jobs);
    expect(new Set(jobs.filter(({ deployed }) => deployed).map(({ environment }) => environment))).toEqual(
      new Set(["github-pages"]),
    );
  });

  const runsOf = (name: string) => world.runner.runs().filter(({ workflow }) => workflow === name);
  const annotationsOf = (name: string): readonly string[] =>
    runsOf(name)
      .flatMap(({ jobs }) => jobs.flatMap(({ steps }) => steps.flatMap(({ annotations }) => annotations)))
      .map(({ level, message }) => `${level} ${message}`);

  test("The push of a merge starts a pass, before any strike of the schedule", () => {
    expect(runsOf("reconcile").map(({ event, conclusion }) => `${event} ${conclusion}`)).toContain("push success");
    expect(runsOf("reconcile-schedule")).toEqual([]);
  });

  test("The judge lacks no permission: a plan without what it could not see would come with a warning", () => {
    expect(annotationsOf("comment")).toEqual([]);
    expect(new Set(runsOf("comment").map(({ conclusion }) => conclusion))).toEqual(new Set(["success"]));
  });

  test("What the judge made reaches the comment", async () => {
    expect(await slotOf(world, number, "plan")).toContain("**Good");
  });

  test("A command is answered, and its run lacks no permission", async () => {
    expect(annotationsOf("command")).toEqual([]);
    expect(new Set(runsOf("command").map(({ conclusion }) => conclusion))).toEqual(new Set(["success"]));
  });
});

/** A permission that its workflow asks for and does not get, and what the log says then. */
const taken: readonly {
  readonly workflow: "comment" | "command" | "reconcile";
  readonly permission: string;
  readonly words: RegExp;
  readonly instead?: string;
  /** The command that needs it; without it `/shrek status`. */
  readonly says?: string;
}[] = [
  { workflow: "reconcile", permission: "pull-requests: read", words: /"pull-requests: read"/ },
  {
    workflow: "reconcile",
    permission: "contents: write",
    words: /the ledger.*"contents: write"/,
    instead: "contents: read",
  },
  { workflow: "comment", permission: "pull-requests: read", words: /find the pull request.*"pull-requests: read"/ },
  {
    workflow: "comment",
    permission: "pull-requests: write",
    words: /look at the pull request before its comment.*"pull-requests: write"/,
  },
  // With `pull-requests: read` alone it still reads the comment; its answer is what fails.
  { workflow: "command", permission: "issues: write", words: /comment on the pull request.*"issues: write"/ },
  {
    workflow: "command",
    permission: "pull-requests: read",
    words: /look at the pull request that is to be tried.*"pull-requests: read"/,
    says: "/shrek trial",
  },
  { workflow: "command", permission: "actions: write", words: /start the reconcile workflow.*"actions: write"/ },
  { workflow: "command", permission: "contents: write", words: /the ledger.*"contents: (read|write)"/ },
];

/** Every workflow but this one has all that it asks for. */
const withoutOne = async (world: World, { workflow, permission, instead }: (typeof taken)[number]): Promise<void> => {
  const rewrite = (name: string, text: string): string =>
    name === workflow
      ? text
          .replace(new RegExp(`^ +${permission}.*\n`, "m"), instead === undefined ? "" : `      ${instead}\n`)
          .replace(/^ {4}permissions:\n(?! {6})/m, "    permissions: {}\n")
      : text;
  await pushToMain(world, reviewer, workflowFiles(rewrite));
  await world.runner.idle();
};

describe("a missing permission", () => {
  let world: World;
  let close: () => Promise<void>;
  let number: number;

  beforeAll(async () => {
    ({ world, close } = await raiseSharedWorld({ app: "none", unruled: true }));
    number = await openApproved(world, toy);
  });
  afterAll(() => close());

  test.each(taken)(
    "The workflow $workflow without $permission ends with one line that names the permission",
    async (one) => {
      await withoutOne(world, one);
      switch (one.workflow) {
        case "comment":
          // It has submitted by now. The others are not about it, and each changes main.
          world.runner.disable(["reconcile.yml"]);
          await openPull(world, {
            login: author,
            branch: one.permission.replace(": ", "-"),
            title: "Notes",
            files: { "notes.md": `${one.permission}\n` },
          });
          break;
        case "command":
          await comment(world, author, number, one.says ?? "/shrek status");
          break;
        case "reconcile":
          if (one.instead === undefined) await mergeIt(world, number);
      }

      const { exits, log, annotations } = lastRun(world, one.workflow);

      expect(exits.filter((code) => code !== 0)).toEqual([2]);
      expect(log + annotations.join("\n")).toMatch(one.words);
    },
  );
});
