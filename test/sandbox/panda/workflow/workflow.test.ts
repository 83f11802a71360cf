import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { aSandbox } from "../sandboxes.ts";
import { oneStep, pileUp } from "../tiny-archive.ts";
import { processed, sendWorkflow, tasksNamed } from "../wire.ts";

const outDS = "user.tester.pile.1";

test("A pile-up workflow is executed completely by the sandbox PanDA", async () => {
  const { panda, client } = await aSandbox({ cores: 4 });

  const sent = await processed(await sendWorkflow(client, panda.url, outDS, pileUp));
  await panda.tick(30);

  expect(sent).toMatchObject({ status: true, request_id: 1001 });
  const tasks = await tasksNamed(client, `^${outDS.replaceAll(".", "\\.")}_`);
  expect(
    tasks.map(({ taskName, status, nFiles, nFilesFinished }) => ({ taskName, status, nFiles, nFilesFinished })),
  ).toEqual([
    { taskName: `${outDS}_000_signal`, status: "done", nFiles: 3, nFilesFinished: 3 },
    { taskName: `${outDS}_001_background`, status: "done", nFiles: 10, nFilesFinished: 10 },
    { taskName: `${outDS}_002_pileup`, status: "done", nFiles: 3, nFilesFinished: 3 },
    { taskName: `${outDS}_003_merge`, status: "done", nFiles: 3, nFilesFinished: 3 },
  ]);
  const [merged, ...more] = panda.dataset(`${outDS}_003_merge_merged.txt/`);
  expect(more).toEqual([]);
  expect((await readFile(merged ?? "", "utf8")).split("\n")).toEqual([
    ...["job 1", "seed 101", "seed 501", "seed 502", "seed 503", "seed 504", "seed 505"],
    ...["job 2", "seed 102", "seed 506", "seed 507", "seed 508", "seed 509", "seed 510"],
    ...["job 3", "seed 103", "seed 501", "seed 502", "seed 503", "seed 504", "seed 505", ""],
  ]);
});

test("The placeholder `%RNDM:00001` gives PanDA's first job the number 2, without zeros", async () => {
  const { panda, client } = await aSandbox();

  await sendWorkflow(
    client,
    panda.url,
    outDS,
    oneStep({ exec: "echo %RNDM:00001 > o.txt", args: "--outputs o.txt --nJobs 2 --site SANDBOX" }),
  );
  await panda.tick(8);

  const made = panda.dataset(`${outDS}_000_only_o.txt/`).toSorted();
  expect(await Promise.all(made.map((path) => readFile(path, "utf8")))).toEqual(["2\n", "3\n"]);
});

test("An older PanDA server numbers the steps of a workflow by name", async () => {
  const { panda, client } = await aSandbox({ order: "by-name" });

  const { log } = await processed(await sendWorkflow(client, panda.url, outDS, pileUp, "check"));

  expect(log.match(/ID:\d Name:\w+ Type:prun\n/g)).toEqual([
    "ID:0 Name:background Type:prun\n",
    "ID:1 Name:signal Type:prun\n",
    "ID:2 Name:pileup Type:prun\n",
    "ID:3 Name:merge Type:prun\n",
  ]);
});

test("A request is known to iDDS by name before any task exists, and the first tick makes tasks", async () => {
  const { panda, client } = await aSandbox();

  await sendWorkflow(client, panda.url, outDS, pileUp, "sync", { workflow_name: "shrek-1-abc-a1" });

  expect(await client.requestNamed("shrek-1-abc-a1")).toEqual([true, { "shrek-1-abc-a1": 1001 }]);
  expect(await client.requestNamed("shrek-_-abc%")).toEqual([true, { "shrek-1-abc-a1": 1001 }]);
  expect(await client.requestNamed("shrek-1-abc-a2")).toEqual([true, {}]);
  expect(await client.get("task/get_status", { task_id: "5001" })).toEqual({
    success: false,
    message: "Task not found",
    data: null,
  });
  await panda.tick();
  expect(await client.get("task/get_status", { task_id: "5001" })).toMatchObject({ success: true, data: "registered" });
  expect(
    await client.form("execute_idds_workflow_command", { command_name: "get_status", kwargs: '{"request_id": 1001}' }),
  ).toEqual([true, expect.stringContaining("Transforming")]);
});

test("The mark and the archive of a submission are visible in its PanDA task", async () => {
  const { panda, client } = await aSandbox();

  await sendWorkflow(client, panda.url, outDS, oneStep());
  await panda.tick();

  const [task] = await tasksNamed(client, `${outDS}_000_only`);
  expect(task?.termCondition).toBe("shrek-fingerprint");
  expect(task?.job_execution_params).toMatch(
    /^-j "" --sourceURL http:\/\/127\.0\.0\.1:\d+ -r \. -a jobO\.[\w-]+\.tar\.gz -o "\{'o\.txt': .*-p "echo%20hi%20%3E%20o\.txt"$/,
  );
});

test("A child task at PanDA waits for the files of its parent", async () => {
  const { panda, client } = await aSandbox();
  await sendWorkflow(client, panda.url, outDS, {
    ...oneStep(),
    "workflow.cwl": `cwlVersion: v1.2
class: Workflow
inputs: { external: string }
outputs: []
steps:
  late: { run: prun, in: { opt_inDS: early/outDS, opt_exec: { default: "cat %IN > b.txt" }, opt_args: { default: "--outputs b.txt --nFilesPerJob 1 --site SANDBOX --noBuild" } }, out: [outDS] }
  early: { run: prun, in: { opt_inDS: external, opt_exec: { default: "cat %IN > a.txt" }, opt_args: { default: "--outputs a.txt --nFilesPerJob 1 --site SANDBOX --noBuild" } }, out: [outDS] }
`,
    "inputs.yaml": "external: group.phys.hepmc.v3\n",
  });
  panda.addDataset("group.phys.hepmc.v3", { "f1.txt": "one\n", "f2.txt": "two\n" });

  await panda.tick(4);
  const [early, late] = [await tasksNamed(client, `${outDS}_000_early`), await tasksNamed(client, `${outDS}_001_late`)];
  expect([early[0]?.status, late[0]?.status, late[0]?.errorDialog]).toEqual([
    "scouting",
    "pending",
    "pending until parent produces input",
  ]);

  await panda.tick(10);
  expect((await tasksNamed(client, `${outDS}_001_late`))[0]?.status).toBe("done");
});

test("A PanDA task for a site that runs no jobs stays assigning", async () => {
  const { panda, client } = await aSandbox();

  await sendWorkflow(client, panda.url, outDS, oneStep({ args: "--outputs o.txt --site BNL_OSG_SPHENIX" }));
  await panda.tick(10);

  const [task] = await tasksNamed(client, `${outDS}_000_only`);
  expect(task?.status).toBe("assigning");
  await client.post("task/reassign", { task_id: task?.jediTaskID ?? 0, site: "SANDBOX" });
  await panda.tick(5);
  expect((await tasksNamed(client, `${outDS}_000_only`))[0]?.status).toBe("done");
});
