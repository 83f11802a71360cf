import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLines } from "../../action/core/ledger/line.ts";
import { mainAfter } from "../../action/core/ledger/main-after.ts";
import { mainPath } from "../../action/core/ledger/paths.ts";
import { commitAll, gitIn } from "../../scripts/demo/scene.ts";
import { neighboursIn, pass } from "./a-pass.ts";
import { raise, type Stand } from "./stand.ts";

/** Every effect, before and after: test/flows/reconcile/races.test.ts, with git in memory. These two are git's. */
const ofGit = [
  { name: "the right to check", effect: "append: Ask" },
  { name: "the tag", effect: "tag" },
] as const;

test.each(ofGit)(
  "A reconcile pass that pauses after $name while another runs to its end gives one submission",
  async ({ effect }) => {
    const stand = await raise();
    const standing = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slow = pass(stand, async (_, moment, name) => {
      if (!name.startsWith(effect) || moment !== "after") return;
      standing.resolve();
      await goOn.promise;
    });
    await Promise.race([standing.promise, slow]);

    await pass(stand, async () => undefined);
    goOn.resolve();
    await slow;
    await pass(stand);

    expect(await outcome(stand)).toBe("1 submitted");
  },
);

test("A reconcile pass that is late does not move the cursor back before a later main", async () => {
  const stand = await raise();
  const standing = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const slow = pass(stand, async (count, moment) => {
    if (count !== 1 || moment !== "before") return;
    standing.resolve();
    await goOn.promise;
  });
  await Promise.race([standing.promise, slow]);

  await writeFile(join(stand.scene.clone, "productions/notes.md"), "main moves\n");
  await commitAll(stand.scene, "Main moves");
  await pass(stand, async () => undefined);
  goOn.resolve();
  await slow;

  expect(await cursorOf(stand)).toBe((await gitIn(stand.scene.origin, "rev-parse", "main")).trim());
});

const cursorOf = async ({ scene }: Stand): Promise<string | undefined> => {
  const lines = readLines(await gitIn(scene.origin, "show", `ledger:${mainPath}`));
  return lines.kind === "read" ? mainAfter(lines.events).cursor : undefined;
};

const outcome = async (stand: Stand): Promise<string> =>
  `${stand.panda.count().submissions} ${(await neighboursIn(stand))[0]?.state}`;
