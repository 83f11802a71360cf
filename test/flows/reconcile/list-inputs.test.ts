import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
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
});

test("The person who requested a production is the opener of the pull request, and not who merged", async () => {
  const world = aWorld();
  const people = fakePeople();
  const opener = { login: "grace", isPerson: true };
  people.pulls.set(world.merged, aMergedPull(world.merged, world.main.branch(world.merged), { opener }));

  await world.run({ people });

  expect(await world.state(key)).toMatchObject({ intent: { requester: "grace" } });
});
