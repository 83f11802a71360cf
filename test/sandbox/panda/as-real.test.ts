import { expect, test } from "vitest";
import { aSandbox } from "./sandboxes.ts";
import { oneStep, pileUp } from "./tiny-archive.ts";
import { processed, sendWorkflow, tasksNamed, wire, workflowData } from "./wire.ts";

// What a real panda-server 1.0.4 with its JEDI answered to the same calls, where an earlier sandbox answered otherwise.

const info = async (client: Awaited<ReturnType<typeof aSandbox>>["client"], id: number | undefined) =>
  (await client.get("task/get_detailed_info", { task_id: String(id) })).data as Readonly<Record<string, unknown>>;

test("A row of a task has no share of what is done, and an old status only while it waits to come back to it", async () => {
  const { panda, client } = await aSandbox();
  const run = `[ "$1" != 2 ] && echo hi >o.txt`;
  const args = "--outputs o.txt --nJobs 2 --maxAttempt 1 --site SANDBOX --noBuild -y";
  await sendWorkflow(client, panda.url, "user.x.rows", {
    ...oneStep({ exec: "bash run.sh %RNDM:0", args }),
    "run.sh": `${run}\n`,
  });
  await panda.tick(20);

  const [task] = await tasksNamed(client, ".*rows.*");

  expect(await info(client, task?.jediTaskID)).toMatchObject({
    ...{ status: "finished", nFiles: 2, nFilesFailed: 1 },
    ...{ progress: null, failureRate: null, oldStatus: null, errorDialog: null },
    raw_task_params: {
      ...{ taskType: "anal", taskPriority: 1000, cloud: "sphenix", cloudAsVO: true },
      ...{ messageDriven: true, pushStatusChanges: true },
    },
  });
  const { data } = await client.get("task/get_details", { task_id: String(task?.jediTaskID) });
  expect(data).toMatchObject({ mergeStatus: null });
});

test("A task of which nothing was made says so, and one that a person killed says who did", async () => {
  const { panda, client } = await aSandbox();
  await sendWorkflow(client, panda.url, "user.x.lost", oneStep({ exec: "exit 3" }));
  await sendWorkflow(client, panda.url, "user.x.killed", oneStep({ exec: "sleep 60" }));
  await panda.tick(3);
  const [killed] = await tasksNamed(client, ".*killed.*");
  await client.post("task/kill", { task_id: killed?.jediTaskID ?? 0 });
  await panda.tick(20);

  const [lost] = await tasksNamed(client, ".*lost.*");

  expect(await info(client, lost?.jediTaskID)).toMatchObject({
    status: "failed",
    errorDialog: "failed since no file was successfully processed",
  });
  expect(await info(client, killed?.jediTaskID)).toMatchObject({
    status: "aborted",
    errorDialog: "kill by Test User",
  });
});

test("A task whose parent had failed before JEDI saw it is broken, and takes no retry", async () => {
  const { panda, client } = await aSandbox();
  await sendWorkflow(client, panda.url, "user.x.parent", oneStep({ exec: "exit 3" }));
  await panda.tick(20);
  const [parent] = await tasksNamed(client, ".*parent.*");
  const taskName = "user.tester.late";
  const late = { taskName, jobParameters: [], parentTaskName: parent?.taskName ?? "", noWaitParent: true };
  const { data } = await client.post("task/submit", { task_parameters: late });
  await panda.tick(5);

  expect(await info(client, Number(data))).toMatchObject({
    status: "broken",
    errorDialog: `parent task ${parent?.jediTaskID} failed to complete`,
  });
});

test("A paused task remembers what it was, and a running one forgets it", async () => {
  const { panda, client } = await aSandbox();
  await sendWorkflow(client, panda.url, "user.x.paused", pileUp);
  await panda.tick(2);
  const [task] = await tasksNamed(client, ".*signal");
  const chief = wire(panda.url, await panda.token(), "sphenix.production");
  await chief.post("task/pause", { task_id: task?.jediTaskID ?? 0 });
  await panda.tick(2);

  expect(await info(client, task?.jediTaskID)).toMatchObject({
    status: "paused",
    oldStatus: expect.any(String),
    errorDialog: "pause by Test User",
  });
  await chief.post("task/resume", { task_id: task?.jediTaskID ?? 0 });
  await panda.tick(60);
  expect(await info(client, task?.jediTaskID)).toMatchObject({ status: "done", oldStatus: null });
});

