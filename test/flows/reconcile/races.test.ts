import { expect, test } from "vitest";
import type { AtEffect } from "../effects.ts";
import { aPandaWorld, type PandaWorld } from "./a-panda-world.ts";

/** One pass with nothing in its way has these, in this order. */
const effects = [
  "append: Enter",
  "tag",
  "upload",
  "append: Ask",
  "check",
  "append: Checked",
  "submit",
  "append: PanDA's",
] as const;

const outcome = async ({ states, submissions, pass }: PandaWorld): Promise<string> => {
  for (let n = 0; n < 2; n++) await pass();
  return `${submissions()} submission, ${await states()}`;
};

/** From the right to check on until the submit call: PanDA may still run a lost check (SAFETY S2), so nobody calls. */
const mayActLater = (stopAt: number, when: "before" | "after"): boolean =>
  (stopAt === 4 && when === "after") || stopAt === 5 || stopAt === 6 || (stopAt === 7 && when === "before");

for (const [index, effect] of effects.entries())
  for (const when of ["before", "after"] as const) {
    const stopAt = index + 1;

    test(`A reconcile pass that pauses ${when} its effect ${stopAt}, ${effect}, while another runs to its end gives one submission`, async () => {
      const world = await aPandaWorld();
      const standing = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const slow = world.pass(async (count, moment) => {
        if (count !== stopAt || moment !== when) return;
        standing.resolve();
        await goOn.promise;
      });
      await Promise.race([standing.promise, slow]);

      await world.pass();
      goOn.resolve();
      await slow;

      expect(await outcome(world)).toBe("1 submission, 1.0.0 submitted");
    });

    test(`A reconcile pass that is killed ${when} its effect ${stopAt}, ${effect}, loses no submission and submits nothing twice`, async () => {
      const world = await aPandaWorld();
      const died = new Error("died");
      const die: AtEffect = async (count, moment) => {
        if (count === stopAt && moment === when) throw died;
      };
      await expect(world.pass(die)).rejects.toBe(died);

      expect(await outcome(world)).toBe(
        mayActLater(stopAt, when) ? "0 submission, 1.0.0 in-doubt" : "1 submission, 1.0.0 submitted",
      );
    });
  }

test("The list of effects of a reconcile pass is complete", async () => {
  const names: string[] = [];
  await (await aPandaWorld()).pass(async (_, moment, name) => {
    if (moment === "before") names.push(name.split(" ").slice(0, 2).join(" "));
  });

  expect(names).toEqual(effects);
});
