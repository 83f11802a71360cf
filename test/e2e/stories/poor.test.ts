import { expect, test } from "vitest";
import { manyProductions, roomyConventions } from "../../../scripts/contracts/costs/write-many.ts";
import { approve, merge } from "../../../scripts/demo/pull-request.ts";
import { author, reviewer, type World } from "../../../scripts/demo/world.ts";
import { afterMerge, lastRun, raiseWorld, slotOf, whileActionsAreOff } from "../world.ts";

const count = 5;

/** Approved and merged, and no pass reads any of them. */
const mergeUnread = async (world: World): Promise<readonly number[]> => {
  const { octokit, owner, repo } = world.as(author);
  const bring = async (branch: string, files: Readonly<Record<string, string>>): Promise<number> => {
    await world.github.commit({ branch, login: author, files, message: branch });
    const { data } = await octokit.rest.pulls.create({ owner, repo, title: branch, head: branch, base: "main" });
    await approve(world, reviewer, data.number);
    await merge(world, reviewer, data.number);
    return data.number;
  };
  await bring("rules", roomyConventions());
  const files = Object.entries(manyProductions(count));
  const numbers: number[] = [];
  for (let n = 0; n < count; n++) {
    const own = Object.fromEntries(files.filter(([path]) => path.startsWith(`productions/toy${n}/`)));
    numbers.push(await bring(`toy${n}`, own));
  }
  return numbers;
};

test("With 28 calls an hour from GitHub 6 merges are entered within two passes, told and submitted in two more, and no call is refused", async () => {
  const world = await raiseWorld({ ...afterMerge, panda: { executes: [] } });
  const pulls = await whileActionsAreOff(world, () => mergeUnread(world));
  const words: (readonly string[])[] = [];
  const told = async (): Promise<number> =>
    (await Promise.all(pulls.map((number) => slotOf(world, number, "status")))).filter((one) => one !== undefined)
      .length;

  for (let passes = 0; passes < 4; passes++) {
    world.github.allow({ workflow: 28 });
    await world.runner.schedule();
    await world.runner.idle();
    const { annotations, conclusion } = lastRun(world, "reconcile");
    words.push([conclusion ?? "", ...annotations.filter((one) => one.includes(" wait: "))]);
  }

  expect(words[0]?.join()).toMatch(/\d+ merges wait: GitHub allows no more calls until \d\d:\d\d UTC/);
  expect(words[1]?.join()).not.toContain("merges wait");
  expect([await told(), world.panda.count().submissions]).toEqual([count, count]);
  expect(words.at(-1)).toEqual(["success"]);
  const refused = world.github.tokens().flatMap(({ calls }) => calls.filter(({ status }) => status === 403));
  expect(refused).toEqual([]);
});
