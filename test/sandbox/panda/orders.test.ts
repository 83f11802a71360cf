import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aSandbox } from "./sandboxes.ts";
import { oneStep } from "./tiny-archive.ts";
import { processed, sendWorkflow, tasksNamed, type Wire, wire } from "./wire.ts";

const outDS = "user.tester.o";
const task = `${outDS}_000_only`;
const statusOf = async (client: Wire): Promise<readonly string[]> =>
  (await tasksNamed(client, task)).map(({ status }) => status);

test("A killed task at PanDA goes by aborting, while it has jobs, and toabort to aborted, and cannot be killed twice", async () => {
  const { panda, client } = await aSandbox({ cores: 1 });
  const args = "--outputs o.txt --nJobs 3 --site SANDBOX";
  await sendWorkflow(client, panda.url, outDS, oneStep({ args }));
  await panda.tick(5);

  expect(await client.post("task/kill", { task_id: 5001 })).toEqual({
    success: true,
    message: "command=kill is registered for task ID 5001. will be executed in a few minutes",
    data: 0,
  });
  expect(await statusOf(client)).toEqual(["running"]);
  await panda.tick();
  expect(await statusOf(client)).toEqual(["aborting"]);
  expect(await client.post("task/kill", { task_id: 5001 })).toEqual({
    success: false,
    message: "Command rejected: the kill command is not accepted if the task is in aborting status ",
    data: 4,
  });
  await panda.tick();
  expect(await statusOf(client)).toEqual(["toabort"]);
  await panda.tick();
  expect(await statusOf(client)).toEqual(["aborted"]);
});

test("Only the owner of a PanDA task or a user with the production role may command the task", async () => {
  const { panda, client } = await aSandbox();
  await sendWorkflow(client, panda.url, outDS, oneStep());
  await panda.tick();
  const token = await panda.token({ name: "somebody else" });

  expect((await wire(panda.url, token).post("task/kill", { task_id: 5001 })).message).toBe(
    "not the task owner or no production role",
  );
  expect((await wire(panda.url, token, "sphenix.production").post("task/kill", { task_id: 5001 })).success).toBe(true);
});

test("A priority of a task is changed with the production role only, by a whole number only", async () => {
  const { panda, client } = await aSandbox();
  await sendWorkflow(client, panda.url, outDS, oneStep());
  await panda.tick();
  const manager = wire(panda.url, await panda.token({ name: "tester" }), "sphenix.production");
  const body = { task_id: 5001, priority: 950 };

  expect((await client.post("task/change_priority", body)).message).toBe("production or pilot role required");
  expect((await manager.post("task/change_priority", { ...body, priority: "950" })).message).toContain(
    "must be of type",
  );
  expect(await manager.post("task/change_priority", body)).toEqual({
    success: true,
    message: "1 tasks changed",
    data: null,
  });
  expect((await tasksNamed(client, task))[0]).toMatchObject({ currentPriority: 950, taskPriority: 1000 });
});

test("A PanDA job is tried maxAttempt times, and a retry of the task tries again", async () => {
  const { panda, client, dir } = await aSandbox();
  await sendWorkflow(
    client,
    panda.url,
    outDS,
    oneStep({
      exec: "test -e ../../allowed && echo hi > o.txt",
      args: "--outputs o.txt --maxAttempt 2 --site SANDBOX",
    }),
  );
  await panda.tick(8);

  expect((await tasksNamed(client, task))[0]).toMatchObject({
    status: "failed",
    nFiles: 1,
    nFilesFailed: 1,
    errorDialog: "failed since no file was successfully processed",
  });
  const { data } = await client.get("task/get_job_descriptions", { task_id: "5001", unsuccessful_only: "True" });
  expect(data).toMatchObject([
    { jobStatus: "failed", attemptNr: 1, pilotErrorDiag: "payload execution failed with 1" },
    { jobStatus: "failed", attemptNr: 2, pilotErrorDiag: "payload execution failed with 1" },
  ]);

  await writeFile(join(dir, "allowed"), "");
  expect((await client.post("task/retry", { task_id: 5001 })).success).toBe(true);
  expect(await statusOf(client)).toEqual(["failed"]);
  await panda.tick();
  expect((await tasksNamed(client, task))[0]).toMatchObject({ status: "running", attemptNr: 1 });
  await panda.tick();
  expect((await tasksNamed(client, task))[0]).toMatchObject({ status: "done", attemptNr: 1 });
});

