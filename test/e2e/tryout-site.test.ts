import { afterAll, beforeAll, expect, test } from "vitest";
import { openPull, pushToMain } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, stranger, type World, workflowFiles } from "../../scripts/demo/world.ts";
import type { RunRecord } from "../../scripts/sandbox/runner/records.ts";
import { raiseSharedWorld, readNoMorePlans, slotOf } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";
const edited = (edit: (text: string) => string): Readonly<Record<string, string>> => ({
  ...toy,
  [request]: edit(toy[request] ?? ""),
});
const slope = (value: number) => edited((text) => text.replace("slope: 7", `slope: ${value}`));
const files = workflowFiles(undefined, ["tryout-site"]);
const file = ".github/workflows/tryout-site.yml";

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await raiseSharedWorld({ workflows: ["check.yml", "comment.yml", "tryout-site.yml"] }));
  world.github.addRunner({ name: "farm", labels: ["self-hosted", "shrek-tryout"], ephemeral: true });
  const { octokit, owner, repo } = world.as(reviewer);
  world.github.addUser(reviewer, "admin");
  const { data } = await octokit.rest.users.getByUsername({ username: reviewer });
  await octokit.rest.repos.createOrUpdateEnvironment({
    ...{ owner, repo, environment_name: "tryout", prevent_self_review: true },
    reviewers: [{ type: "User", id: data.id }],
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
  await octokit.rest.repos.createDeploymentBranchPolicy({ owner, repo, environment_name: "tryout", name: "main" });
  await pushToMain(world, reviewer, files);
});
afterAll(() => close());

const runs = (): readonly RunRecord[] => world.runner.runs().filter(({ workflow }) => workflow === "tryout-site");
const summaryOf = (run: RunRecord | undefined): string =>
  (run?.jobs ?? []).flatMap(({ steps }) => steps.map(({ summary }) => summary)).join("");

test("A try-out at the site waits until another person than the author approves its run, and the plan links it", async () => {
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files: slope(8) });
  const [run] = runs();

  expect(run).toMatchObject({ event: "pull_request_target", ref: "refs/heads/main", status: "waiting", jobs: [] });
  expect(() => world.runner.review(run?.id ?? 0, author)).toThrow(`${author} may not review run`);
  expect(await slotOf(world, number, "plan")).toMatch(
    /They are \[tried out on a machine of the experiment\]\(http[^)]+\/actions\/runs\/\d+\) when a reviewer approves that run\./,
  );

  world.runner.review(run?.id ?? 0, reviewer);
  await world.runner.idle();

  expect(runs()[0]?.conclusion).toBe("success");
  expect(summaryOf(runs()[0]).split("\n")[0]).toBe("**Tried out: 4 jobs finished, none failed.**");
  readNoMorePlans(world);
});

const headOf = async (branch: string): Promise<string> => {
  const { octokit, owner, repo } = world.as(author);
  return (await octokit.rest.git.getRef({ owner, repo, ref: `heads/${branch}` })).data.object.sha;
};

test("A branch that takes the approval out of its workflow file waits for it all the same, and a newer commit ends what waits", async () => {
  const bold = (files[file] ?? "").replace(/^ {4}environment: .*\n/m, "");
  await openPull(world, { login: author, branch: "bold", title: "Bold", files: { ...slope(11), [file]: bold } });

  const first = runs().at(-1);
  expect(first).toMatchObject({ status: "waiting", title: `try-out of ${await headOf("bold")}` });
  await world.github.commit({ branch: "bold", login: author, files: slope(10), message: "And another" });
  await world.runner.idle();

  expect(runs().find(({ id }) => id === first?.id)?.conclusion).toBe("cancelled");
  expect(runs().at(-1)).toMatchObject({ status: "waiting", title: `try-out of ${await headOf("bold")}` });
});

test("A workflow of a branch that asks for the machine runs no payload there", async () => {
  const bold = (files[file] ?? "")
    .replace("pull_request_target:", "pull_request:")
    .replace(/^ {4}environment: .*\n/m, "");
  await openPull(world, { login: author, branch: "bolder", title: "Bolder", files: { ...slope(12), [file]: bold } });

  const run = runs().findLast(({ event }) => event === "pull_request");
  expect(run?.conclusion).toBe("failure");
  expect(JSON.stringify(run?.jobs)).toContain("Use tryout-site.yml, which `shrek init --with tryout-site` writes");
  expect(summaryOf(run)).toBe("");
});

test("A fork's pull request begins no try-out at the site", async () => {
  const fork = await world.github.addFork(stranger);
  await world.github.commit({ repository: fork, branch: "one", login: stranger, files: slope(13) });
  const { octokit, owner, repo } = world.as(stranger);
  const head = `${fork.split("/")[0]}:one`;
  await octokit.rest.pulls.create({ owner, repo, title: "Mine", head, base: "main" });
  await world.runner.idle();

  expect(runs().at(-1)).toMatchObject({ conclusion: "skipped" });
});

test("A pull request into another branch begins no try-out at the site, so what came there without a pull request does not run", async () => {
  await world.github.commit({ branch: "stage", login: author, files: slope(14) });
  await world.github.commit({ branch: "one-line", from: "stage", login: author, files: slope(15) });
  await world.runner.idle();
  const before = runs().length;
  const { octokit, owner, repo } = world.as(author);
  await octokit.rest.pulls.create({ owner, repo, title: "One line", head: "one-line", base: "stage" });
  await world.runner.idle();

  expect(runs().slice(before)).toEqual([]);
});
