import { expect, test } from "vitest";
import { fakeLedger } from "../../fakes/fake-ledger.ts";
import { type AtEffect, aroundEffects } from "../effects.ts";
import { aWorld } from "./a-world.ts";

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
const moments = effects.flatMap((effect, index) =>
  (["before", "after"] as const).map((when) => [when, index + 1, effect] as const),
);

/** With real git: `test/e2e/reconcile-races.test.ts`; killed with PanDA's real wire: `npm run prove -- --kills`. */
const aRace = () => {
  const { ports, run, kind, panda } = aWorld();
  const pass = (at: AtEffect = async () => undefined) => run(aroundEffects(ports, at));
  const outcome = async (): Promise<string> => {
    for (let n = 0; n < 2; n++) await pass();
    return `${panda.calls.submit.length} submission, ${await kind()}`;
  };
  return { pass, outcome };
};

test.each(moments)(
  "A reconcile pass that pauses %s its effect %i, %s, while another runs to its end gives one submission",
  async (when, stopAt) => {
    const { pass, outcome } = aRace();
    const [standing, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = pass(async (count, moment) => {
      if (count !== stopAt || moment !== when) return;
      standing.resolve();
      await goOn.promise;
    });
    await Promise.race([standing.promise, slow]);

    await pass();
    goOn.resolve();
    await slow;

    expect(await outcome()).toBe("1 submission, running");
  },
);

/** From the right to check on until the submit call: PanDA may still run a lost check (SAFETY S2), so nobody calls. */
const mayActLater = (when: "before" | "after", stopAt: number): boolean =>
  (stopAt === 4 && when === "after") || stopAt === 5 || stopAt === 6 || (stopAt === 7 && when === "before");

test.each(moments)(
  "A reconcile pass that is killed %s its effect %i, %s, loses no submission and submits nothing twice",
  async (when, stopAt) => {
    const { pass, outcome } = aRace();
    const died = new Error("died");
    const die: AtEffect = async (count, moment) => {
      if (count === stopAt && moment === when) throw died;
    };
    await expect(pass(die)).rejects.toBe(died);

    expect(await outcome()).toBe(mayActLater(when, stopAt) ? "0 submission, in-doubt" : "1 submission, running");
  },
);

test("The list of effects of a reconcile pass is complete", async () => {
  const names: string[] = [];
  await aRace().pass(async (_, moment, name) => {
    if (moment === "before") names.push(name.split(" ").slice(0, 2).join(" "));
  });

  expect(names).toEqual(effects);
});

test("A look at PanDA that is older than the ledger's latest entry raises no alarm", async () => {
  const world = aWorld();
  await world.run();
  const [task] = world.panda.tasks;
  if (task === undefined) throw new Error("nothing was submitted");
  let isFirst = true;

  // This pass sees the task run. Before it writes that, another one sees it done, and writes it.
  await world.run({
    ledger: fakeLedger(world.branch, async () => {
      if (!isFirst) return;
      isFirst = false;
      world.panda.tasks = [{ ...task, status: "done", finished: 10 }];
      await world.run();
    }),
  });

  expect(await world.kind()).toBe("done");
});
