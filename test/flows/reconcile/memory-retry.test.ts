import { expect, test } from "vitest";
import { aStep } from "../../core/a-production.ts";
import { aFailedJob } from "../../core/submission/a-submission.ts";
import { aroundEffects } from "../effects.ts";
import { aWorld, file, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
const request = written({ steps: { simulate: aStep({ memory: [2000, 3000, 5000] }) } });

/** Its one task ended after this try, and some of its jobs died of memory. */
const die = (world: World, attemptNr: number): void => {
  world.panda.tasks = world.panda.tasks.map((task) => ({
    ...task,
    status: "finished",
    finished: 7,
    failed: 3,
    attemptNr,
    memory: [2000, 3000, 5000][attemptNr - 1] ?? 0,
  }));
  world.panda.jobs.set(
    1,
    Array.from({ length: attemptNr }, (_, index) => aFailedJob({ id: 70 + index })),
  );
};
const running = async (): Promise<World> => {
  const world = aWorld({ [file]: request });
  await world.run();
  await world.run();
  return world;
};
const ordersOf = ({ panda }: World): unknown => panda.calls.order.map(([, order]) => order);
const retryWith = (memory: number) => ({ kind: "retry-changed", changes: { memory } });

test("A task that ended for memory is retried once with each next value, and then a person is asked", async () => {
  const world = await running();
  die(world, 1);

  const { begun, submissions } = await world.run();
  await world.run();

  expect(ordersOf(world)).toEqual([retryWith(3000)]);
  expect(begun.submissions.size).toBe(0);
  expect(submissions.map(({ state }) => state.kind)).toEqual(["incomplete"]);
  die(world, 2);
  await world.run();
  expect(ordersOf(world)).toEqual([retryWith(3000), retryWith(5000)]);
  die(world, 3);
  await world.run();
  await world.run();
  expect(ordersOf(world)).toEqual([retryWith(3000), retryWith(5000)]);
});

test("An automatic retry is on the ledger before its call, and a process that ended in between repeats the call", async () => {
  const world = await running();
  die(world, 1);
  world.panda.order = () => Promise.reject(new Error("killed"));
  await expect(world.run()).rejects.toThrow("killed");
  const state = await world.state();

  expect("past" in state && state.past.pendingCommands).toMatchObject([{ id: "memory-1-1", sent: [{ memory: 3000 }] }]);
  const calls: unknown[] = [];
  world.panda.order = async (_, order) => {
    calls.push(order);
    return { kind: "registered" };
  };
  await world.run();
  expect(calls).toEqual([]);
  world.panda.date = new Date("2026-03-01T10:31:00Z");
  await world.run();
  expect(calls).toEqual([retryWith(3000)]);
});

test("A process that is killed at any effect of an automatic retry loses no retry, and PanDA runs each one once", async () => {
  const kills: string[] = [];
  for (let at = 1, begun = true; begun; at++) {
    begun = false;
    for (const moment of ["before", "after"] as const) {
      const world = await running();
      let tries = 1;
      const executed: unknown[] = [];
      die(world, tries);
      // JEDI carries it out: once for each try that has ended.
      world.panda.onOrder = async (_, order) => {
        executed.push(order);
        tries += 1;
        if (tries < 3) die(world, tries);
        else world.panda.tasks = world.panda.tasks.map((task) => ({ ...task, status: "done", attemptNr: tries }));
        return { kind: "reexecuting", message: "" };
      };
      let killed = "";
      const kill = async (count: number, when: string, name: string): Promise<void> => {
        if (killed === "" && count === at && when === moment) {
          killed = `${moment} ${name.split(" ")[0]}`;
          throw new Error("kill -9");
        }
      };
      for (let pass = 0; pass < 8; pass++) {
        world.panda.date = new Date(Date.parse("2026-03-01T10:00:00Z") + pass * 31 * 60_000);
        await world
          .run(aroundEffects(world.ports, kill))
          .catch((error: unknown) => expect(String(error)).toContain("kill -9"));
      }
      if (killed !== "") {
        kills.push(killed);
        begun = true;
      }
      expect([killed, executed]).toEqual([killed, [retryWith(3000), retryWith(5000)]]);
      const state = await world.state();
      expect([state.kind, "past" in state ? state.past.pendingCommands : undefined]).toEqual(["done", []]);
    }
  }
  expect(new Set(kills)).toEqual(new Set(["before append:", "after append:", "before order", "after order"]));
});

test("After a force push to main no task is retried automatically", async () => {
  const world = aWorld({ [file]: request });
  world.main.commit({ "notes.md": "1" });
  await world.run();
  await world.run();
  die(world, 1);
  world.main.reset(world.merged);

  expect((await world.run()).rewritten).toBeDefined();
  expect(ordersOf(world)).toEqual([]);
});
