import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLines } from "../../action/core/ledger/line.ts";
import { mainAfter } from "../../action/core/ledger/main-after.ts";
import { mainPath } from "../../action/core/ledger/paths.ts";
import { commitAll, gitIn } from "../../scripts/demo/scene.ts";
import { neighboursIn, pass } from "./a-pass.ts";
import { raise, type Stand } from "./stand.ts";

/** One pass with nothing in its way has these: four ledger commits, a tag, an upload, a check, a submit. */
const effects = [1, 2, 3, 4, 5, 6, 7, 8] as const;

for (const stopAt of effects) {
  for (const when of ["before", "after"] as const) {
    test(`A reconcile pass that pauses ${when} its effect ${stopAt} while another runs to its end gives one submission`, async () => {
      const stand = await raise();
      const standing = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const slow = pass(stand, async (count, moment) => {
        if (count !== stopAt || moment !== when) return;
        standing.resolve();
        await goOn.promise;
      });
      await Promise.race([standing.promise, slow]);

      await pass(stand, async () => undefined);
      goOn.resolve();
      await slow;
      await settle(stand);

      expect(await outcome(stand)).toBe("1 submitted");
    });

    test(`A reconcile pass that is killed ${when} its effect ${stopAt} loses no submission and submits nothing twice`, async () => {
      const stand = await raise();
      const died = new Error("died");
      const slow = pass(stand, async (count, moment) => {
        if (count === stopAt && moment === when) throw died;
      });
      await expect(slow).rejects.toBe(died);

      await settle(stand);

      expect(await outcome(stand)).toBe(mayActLater(stopAt, when) ? "0 in-doubt" : "1 submitted");
    });
  }
}

/** From the right to check on until the submit call: PanDA may still run a lost check (SAFETY S2), so nobody calls. */
const mayActLater = (stopAt: number, when: "before" | "after"): boolean =>
  (stopAt === 4 && when === "after") || stopAt === 5 || stopAt === 6 || (stopAt === 7 && when === "before");

test("The list of effects of a reconcile pass is complete", async () => {
  const stand = await raise();
  const names: string[] = [];
  await pass(stand, async (_, moment, name) => {
    if (moment === "before") names.push(name.split(" ").slice(0, 2).join(" "));
  });
  expect(names).toEqual([
    "append: Enter",
    "tag",
    "upload",
    "append: Ask",
    "check",
    "append: Checked",
    "submit",
    "append: PanDA's",
  ]);
});

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

const settle = async (stand: Stand): Promise<void> => {
  for (let n = 0; n < 2; n++) await pass(stand, async () => undefined);
};
