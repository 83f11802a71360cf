import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { Outage } from "../../../action/core/problems/failure.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aTaskOf } from "../../fakes/fake-panda.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";
import { aWorld, key, user, written } from "./a-world.ts";

const names = ["a", "b", "c", "d"] as const;
const taskName = (name: string): string => `user.x.${name}_000_make`;
const stages = { a: "signal", b: "background", c: "pileup", d: "merge" } as const;
const keyOf = (name: (typeof names)[number]) => submissionKey(`sP26a-minbias-${stages[name]}`, "1.0.0", undefined);

/** Four productions, each of which waits for a task of its own, and what PanDA is asked for by name. */
const aWaitingWorld = async () => {
  const requests = names.map((name) => [
    `productions/${name}/production.yaml`,
    written({
      tag: { campaign: "sP26a", physics: "minbias", stage: stages[name] },
      description: name,
      inputs: { there: { task: taskName(name), output: "o.txt", require: "95%", files: 10 } },
      steps: { read: { in: [{ from: "there", filesPerJob: 1 }], out: ["dst.tar"], run: "x\n" } },
    }),
  ]);
  const world = aWorld(Object.fromEntries(requests) as Record<string, string>);
  const asked: string[][] = [];
  const { tasksNamed } = world.panda;
  world.panda.tasksNamed = async (of, who) => {
    asked.push([...of]);
    return tasksNamed(of, who);
  };
  await world.run({}, { fewNames: 1 });
  const first = asked.splice(0);
  world.panda.tasks = names.map((name, n) => aTaskOf(taskName(name), "", user, n + 1));
  return { ...world, asked, first };
};

describe("awaited tasks", () => {
  test("Tasks that submissions wait for are first asked for by name with one question", async () => {
    const { first } = await aWaitingWorld();

    expect(first.map((of) => of.toSorted())).toEqual([names.map(taskName)]);
  });

  test("Tasks that submissions wait for are then read from one list: moving tasks are not asked for by name, and ended ones are", async () => {
    const { run, asked, panda, kind } = await aWaitingWorld();
    await run({}, { fewNames: 1 });
    expect(asked).toEqual([]);
    Object.assign(panda.tasks[1] ?? {}, { status: "done", finished: 10 });

    await run({}, { fewNames: 1 });

    expect(asked[0]).toEqual([taskName("b")]);
    expect([await kind(keyOf("a")), await kind(keyOf("b"))]).toEqual(["waiting", "submitted"]);
  });

  test("All awaited tasks that have ended are asked for at once, however small the limit of names", async () => {
    const { run, asked, panda } = await aWaitingWorld();
    for (const task of panda.tasks.slice(1)) Object.assign(task, { status: "done", finished: 10 });

    await run({}, { fewNames: 1 });

    expect(asked[0]?.toSorted()).toEqual(["b", "c", "d"].map(taskName));
  });

  test("Awaited tasks that do not exist are asked for in turn, as many in each pass as allowed", async () => {
    const { run, asked, panda } = await aWaitingWorld();
    panda.tasks = [];

    for (let pass = 0; pass < 6; pass++) await run({}, { fewNames: 3 });

    expect(asked.map((of) => new Set(of).size)).toEqual([3, 3, 3, 3, 3, 3]);
    expect(new Set(asked.flat()).size).toBe(names.length);
  });

  test("Awaited tasks that the list lacks are asked for a few in each pass, so that none waits for ever", async () => {
    const { run, panda, ports, kind } = await aWaitingWorld();
    for (const task of panda.tasks) Object.assign(task, { status: "done", finished: 10 });
    const watch = { ...ports.watch, tasksChanged: async () => ({ tasks: [], isCut: true }) };
    await run({ watch }, { fewNames: 1 });
    const sent = async () =>
      (await Promise.all(names.map((name) => kind(keyOf(name))))).filter((one) => one !== "waiting");
    expect(await sent()).toHaveLength(1);

    for (let pass = 0; pass < 20; pass++) await run({ watch }, { fewNames: 1 });

    expect(await sent()).toHaveLength(4);
  });

  test.each(["is away", "has no date"])("Awaited tasks are asked for by name where the list %s", async (why) => {
    const { run, asked, panda, ports, told } = await aWaitingWorld();
    const away = () => Promise.reject(new Outage("it is away", anyWay));
    if (why === "has no date") panda.date = undefined;

    await run(why === "is away" ? { watch: { ...ports.watch, tasksChanged: away } } : {}, { fewNames: 1 });

    expect(asked.map((of) => of.toSorted())).toEqual([names.map(taskName)]);
    const words = "Tasks that are waited for could not be listed and are asked for by name: it is away";
    expect(told.includes(words)).toBe(why === "is away");
  });
});

test("The person who requested a production is the opener of the pull request, and not who merged", async () => {
  const world = aWorld();
  const people = fakePeople();
  const opener = { login: "grace", isPerson: true };
  people.pulls.set(world.merged, aMergedPull(world.merged, world.main.branch(world.merged), { opener }));

  await world.run({ people });

  expect(await world.state(key)).toMatchObject({ intent: { requester: "grace" } });
});
