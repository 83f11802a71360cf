import { expect } from "vitest";
import { ledgerRef } from "../../action/adapters/ledger/git-ledger.ts";
import { author, type World } from "../../scripts/demo/world.ts";
import { runGit } from "../contracts/git-place.ts";
import { type LastRun, lastRun } from "./world.ts";

const bot = "github-actions[bot]";

/** PanDA's daemons take so many turns, then the clock strikes and one more reconcile runs. */
export const pass = async (world: World, ticks = 0): Promise<LastRun> => {
  await world.panda.tick(ticks);
  await world.runner.schedule();
  await world.runner.idle();
  return lastRun(world, "reconcile");
};

/** The end of every story: one more pass is green, writes nothing on the ledger, edits and adds no comment. */
export const expectQuiet = async (world: World): Promise<void> => {
  const before = await traces(world);
  const { conclusion } = await pass(world);
  expect({ conclusion, ...(await traces(world)) }).toEqual({ conclusion: "success", ...before });
};

const traces = async (world: World) => {
  const { octokit, owner, repo } = world.as(author);
  const pulls = await octokit.paginate(octokit.rest.pulls.list, { owner, repo, state: "all", per_page: 100 });
  const comments = await Promise.all(
    pulls.map(({ number }) =>
      octokit.paginate(octokit.rest.issues.listComments, { owner, repo, issue_number: number, per_page: 100 }),
    ),
  );
  return {
    ledger: await runGit(world.github.gitDir(), "rev-parse", ledgerRef),
    comments: comments.flat().map(({ id, updated_at, body }) => ({ id, updated_at, body })),
    submitted: submitCalls(world),
  };
};

/** Calls that could start work at PanDA, a check among them. */
export const submitCalls = (world: World): number => world.panda.count().calls.put_workflow_request ?? 0;

/** The overview issue. Only its text: it moves once an hour by itself. */
export const overviewOf = async (world: World): Promise<string> => {
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.issues.listForRepo({ owner, repo, creator: bot, state: "all" });
  const issues = data.filter(({ pull_request }) => pull_request === undefined);
  expect(issues).toMatchObject([{ state: "open" }]);
  return issues[0]?.body ?? "";
};
