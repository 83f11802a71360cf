import { existsSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pushToMain } from "../../scripts/demo/pull-request.ts";
import { ledgerRules } from "../../scripts/demo/set-rules.ts";
import { author, productionFiles, reviewer, type World, workflowFiles } from "../../scripts/demo/world.ts";
import { lastRun, raiseSharedWorld, slotOf } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";
const asking = (jobs: number): Readonly<Record<string, string>> => ({
  ...toy,
  [request]: (toy[request] ?? "").replace("jobs: 10", `jobs: ${jobs}`),
});

describe("plans of open pull requests", () => {
  let world: World;
  let close: () => Promise<void>;
  let gates: string;

  beforeAll(async () => {
    gates = await mkdtemp(join(tmpdir(), "shrek-gates-"));
    ({ world, close } = await raiseSharedWorld({ workflows: ["check.yml", "comment.yml"] }));
    await world.github.addFork("carol");
    await world.github.commit({ branch: "next", login: reviewer, files: { "next.md": "x\n" } });
    await world.runner.idle();
  });
  afterAll(async () => {
    await rm(gates, { recursive: true, force: true });
    await close();
  });

  const push = (branch: string, files: Readonly<Record<string, string>>, login = author): Promise<string> =>
    world.github.commit({
      branch,
      login,
      files,
      ...(login === "carol" ? { repository: `carol/${world.github.repo}` } : {}),
    });
  const open = async (head: string, base = "main", login = author): Promise<number> => {
    const { octokit, owner, repo } = world.as(login);
    return (await octokit.rest.pulls.create({ owner, repo, title: head, head, base })).data.number;
  };
  const shut = async (...numbers: readonly number[]): Promise<void> => {
    const { octokit, owner, repo } = world.as(author);
    for (const pull_number of numbers) await octokit.rest.pulls.update({ owner, repo, pull_number, state: "closed" });
  };
  const planOf = async (number: number): Promise<string> => (await slotOf(world, number, "plan")) ?? "no plan";
  const change = (rewrite: (text: string) => string): Promise<void> =>
    pushToMain(
      world,
      reviewer,
      workflowFiles((name, text) => (name === "comment" ? rewrite(text) : text)),
    );
  /** Begins the part of the workflow that says with a wait for a file; the first to come takes the gate. */
  const gated = (gate: string) => (text: string) =>
    text.replace(
      /(say:[\s\S]*?steps:\n)/,
      `$1      - run: if mkdir ${gate}.taken 2>/dev/null; then until test -e ${gate}; do sleep 0.1; done; fi\n`,
    );
  const commitOf = (head: string, number: number): string =>
    `[\`${head.slice(0, 7)}\`](${world.github.url}/${world.github.owner}/${world.github.repo}/pull/${number}/commits/${head})`;

  test("Each open pull request of a commit gets its plan, also where a branch has two and another branch, of a fork, is at the same commit, and after another push", async () => {
    await push("carols", asking(10), "carol");
    const older = await open("carol:carols", "main", "carol");
    const newer = await open("carol:carols", "next", "carol");
    await world.runner.idle();
    expect(await planOf(older)).toContain("Good: the merge submits 17 jobs");

    const head = await push("carols", asking(9999), "carol");
    const { octokit, owner, repo } = world.as(author);
    await octokit.rest.git.createRef({ owner, repo, ref: "refs/heads/twin", sha: head });
    const twin = await open("twin");
    await world.runner.idle();

    for (const number of [older, twin]) {
      expect(await planOf(number)).toMatch(/Good: the merge submits 10.006 jobs/);
      expect(await planOf(number)).not.toContain("It goes into");
    }
    expect(await planOf(newer)).toMatch(/the merge into next submits nothing; one into main submits 10.006 jobs/);
    expect(await planOf(newer)).toContain("It goes into `next`, and only what is on main is submitted");
    for (const number of [older, newer, twin])
      expect(await planOf(number)).toContain(`As of commit ${commitOf(head, number)}, with `);
    await shut(older, newer, twin);
  });

  test("An older plan that arrives late does not replace a newer one", async () => {
    const gate = join(gates, "late");
    await change(gated(gate));
    await world.runner.idle();
    await push("late", asking(11));
    const number = await open("late");
    while (!existsSync(`${gate}.taken`)) await new Promise((resolve) => setTimeout(resolve, 50));

    const head = await push("late", asking(12));
    writeFileSync(gate, "");
    await world.runner.idle();

    expect(await planOf(number)).toContain("Good: the merge submits 19 jobs");
    expect(await planOf(number)).toContain(commitOf(head, number));
    expect(JSON.stringify(world.runner.runs())).toContain(`pull request ${number} has a newer head`);
    await shut(number);
  });

  test("A plan that could not be made is reported with the reason in place of the older plan, and so is a check job that took too long", async () => {
    await change((text) => text);
    await push("unjudged", asking(13));
    const number = await open("unjudged");
    await world.runner.idle();
    expect(await planOf(number)).toContain("Good: the merge submits 20 jobs");
    const { octokit, owner, repo } = world.as(reviewer);
    const ref = "heads/ledger";
    world.github.enforceRuleset(ledgerRules, false);
    const { data } = await octokit.rest.git.getRef({ owner, repo, ref });
    await octokit.rest.git.deleteRef({ owner, repo, ref });

    const head = await push("unjudged", asking(14));
    await world.runner.idle();

    expect(lastRun(world, "comment").conclusion).toBe("failure");
    expect((await planOf(number)).split("\n").slice(1)).toEqual([
      `**Could not check ${commitOf(head, number)}.**`,
      "",
      expect.stringMatching(/^There is no ledger/),
      "",
      expect.stringMatching(
        /^\[Its run\]\(http.*\/actions\/runs\/\d+\) says more\. Whoever may write here can start it again there/,
      ),
    ]);

    await octokit.rest.git.createRef({ owner, repo, ref: `refs/${ref}`, sha: data.object.sha });
    world.github.enforceRuleset(ledgerRules, true);
    world.runner.rerun(world.runner.runs().findLast(({ workflow }) => workflow === "comment")?.id ?? 0);
    await world.runner.idle();
    expect(await planOf(number)).toContain("Good: the merge submits 21 jobs");

    // As a job that crashed: the part that says is handed nothing.
    await change((text) =>
      text
        .replace("timeout-minutes: 10", "timeout-minutes: 0.01")
        .replace("      - id: plan\n", "      - run: sleep 60\n      - id: plan\n"),
    );
    const last = await push("unjudged", asking(16));
    await world.runner.idle();

    expect(await planOf(number)).toContain(`**Could not check ${commitOf(last, number)}.**`);
    expect(await planOf(number)).toContain("The job that judges it failed, was stopped or took too long.");
    expect(await planOf(number)).not.toContain("Good");
    await shut(number);
  });
});
