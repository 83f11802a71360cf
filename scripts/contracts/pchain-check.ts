import assert from "node:assert/strict";
import type { SandboxHandle } from "../sandbox/panda/handle.ts";
import { answeredTasks, comparable } from "./answered-tasks.ts";
import type { Check } from "./check.ts";
import { askApi } from "./clients/seen-task.ts";
import { acceptedNodes } from "./parser-check.ts";
import { runPchain } from "./pchain.ts";
import type { PandaAddress } from "./real-client.ts";
import { type RenderedProduction, renderProduction } from "./rendered-production.ts";
import { type LoggedIn, withSandbox } from "./sandbox-panda.ts";
import type { Venv } from "./venv.ts";

/** The sandbox stands in for PanDA in every other test: here the real client says whether it may. */
export const pchainChecks = (venv: Venv, name: string): readonly Check[] => [
  {
    name: `pchain --check of ${name}: the sandbox makes the task maps that panda-server's parser makes`,
    run: () =>
      withRendered(name, async (rendered, { sandbox, address }) => {
        const { printed, dump } = await runPchain(venv, rendered, address, ["--check"]);
        assert.match(printed, /successfully verified workflow description/, printed);
        assert.deepEqual([dump?.returnCode, dump?.requestID], [0, null]);
        const answered = answeredTasks(printed);
        const nodes = await acceptedNodes(venv, rendered);
        assert.deepEqual(
          nodes.map(({ name: step }) => [step, comparable(answered.get(step) ?? {})]),
          nodes.map(({ name: step, task_params }) => [step, comparable(task_params)]),
        );
        assert.equal(sandbox.count().submissions, 0, "a check has submitted");
      }),
  },
  {
    name: `pchain of ${name}: a request id comes back and the sandbox has the tasks`,
    run: () =>
      withRendered(name, async (rendered, { sandbox, address }) => {
        const { printed, dump } = await runPchain(venv, rendered, address, []);
        assert.ok(Number.isInteger(dump?.requestID), printed);
        assert.equal(dump?.returnCode, 0);
        assert.equal(sandbox.count().submissions, 1);
        await tickUntil(sandbox, rendered.plan.steps.length);
        const names = (await taskNames(address)).map((name) => name.replace(/_\d{3}_/, "_NNN_"));
        assert.deepEqual(names.toSorted(), rendered.plan.steps.map(({ task }) => task).toSorted());
      }),
  },
];

const withRendered = async (
  name: string,
  run: (rendered: RenderedProduction, panda: LoggedIn) => Promise<void>,
): Promise<void> => {
  using rendered = await renderProduction(name);
  const sites = rendered.plan.steps.flatMap((step) => step.sites);
  await withSandbox(rendered, sites, (panda) => run(rendered, panda));
};

/** iDDS makes a child's task only when its parents have started or ended, so this takes some turns; never more than these. */
const tickUntil = async (sandbox: SandboxHandle, tasks: number): Promise<void> => {
  for (let turns = 0; turns < 40 && sandbox.count().tasks < tasks; turns += 1) await sandbox.tick();
};

/** The caller's tasks, sorted, as PanDA's REST tells them. */
const taskNames = async ({ url, token }: PandaAddress): Promise<readonly string[]> => {
  const tasks = await askApi(url, token, "task/get_tasks_detailed_info_since?n_tasks=100");
  return (tasks as readonly { readonly taskName: string }[]).map(({ taskName }) => taskName).toSorted();
};
