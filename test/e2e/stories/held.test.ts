import { expect, test } from "vitest";
import { pushToMain } from "../../../scripts/demo/pull-request.ts";
import { author, reviewer, workflowFiles } from "../../../scripts/demo/world.ts";
import { afterMerge, raiseWorld, slotOf } from "../world.ts";
import { bring, expectDone, expectQuiet, say, statusLine, toyWith } from "./tale.ts";

const held = toyWith(["version: 1.0.0\n", "version: 1.0.0\nsubmit: hold\n"]);

test("A production with submit: hold is held until a person says submit, and is then submitted once despite a changed workflow", async () => {
  const world = await raiseWorld(afterMerge);
  const number = await bring(world, held);
  expect(await slotOf(world, number, "status")).toContain("`/shrek submit sP26a-toy-pileup@1.0.0`");
  expect(world.panda.count()).toMatchObject({ submissions: 0 });
  await expectQuiet(world);

  // As `shrek upgrade` does: no branch has the workflow files of the merge any more, of which GitHub takes no tag.
  await pushToMain(
    world,
    reviewer,
    workflowFiles((name, text) => (name === "check" ? `${text}# newer\n` : text)),
  );
  await world.runner.idle();
  await say(world, reviewer, number, "/shrek submit");
  expect(world.panda.count()).toMatchObject({ submissions: 1 });

  await expectDone(world, number);
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
});

test("The author's own submit is not the missing approval, and another person's is", async () => {
  const world = await raiseWorld({ ...afterMerge, unruled: true });
  const number = await bring(world, toyWith(), { approved: false });
  expect(await statusLine(world, number)).toBe("**sP26a-toy-pileup 1.0.0: held.**");

  await say(world, author, number, "/shrek submit");

  expect(world.panda.count()).toMatchObject({ submissions: 0 });
  expect(await slotOf(world, number, "status")).toContain(`\`@${author}\` wrote a part of it and cannot approve it`);
  await expectQuiet(world);

  await say(world, reviewer, number, "/shrek submit");
  expect(world.panda.count()).toMatchObject({ submissions: 1 });

  await expectDone(world, number);
});
