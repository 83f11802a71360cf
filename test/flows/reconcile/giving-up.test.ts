import { describe, expect, test } from "vitest";
import { Outage } from "../../../action/core/problems/failure.ts";
import { nextByPerson } from "../../../action/core/submission/person.ts";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import { aStep } from "../../core/a-production.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aWorld, file, key, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;

const twoSteps = {
  simulate: aStep(),
  merge: { in: [{ from: "simulate", filesPerJob: 1 }], out: ["m.tar"], run: "merge\n" },
};

/** Its first task is done at ten; the second one has not come. */
const halfDone = async (): Promise<World & { readonly asked: number[] }> => {
  const world = aWorld({ [file]: written({ steps: twoSteps }) });
  const asked: number[] = [];
  const { requestStatus } = world.panda;
  world.panda.requestStatus = async (request) => {
    asked.push(request);
    return requestStatus(request);
  };
  await world.run();
  world.panda.tasks = world.panda.tasks.filter(({ name }) => name.endsWith("simulate"));
  for (const task of world.panda.tasks) Object.assign(task, { status: "done", finished: 10 });
  await world.run();
  expect(await world.kind()).toBe("running");
  return { ...world, asked };
};

const at = (world: World, time: string): Promise<unknown> => {
  world.panda.date = new Date(`2026-03-01T${time}Z`);
  return world.run();
};

describe("a step without a task", () => {
  test("iDDS is asked after an hour of PanDA's clock, and a production with a step that iDDS gave up is stalled at once", async () => {
    const world = await halfDone();
    world.panda.statuses.set(1, "SubFinished");

    await at(world, "10:59:59");
    expect([await world.kind(), world.asked]).toEqual(["running", []]);
    await at(world, "11:00:00");

    const state = await world.state();
    expect([state.kind, describeState(state), world.asked]).toEqual([
      "stalled",
      "iDDS gave up merge: request 1 is SubFinished, and no task of this step came",
      [1],
    ]);
  });

  test.each(["New", "Transforming", "Suspended", "a word of tomorrow"])(
    "While iDDS says %s a production without all tasks runs on, with one question a pass and no ledger write",
    async (word) => {
      const world = await halfDone();
      world.panda.statuses.set(1, word);
      const { commit } = await world.ledger.head();

      await at(world, "11:00:00");
      await at(world, "23:00:00");

      expect([await world.kind(), (await world.ledger.head()).commit, world.asked]).toEqual([
        "running",
        commit,
        [1, 1],
      ]);
    },
  );

  test("An iDDS that does not answer changes no submission, delays none, and is asked again", async () => {
    const world = await halfDone();
    world.panda.date = new Date("2026-03-01T12:00:00Z");
    const away = async (): Promise<never> => {
      throw new Outage("it is away", anyWay);
    };

    const { troubles } = await world.run({ watch: { ...world.ports.watch, requestStatus: away } });

    expect([[...troubles], await world.kind()]).toEqual([[], "running"]);
    expect(world.told).toContain("iDDS could not be asked for the status of request 1: it is away");
    world.panda.statuses.set(1, "SubFinished");
    await at(world, "12:00:00");
    expect(await world.kind()).toBe("stalled");
  });

  test("Without a date from PanDA iDDS is not asked", async () => {
    const world = await halfDone();
    world.panda.statuses.set(1, "SubFinished");
    world.panda.date = undefined;

    await world.run();

    expect([await world.kind(), world.asked]).toEqual(["running", []]);
  });
});

describe("a step that iDDS gave up", () => {
  const stalled = async (): Promise<Awaited<ReturnType<typeof halfDone>>> => {
    const world = await halfDone();
    world.panda.statuses.set(1, "SubFinished");
    await at(world, "11:00:00");
    return world;
  };

  test("A production that iDDS gave up stays stalled without further questions or ledger writes", async () => {
    const world = await stalled();
    const { commit } = await world.ledger.head();

    await at(world, "15:00:00");
    await at(world, "20:00:00");

    expect([await world.kind(), (await world.ledger.head()).commit, world.asked]).toEqual(["stalled", commit, [1]]);
  });

  test("A production that iDDS gave up runs on when its task appears after all", async () => {
    const world = await stalled();
    const [first] = world.panda.tasks;
    if (first === undefined) throw new Error("there is no task");
    const name = first.name.replace("_000_simulate", "_001_merge");
    world.panda.tasks.push({ ...first, id: 2, name, status: "running" });

    await at(world, "12:00:00");

    expect(await world.kind()).toBe("running");
    expect(await world.state()).not.toHaveProperty("reason");
  });

  test.each(["close", "withdraw"] as const)(
    "A production that iDDS gave up is ended by the command %s",
    async (verb) => {
      const world = await stalled();
      const { events, refusal } = nextByPerson(await world.state(), {
        kind: "person",
        verb,
        by: "ada",
        id: "c1",
        reason: "",
      });
      expect(refusal).toBeUndefined();
      const lines = events.map((event) => ({ ...event, key, at: "2026-03-01T11:00:00Z" }));
      await world.ledger.append(await world.ledger.head(), lines, [], "a person");

      await at(world, "12:00:00");

      expect(await world.kind()).toBe(verb === "close" ? "closed" : "withdrawn");
    },
  );
});
