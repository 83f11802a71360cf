import { expect, test } from "vitest";
import { allNames, workflowName } from "../../../action/core/ledger/names.ts";
import { type InLists, listTasks, poll } from "../../../action/core/pass/following/poll.ts";
import type { RequestedState } from "../../../action/core/submission/next-requested.ts";
import type { Task } from "../../../action/core/submission/panda-answer.ts";
import { planAt } from "../../../action/flows/reconcile/open-pass.ts";
import { beginPass } from "../../../action/flows/reconcile/pass.ts";
import { aStep } from "../../core/a-production.ts";
import { askedTasks, aWorld, file, written } from "./a-world.ts";

const withdrawal = { verb: "withdraw", by: "ada", id: "c1", reason: "", data: "keep" } as const;

/** One submission of two tasks that run, and what a pass would see of it. */
const aRunning = async () => {
  const world = aWorld({ [file]: written({ steps: { a: aStep(), b: aStep() } }) });
  await world.run();
  await world.run();
  const state = await world.state();
  if (state.kind !== "running") throw new Error(state.kind);
  const head = await world.ledger.head();
  const { asked, panda } = askedTasks(world.panda);
  const pass = () => beginPass({ ...world.ports, panda }, world.setting);
  return {
    world,
    state,
    asked,
    second: () => world.panda.requests.set(workflowName(head.repository, state.intent.label, 1), 39),
    see: async (of: RequestedState = state, listed?: InLists) =>
      (await planAt(pass(), { head, states: new Map() }, "", (planning) => poll(planning, of, listed))).made,
  };
};
const whole = (tasks: readonly Task[]): InLists => ({ tasks, isCut: false });

test("Tasks from PanDA's list are enough, unless the submission is withdrawn, requested twice, or has two tasks of a name", async () => {
  const { world, state, asked, second, see } = await aRunning();
  const [first] = world.panda.tasks;
  if (first === undefined) throw new Error("no task");
  expect([await see(state, whole(world.panda.tasks)), asked]).toMatchObject([{ kind: "tasks" }, []]);

  const left: RequestedState = { ...state, past: { ...state.past, withdrawal } };
  expect([await see(left, whole(world.panda.tasks)), asked.splice(0)]).toMatchObject([
    { kind: "tasks" },
    allNames(state.names),
  ]);
  world.panda.tasks = [...world.panda.tasks, { ...first, id: 9 }];
  expect(await see(state, whole(world.panda.tasks))).toMatchObject({
    kind: "second-effect",
    reason: `PanDA has the tasks 1 and 9 for ${first.name}`,
  });
  // Also where the one that the ledger does not know is the older one.
  world.panda.tasks = [...world.panda.tasks.slice(0, -1), { ...first, id: 0 }];
  expect(await see(state, whole(world.panda.tasks))).toMatchObject({ kind: "second-effect" });
  world.panda.tasks.pop();
  second();
  expect(await see(state, whole(world.panda.tasks))).toMatchObject({ kind: "second-effect" });
});

type Stand = Awaited<ReturnType<typeof aRunning>>;
/** What PanDA is asked for lists, and what they show of these submissions. */
const listed = async ({ world }: Stand, states: readonly RequestedState[], fewNames: number, isCut = false) => {
  const asked: [string, string | undefined][] = [];
  const pass = beginPass(
    {
      ...world.ports,
      watch: {
        ...world.ports.watch,
        tasksChanged: async (since, user, part) => {
          asked.push([since.toISOString(), part?.where?.status]);
          const { tasks } = await world.panda.tasksChanged(since, user, part);
          return { tasks: part === undefined ? tasks.slice(0, 1) : tasks.slice(1), isCut };
        },
      },
    },
    { ...world.setting, fewNames },
  );
  const view = { head: await world.ledger.head(), states: new Map() };
  return { lists: (await planAt(pass, view, "", (planning) => listTasks(planning, states))).made, asked };
};
const submittedAt = (state: RequestedState, submittedOn: string | undefined): RequestedState => ({
  ...state,
  submittedOn,
});

test("Tasks of the oldest submissions are read from PanDA by name up to a limit, and the others from the list of changes", async () => {
  const stand = await aRunning();
  const count = allNames(stand.state.names).length;
  const [old, middle, late] = [8, 9, 12].map((hour) =>
    submittedAt(stand.state, `2026-03-01T${String(hour).padStart(2, "0")}:00:00.000Z`),
  );
  const undated = submittedAt(stand.state, undefined);
  if (old === undefined || middle === undefined || late === undefined) throw new Error("no states");

  const { lists, asked } = await listed(stand, [late, undated, middle, old], count);

  expect(asked).toEqual([["2026-03-01T08:00:00.000Z", undefined]]);
  expect([old, middle, late, undated].map((one) => lists(one)?.tasks.length)).toEqual([undefined, 1, 1, undefined]);
  expect((await listed(stand, [old], count - 1)).asked).toHaveLength(1);
  expect((await listed(stand, [undated], 0)).asked).toEqual([]);
});
