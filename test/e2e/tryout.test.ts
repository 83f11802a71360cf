import { afterAll, beforeAll, expect, test } from "vitest";
import { openPull, pushToMain } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, stranger, type World, workflowFiles } from "../../scripts/demo/world.ts";
import { lastRun, raiseSharedWorld, readNoMorePlans, slotOf } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";
const edited = (edit: (text: string) => string): Readonly<Record<string, string>> => ({
  ...toy,
  [request]: edit(toy[request] ?? ""),
});
const summaryOf = (world: World): string =>
  world.runner
    .runs()
    .findLast(({ workflow }) => workflow === "tryout")
    ?.jobs.flatMap(({ steps }) => steps)
    .map(({ summary }) => summary)
    .join("") ?? "";

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await raiseSharedWorld({ workflows: ["check.yml", "comment.yml", "tryout.yml"] }));
  await pushToMain(world, reviewer, workflowFiles(undefined, ["tryout"]));
});
afterAll(() => close());

test("A try-out runs a few jobs of a pull request with few events; the plan links the run, and the payload's output stays text", async () => {
  const files = edited((text) =>
    text.replace(
      '      awk -v seed="$uniqueId" -v events="$nEvents" -v kind="$kind" -v slope="$slope" -f toy/generate.awk >signal.txt',
      `      echo "::error file=x::shout"; echo '\`\`\`'; echo "@${reviewer} <img src=x>"; echo "events $nEvents"; exit 7`,
    ),
  );
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files });

  const { conclusion, log, annotations } = lastRun(world, "tryout");
  const summary = summaryOf(world);

  expect(conclusion).toBe("failure");
  expect(summary.split("\n")[0]).toBe("**Tried out: 1 job finished, 1 failed.**");
  expect(summary).toContain("Measured by the payload itself");
  expect(summary).toContain("**signal, job 1 failed at payload, exit code 7.**");
  expect(summary).toContain(`::error file=x::shout\n\`\`\`\n@${reviewer} <img src=x>\nevents 10\n`);
  expect(log + annotations.join("")).not.toContain("shout");
  expect(await slotOf(world, number, "plan")).toMatch(/\[A few of its jobs\]\(http[^)]+\/actions\/runs\/\d+\)/);
  readNoMorePlans(world);
});

test("A try-out of a pull request that changes one step runs that step and the steps before", async () => {
  await pushToMain(world, reviewer, toy);
  const files = edited((text) => text.replace("version: 1.0.0", "version: 2.0.0").replace("slope: 7", "slope: 8"));
  await openPull(world, { login: author, branch: "slope", title: "Another slope", files });

  expect(lastRun(world, "tryout").conclusion).toBe("success");
  expect(summaryOf(world)).toContain("| signal | 1 of 1 | 0 | 1 |\n\n- signal: 2 more were not asked for");
  expect(summaryOf(world)).not.toContain("| background |");
});

test("A fork's payload does not run in a try-out, even if the fork's workflow says so", async () => {
  const fork = await world.github.addFork(stranger);
  const { octokit, owner, repo } = world.as(stranger);
  const without = (_: string, text: string): string => text.replace(/^ {4}if: >-\n(?: {6}.*\n)+/m, "");
  const changed = edited((text) => text.replace("slope: 7", "slope: 9"));
  for (const [branch, more] of [
    ["one", {}],
    ["two", workflowFiles(without, ["tryout"])],
  ] as const) {
    await world.github.commit({ repository: fork, branch, login: stranger, files: { ...changed, ...more } });
    const head = `${fork.split("/")[0]}:${branch}`;
    await octokit.rest.pulls.create({ owner, repo, title: branch, head, base: "main" });
    await world.runner.idle();
    world.runner.approve();
    await world.runner.idle();
    expect(summaryOf(world)).toBe("");
  }
  const conclusions = world.runner.runs().filter(({ workflow }) => workflow === "tryout");
  expect(conclusions.slice(-2).map(({ conclusion }) => conclusion)).toEqual(["skipped", "failure"]);
  expect(lastRun(world, "tryout").log).toContain("are tried out.");
});
