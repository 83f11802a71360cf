import { expect, test } from "vitest";
import { aSandbox } from "./sandboxes.ts";
import { oneStep } from "./tiny-archive.ts";
import { sendWorkflow, tasksNamed, wire } from "./wire.ts";

const outDS = "user.tester.x";

/** A task of so many jobs, which ask for 2000 MB and use 4500. */
const aHungryTask = async (jobs: number) => {
  const { panda, client } = await aSandbox({ executes: [], pretends: ["SANDBOX"], pretendedMemory: 4500, cores: 40 });
  const args = `--outputs o.txt --nJobs ${jobs} --memory 2000 --site SANDBOX`;
  await sendWorkflow(client, panda.url, outDS, oneStep({ args }));
  await panda.tick(8);
  const task = async () => (await tasksNamed(client, `${outDS}_000_only`))[0];
  return { panda, client, task, manager: wire(panda.url, await panda.token(), "sphenix.production") };
};

test("A task whose first jobs needed more than 4000 MB is exhausted, and goes on by a retry with the production role", async () => {
  const { panda, client, task, manager } = await aHungryTask(31);

  expect(await task()).toMatchObject({
    status: "exhausted",
    nFilesFinished: 10,
    ramCount: 4950,
    errorDialog:
      "#KV #ATM action=set_exhausted reason=scout_ramCount scout ramCount 4950 MB is larger than 4000 MB while requested task_ramCount 2000 MB is less than 4000 MB",
  });
  expect(await client.post("task/retry", { task_id: 5001 })).toEqual({
    success: true,
    message:
      "Command rejected: the retry command is not accepted if the task is in exhausted status and production role is missing",
    data: 4,
  });
  await panda.tick(4);
  expect(await task()).toMatchObject({ status: "exhausted" });

  expect(await manager.post("task/retry", { task_id: 5001 })).toMatchObject({ success: true, data: 0 });
  await panda.tick(8);
  expect(await task()).toMatchObject({ status: "done", nFilesFinished: 31, ramCount: 4950, attemptNr: 0 });
});

test("With no more than 20 jobs to come JEDI goes on with what the first ones used", async () => {
  const { task } = await aHungryTask(30);

  expect(await task()).toMatchObject({ status: "done", nFilesFinished: 30, ramCount: 4950 });
});

test("Nothing of an exhausted task is iDDS's any more, and a kill ends it", async () => {
  const { panda, client, task, manager } = await aHungryTask(31);

  expect(
    await client.form("execute_idds_workflow_command", { command_name: "get_status", kwargs: '{"request_id": 1001}' }),
  ).toEqual([true, expect.stringContaining("Failed")]);
  expect(await manager.post("task/kill", { task_id: 5001 })).toMatchObject({ success: true });
  await panda.tick(4);
  expect(await task()).toMatchObject({ status: "aborted" });
});
