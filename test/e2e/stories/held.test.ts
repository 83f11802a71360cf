import { expect, test } from "vitest";
import { pushToMain } from "../../../scripts/demo/pull-request.ts";
import { author, reviewer, workflowFiles } from "../../../scripts/demo/world.ts";
import { afterMerge, raiseWorld, slotOf, whileActionsAreOff } from "../world.ts";
import { asStage, bring, pass, say, statusLine, toyWith } from "./tale.ts";

const held = toyWith(["version: 1.0.0\n", "version: 1.0.0\nsubmit: hold\n"]);

test("With submit: hold, or without an approval, a production is held until another person says submit, and submitted once despite a changed workflow", async () => {
  const world = await raiseWorld({ ...afterMerge, unruled: true });
  const [number, other] = await whileActionsAreOff(world, async () => [
    await bring(world, held),
    await bring(world, asStage("signal", toyWith()), { approved: false }),
  ]);
  await pass(world);
  expect(await slotOf(world, number, "status")).toContain("`/shrek submit sP26a-toy-pileup@1.0.0`");
  expect(await statusLine(world, other)).toBe("**sP26a-toy-signal 1.0.0: held.**");
  expect(world.panda.count()).toMatchObject({ submissions: 0 });

  // As `shrek upgrade` does: no branch has the workflow files of the merge any more, of which GitHub takes no tag.
  const newer = workflowFiles((name, text) => (name === "check" ? `${text}# newer\n` : text));
  await whileActionsAreOff(world, () => pushToMain(world, reviewer, newer));
  await say(world, reviewer, number, "/shrek submit");
  expect(world.panda.count()).toMatchObject({ submissions: 1 });

  // The author's own word is not the missing approval.
  await say(world, author, other, "/shrek submit");
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
  expect(await slotOf(world, other, "status")).toContain(`\`@${author}\` wrote a part of it and cannot approve it`);

  await say(world, reviewer, other, "/shrek submit");
  expect(world.panda.count()).toMatchObject({ submissions: 2 });
});