test("A missing output fails a PanDA job even if the payload succeeded", async () => {
  const { panda, client } = await aSandbox();
  await sendWorkflow(
    client,
    panda.url,
    outDS,
    oneStep({ exec: "true", args: "--outputs o.txt --maxAttempt 1 --site SANDBOX" }),
  );
  await panda.tick(8);

  const { data } = await client.get("task/get_job_descriptions", { task_id: "5001" });
  expect(data).toMatchObject([{ jobStatus: "failed", pilotErrorDiag: "expected output o.txt is missing" }]);
});

test("A PanDA task with successful and failed jobs is finished, which is not done", async () => {
  const { panda, client } = await aSandbox();
  await sendWorkflow(
    client,
    panda.url,
    outDS,
    oneStep({
      exec: "test %RNDM:1 -ne 2 && echo hi > o.txt",
      args: "--outputs o.txt --nJobs 3 --maxAttempt 1 --site SANDBOX",
    }),
  );
  await panda.tick(8);

  expect((await tasksNamed(client, task))[0]).toMatchObject({
    status: "finished",
    nFiles: 3,
    nFilesFinished: 2,
    nFilesFailed: 1,
  });
});

test("The same workflow submitted twice is two requests at PanDA, and a second living task of one name is refused", async () => {
  const { panda, client } = await aSandbox();

  const ids = [];
  for (let turn = 0; turn < 2; turn++)
    ids.push((await processed(await sendWorkflow(client, panda.url, outDS, oneStep()))).request_id);
  await panda.tick(4);

  expect(ids).toEqual([1001, 1002]);
  const [first, second] = await tasksNamed(client, task);
  expect(first?.status).not.toBe("aborted");
  expect(second).toMatchObject({ status: "aborted", errorDialog: "there is duplicated task jediTaskID=5001" });
});

test("An ended PanDA task is executed again by a new submit of the same name", async () => {
  const { panda, client } = await aSandbox();
  await sendWorkflow(client, panda.url, outDS, oneStep());
  await panda.tick(8);
  expect(await statusOf(client)).toEqual(["done"]);

  await sendWorkflow(client, panda.url, outDS, oneStep());
  await panda.tick();

  expect(await statusOf(client)).toEqual(["toincexec"]);
  await panda.tick(8);
  expect((await tasksNamed(client, task))[0]).toMatchObject({ status: "done", attemptNr: 0, jediTaskID: 5001 });
});

test("A single PanDA task is submitted, refused while alive, and reactivated after its end", async () => {
  const { panda, client } = await aSandbox({ pretends: ["SANDBOX"] });
  const submit = () =>
    client.post("task/submit", {
      task_parameters: {
        taskName: "user.tester.s/",
        uniqueTaskName: true,
        vo: "sphenix",
        prodSourceLabel: "test",
        userName: "Someone Else",
        jobParameters: [],
      },
    });

  expect(await submit()).toEqual({ success: true, message: "succeeded. new jediTaskID=5001", data: 5001 });
  expect((await client.get("task/get_status", { task_id: "5001" })).message).toBe("Task not found");
  expect(await submit()).toMatchObject({
    success: false,
    data: 1,
    message: expect.stringContaining("jediTaskID=5001 is already queued for outDS="),
  });
  await panda.tick();
  expect(await submit()).toMatchObject({
    success: false,
    data: 2,
    message: expect.stringContaining("jediTaskID=5001 is in the registered state"),
  });
  await panda.tick(8);
  expect(await submit()).toMatchObject({
    success: true,
    message: expect.stringContaining(
      "reactivation accepted. jediTaskID=5001 (currently in done state) will be re-executed",
    ),
  });
  expect(
    await client.post("task/submit", {
      task_parameters: { taskName: "x", jobParameters: [], parentTaskName: "nobody" },
    }),
  ).toEqual({ success: false, message: 'failed to find parent with user="Test User" name=nobody', data: 11 });
});

