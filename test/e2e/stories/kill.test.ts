import { expect, test } from "vitest";
import { author, reviewer, type World } from "../../../scripts/demo/world.ts";
import { afterMerge, raiseWorld, slotOf } from "../world.ts";
import { bring, expectQuiet, pass, say, statusLine, toyWith } from "./tale.ts";

/** The signal's payload fails in every job. */
const failing = toyWith(
  ["maxAttempt: 2", "maxAttempt: 1"],
  ["    jobs: 3\n", "    jobs: 20\n"],
  ["      awk -v seed", "      false\n      awk -v seed"],
);

const idOf = (preview: string): string => /`\/shrek yes ([^`]+)`/.exec(preview)?.[1] ?? "";

const editComment = async (world: World, number: number, from: string, to: string): Promise<void> => {
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.issues.listComments({ owner, repo, issue_number: number, per_page: 100 });
  const found = data.findLast(({ body }) => body === from);
  await octokit.rest.issues.updateComment({ owner, repo, comment_id: found?.id ?? 0, body: to });
};

test("A failed production is killed after a confirmation of exactly the shown command, and then closed", async () => {
  const world = await raiseWorld(afterMerge);
  const number = await bring(world, failing);
  await pass(world, 12);

  const words = "/shrek kill sP26a-toy-pileup";
  const shown = await say(world, reviewer, number, words);
  expect(shown).toContain("Nothing has been done yet.");
  expect(world.panda.count().calls).not.toHaveProperty("kill");

  await editComment(world, number, words, "/shrek kill sP26a-toy-pileup/background");
  await editComment(world, number, "/shrek kill sP26a-toy-pileup/background", words);
  const edited = await say(world, reviewer, number, `/shrek yes ${idOf(shown)}`);
  expect(edited).toContain(`The command that yes \`${idOf(shown)}\` means `);
  expect(world.panda.count().calls).not.toHaveProperty("kill");

  const again = await say(world, reviewer, number, words);
  expect(idOf(again)).not.toBe(idOf(shown));
  await say(world, reviewer, number, `/shrek yes ${idOf(again)}`);
  for (const ticks of [6, 6]) await pass(world, ticks);
  expect(await statusLine(world, number)).toBe("**sP26a-toy-pileup 1.0.0: aborted.**");
  await expectQuiet(world);

  await say(world, reviewer, number, '/shrek close reason="the payload is wrong"');
  expect(await slotOf(world, number, "status")).toContain("the payload is wrong");
});
