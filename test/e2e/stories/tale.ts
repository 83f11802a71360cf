import { expect } from "vitest";
import { approve, comment, comments, merge, openPull } from "../../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../../scripts/demo/world.ts";
import { type LastRun, lastRun, slotOf } from "../world.ts";

export const request = "productions/toy-pileup/production.yaml";
export type Files = Readonly<Record<string, string>>;

const toy = productionFiles(["toy-pileup"]);

/** The toy production, with these words of its request replaced. */
export const toyWith = (...changes: readonly (readonly [from: string, to: string])[]): Files => ({
  ...toy,
  [request]: changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, toy[request] ?? ""),
});

/** The same under another stage, in a folder of its own and with another payload. */
export const asStage = (stage: string, files: Files): Files =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path.replace("/toy-pileup/", `/toy-${stage}/`),
      text.replace("stage: pileup", `stage: ${stage}`).replace("slope: 7", `slope: ${stage.length}`),
    ]),
  );

let branch = 0;

/** A pull request by `ada`, approved by `grace` unless not, and merged; reconcile has run. */
export const bring = async (world: World, files: Files, { approved = true } = {}): Promise<number> => {
  const number = await openPull(world, { login: author, branch: `tale${++branch}`, title: "Request", files });
  if (approved) await approve(world, reviewer, number);
  await merge(world, approved ? reviewer : author, number);
  await world.runner.idle();
  return number;
};

export const pass = async (world: World, ticks = 0): Promise<LastRun> => {
  await world.panda.tick(ticks);
  await world.runner.schedule();
  await world.runner.idle();
  return lastRun(world, "reconcile");
};

/** The first line of the status comment. */
export const statusLine = async (world: World, number: number): Promise<string> =>
  (await slotOf(world, number, "status"))?.split("\n")[1] ?? "";

/** Says it, and gives what SHREK said since on this pull request, the status comment aside. */
export const say = async (world: World, login: string, number: number, words: string): Promise<string> => {
  const before = (await comments(world.as(author), number)).length;
  await comment(world, login, number, words);
  const after = await comments(world.as(author), number);
  return after
    .slice(before + 1)
    .map(({ body }) => body)
    .join("\n---\n");
};

const everythingSaid = async (world: World): Promise<unknown> => {
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.issues.listForRepo({ owner, repo, state: "all", per_page: 100 });
  return Promise.all(
    data.map(async ({ number, title, body, state }) => ({
      title,
      body,
      state,
      said: await comments(world.as(author), number),
    })),
  );
};

export const ledgerTip = async (world: World): Promise<string> => {
  const { octokit, owner, repo } = world.as(author);
  return (await octokit.rest.git.getRef({ owner, repo, ref: "heads/ledger" })).data.object.sha;
};

/** A further pass is green, writes nothing on the ledger, says nothing new and orders nothing at PanDA. */
export const expectQuiet = async (world: World): Promise<void> => {
  const look = async () => ({
    tip: await ledgerTip(world),
    said: await everythingSaid(world),
    orders: orderCalls(world),
    submissions: world.panda.count().submissions,
  });
  const before = await look();
  const { conclusion } = await pass(world);
  expect({ conclusion, ...(await look()) }).toEqual({ conclusion: "success", ...before });
};

/** How often PanDA was asked for each order. */
export const orderCalls = (world: World): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(world.panda.count().calls).filter(([key]) =>
      /^(kill|finish|retry|pause|resume|reassign)(:|$)/.test(key),
    ),
  );
