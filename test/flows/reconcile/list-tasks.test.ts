import { expect, test } from "vitest";
import { isOfMain, type LedgerEvent, type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import type { Task } from "../../../action/core/submission/panda-answer.ts";
import { aStep } from "../../core/a-production.ts";
import { aWorld, file, key, written } from "./a-world.ts";

const steps = ["a", "b", "c", "d"];

/** So many submissions of four tasks that run, each with names and a label of its own. */
const aCrowd = async (count: number) => {
  const world = aWorld({ [file]: written({ steps: Object.fromEntries(steps.map((step) => [step, aStep()])) }) });
  await world.run();
  await world.run();
  const one = (await world.ledger.read(await world.ledger.head(), [key])).get(key) ?? [];
  const keys = Array.from({ length: count }, (_, n) => submissionKey("sP26a-toy", `1.${n}.0`, undefined));
  const numbers = new Map(keys.map((of, n) => [of, n]));
  const text = JSON.stringify(one);
  const label =
    one.flatMap((event) => (!isOfMain(event) && event.event === "intended" ? [event.intent.label] : []))[0] ?? "";
  const mine = (given: string, n: number): string =>
    given.replaceAll(label, n.toString(16).padStart(12, "0")).replaceAll(".v1.0.0.", `.v1.${n}.0.`);
  const eventsOf = (of: SubmissionKey): readonly LedgerEvent[] => {
    const n = numbers.get(of) ?? 0;
    const renamed = mine(text, n).replaceAll(`"key":"${key}"`, `"key":"${of}"`);
    return JSON.parse(renamed.replace(/"id":(\d)/g, (_, id: string) => `"id":${n * 4 + Number(id)}`));
  };
  const tasks = keys.flatMap((_, n) =>
    world.panda.tasks.map(
      (task): Task => ({
        ...task,
        id: n * 4 + task.id,
        name: mine(task.name, n),
        mark: mine(task.mark, n),
      }),
    ),
  );
  world.panda.tasks = tasks;
  const asked: string[] = [];
  const appended: LedgerEvent[] = [];
  const ledger: typeof world.ledger = {
    ...world.ledger,
    head: async () => ({ ...(await world.ledger.head()), live: keys }),
    submissions: async () => keys,
    read: async (_, of) => new Map(of.map((name) => [name, eventsOf(name)])),
    append: async (_, events) => {
      appended.push(...events);
      return { kind: "written", head: { ...(await world.ledger.head()), live: keys } };
    },
  };
  const tags = { ...world.tags, names: async () => [] };
  const run = (tasksChanged = world.panda.tasksChanged) =>
    world.run({
      ledger,
      tags,
      panda: {
        ...world.panda,
        tasksNamed: async (names, userName) => {
          asked.push(...names);
          return world.panda.tasksNamed(names, userName);
        },
      },
      watch: {
        ...world.ports.watch,
        tasksChanged: async (...of) => {
          asked.push(`changed ${of[2]?.where?.status ?? "since"}`);
          return tasksChanged(...of);
        },
      },
    });
  return { world, tasks, asked, appended, run };
};

test("A thousand submissions of four tasks need one list from PanDA a pass, and a quiet pass writes nothing", async () => {
  const { asked, appended, run } = await aCrowd(1000);

  await run();

  expect([asked.filter((name) => name.startsWith("changed")), appended]).toEqual([["changed since"], []]);
  expect(asked.length).toBeLessThanOrEqual(1 + 16);
});