test("A retry of an unknown task is a success for PanDA's server, and its code says failure", async () => {
  const { panda } = await aSandbox();
  const client = wire(panda.url, await panda.token(), "sphenix.production");

  expect(await client.post("task/retry", { task_id: 77 })).toMatchObject({ success: true, data: 2 });
  expect(await client.post("task/kill", { task_id: 77 })).toMatchObject({ success: false, data: 2 });
});

test("A finish ends a PanDA task early, and a retry with new parameters is answered with a code", async () => {
  const { panda, client } = await aSandbox();
  await sendWorkflow(client, panda.url, outDS, oneStep({ args: "--outputs o.txt --site ELSEWHERE" }));
  await panda.tick(4);

  expect((await client.post("task/finish", { task_id: 5001, soft: true })).success).toBe(true);
  expect(await statusOf(client)).toEqual(["assigning"]);
  expect(await client.post("task/retry", { task_id: 5001, new_parameters: { site: "SANDBOX" } })).toMatchObject({
    success: true,
    data: 2,
  });
  await panda.tick();
  expect(await statusOf(client)).toEqual(["passed"]);
  await panda.tick();
  expect(await client.post("task/retry", { task_id: 5001, new_parameters: { site: "SANDBOX" } })).toMatchObject({
    success: true,
    data: 3,
  });
  await panda.tick(8);
  expect(await statusOf(client)).toEqual(["done"]);
});

test("The first of two orders before JEDI's next turn is lost, although PanDA registered both", async () => {
  const { panda, client } = await aSandbox({ ordersTake: 3 });
  const production = wire(panda.url, await panda.token(), "sphenix.production");
  await sendWorkflow(client, panda.url, outDS, oneStep({ args: "--outputs o.txt --site ELSEWHERE" }));
  await panda.tick(4);

  expect(await client.post("task/reassign", { task_id: 5001, site: "SANDBOX" })).toMatchObject({ data: 0 });
  await panda.tick();
  expect(await production.post("task/pause", { task_id: 5001 })).toMatchObject({ success: true, data: 0 });
  await panda.tick(2);
  expect(await statusOf(client)).toEqual(["assigning"]);
  await panda.tick();

  expect((await tasksNamed(client, task))[0]).toMatchObject({ status: "paused", site: "ELSEWHERE" });
});

test("A PanDA site that takes no jobs leaves its tasks assigning, and the list says where each was sent", async () => {
  const { panda, client } = await aSandbox();
  await sendWorkflow(client, panda.url, outDS, oneStep({ args: "--outputs o.txt --site ELSEWHERE" }));
  await sendWorkflow(client, panda.url, `${outDS}2`, oneStep({ args: "--outputs o.txt" }));
  await panda.tick(9);

  expect((await tasksNamed(client, task))[0]).toMatchObject({ status: "assigning", site: "ELSEWHERE" });
  expect((await tasksNamed(client, `${outDS}2_000_only`))[0]).toMatchObject({ status: "done", site: null });
});

test("A retry with new parameters takes a moved PanDA task back to its stored site, and a plain retry does not", async () => {
  const { panda, client, dir } = await aSandbox({ executes: ["SANDBOX", "LAPTOP"] });
  const args = "--outputs o.txt --maxAttempt 1 --site LAPTOP";
  await sendWorkflow(client, panda.url, outDS, oneStep({ exec: "test -e ../../allowed && echo hi > o.txt", args }));
  const siteOf = async () => (await tasksNamed(client, task))[0]?.site;
  await panda.tick(3);
  await client.post("task/reassign", { task_id: 5001, site: "SANDBOX", mode: "nokill" });
  await panda.tick(4);
  expect([await statusOf(client), await siteOf()]).toEqual([["failed"], "SANDBOX"]);

  await client.post("task/retry", { task_id: 5001 });
  await panda.tick(3);
  expect([await statusOf(client), await siteOf()]).toEqual([["failed"], "SANDBOX"]);

  await client.post("task/retry", { task_id: 5001, new_parameters: { ramCount: 3000 } });
  await writeFile(join(dir, "allowed"), "");
  await panda.tick(9);
  expect([await statusOf(client), await siteOf()]).toEqual([["done"], "LAPTOP"]);
});