test("Each attempt is a job of its own in PanDA's list, by the name of the first, and with the files that it made", async () => {
  const { panda, client, dir } = await aSandbox();
  const run = `[ -e ${dir}/tried ] && echo hi >o.txt; : >${dir}/tried`;
  const args = "--outputs o.txt --nJobs 1 --maxAttempt 2 --site SANDBOX --noBuild -y";
  await sendWorkflow(client, panda.url, "user.x.tried", {
    ...oneStep({ exec: "bash run.sh %RNDM:0", args }),
    "run.sh": `${run}\n`,
  });
  await panda.tick(20);
  const [task] = await tasksNamed(client, ".*tried.*");

  const { data } = await client.get("task/get_job_descriptions", { task_id: String(task?.jediTaskID) });

  const [first, second] = data as readonly Readonly<Record<string, unknown>>[];
  expect(task).toMatchObject({ status: "done", nFiles: 1, nFilesFailed: 0 });
  expect(data).toHaveLength(2);
  expect(first).toMatchObject({ jobStatus: "failed", attemptNr: 1, jobDispatcherErrorCode: 0, supErrorDiag: null });
  expect(second).toMatchObject({ jobStatus: "finished", attemptNr: 2, jobName: first?.["jobName"] });
  expect(second?.["PandaID"]).not.toBe(first?.["PandaID"]);
  const kinds = (job: typeof first) =>
    (job?.["Files"] as readonly { type: string; status: string }[]).map(({ type, status }) => `${type} ${status}`);
  expect(kinds(first)).toEqual(["output failed", ...pseudo, "log failed"]);
  expect(kinds(second)).toEqual(["output ready", ...pseudo, "log ready"]);
  const ids = await client.get("task/get_job_ids", { task_id: String(task?.jediTaskID) });
  expect(ids.data).toEqual([first?.["PandaID"], second?.["PandaID"]]);
});
const pseudo = ["pseudo_input unknown", "pseudo_input unknown"];

// The meter of the sandbox looks at a job that lasts for two of its looks.
test("A task of more than ten jobs runs ten first, and asks for the others what these measured", async () => {
  const { panda, client } = await aSandbox({ cores: 10 });
  const args = "--outputs o.txt --nJobs 12 --memory 500 --maxAttempt 1 --site SANDBOX --noBuild -y";
  await sendWorkflow(client, panda.url, "user.x.scouts", oneStep({ args, exec: "sleep 1; echo hi >o.txt" }));
  await panda.tick(60);
  const [task] = await tasksNamed(client, ".*scouts.*");

  const { data } = await client.get("task/get_job_descriptions", { task_id: String(task?.jediTaskID) });

  const asked = (data as readonly { minRamCount: number }[]).map(({ minRamCount }) => minRamCount);
  expect(task).toMatchObject({ status: "done", nFilesFinished: 12 });
  expect(asked.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 450));
  expect(asked.slice(10).every((megabytes) => megabytes < 450)).toBe(true);
  expect((await info(client, task?.jediTaskID))["ramCount"]).toBeLessThan(500);
});

test("Calls that the server refuses are refused in its own words", async () => {
  const { panda, client } = await aSandbox();
  const login = { Authorization: `Bearer ${await panda.token()}`, Origin: "sphenix", Accept: "application/json" };
  const get = async (path: string): Promise<string> => (await fetch(`${panda.url}${path}`, { headers: login })).text();
  const post = async (path: string, body: string, type = "application/json"): Promise<string> =>
    (await fetch(`${panda.url}${path}`, { method: "POST", headers: { ...login, "Content-Type": type }, body })).text();

  expect(await get("/api/latest/system/is_alive")).toBe("ERROR : method is_alive is forbidden");
  expect(await get("/nonsense")).toContain("<p>The requested URL was not found on this server.</p>");
  expect((await client.get("task/get_status", { task_id: "x" })).message).toBe("jediTaskID must be an integer");
  expect((await client.get("task/get_job_ids", { task_id: "x" })).message).toBe(
    "Type error: 'task_id' with value 'x' could not be casted to type int from str.",
  );
  expect((await client.get("task/get_details", { task_id: "999999" })).message).toBe(
    "Task not found or error retrieving the details",
  );
  expect((await client.get("task/get_detailed_info", { task_id: "999999" })).message).toBe(
    "Task not found or error retrieving task info",
  );
  expect((await client.get("task/get_tasks_detailed_info_since", { filters: "xx" })).message).toBe(
    "filters is not valid JSON",
  );
  expect(await post("/api/v1/task/kill", "{")).toMatch(/^ERROR : received invalid JSON : /);
  expect(await post("/api/v1/task/kill", '{"task_id": 1}', "application/json; charset=utf-8")).toContain(
    "missing a required argument: 'task_id'",
  );
  expect(await post("/server/panda/put_workflow_request", "{}")).toBe("Not a gzipped file (b'{}')");
  expect(await client.form("relay_idds_command", { command_name: "ping", manager: "True" })).toEqual([
    true,
    { Status: "OK" },
  ]);
});

test("A workflow without outDS is refused, and its file stays for the daemon, which makes nothing of it", async () => {
  const { panda, client } = await aSandbox();
  const data = JSON.parse(workflowData(panda.url, "user.x.y", "nope.tar.gz")) as Record<string, string>;
  const { outDS: _outDS, ...without } = data;

  const answer = await client.put({ data: JSON.stringify(without), check: true });

  expect(await answer.json()).toEqual([
    false,
    "cannot put request due to cannot access local variable 'tmpLog' where it is not associated with a value ",
  ]);
  await panda.tick(5);
  expect(panda.count().submissions).toBe(0);
  expect((await processed(await client.put({ data: JSON.stringify(data), check: true }))).status).toBe(false);
});
