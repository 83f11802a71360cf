import { expect, test } from "vitest";
import type { Fault } from "../../../scripts/sandbox/panda/faults.ts";
import { aSandbox } from "./sandboxes.ts";
import { oneStep, pileUp } from "./tiny-archive.ts";
import { processed, sendWorkflow, tasksNamed } from "./wire.ts";

const outDS = "user.tester.f";
const name = "shrek-user-tester-f";
const at = "put_workflow_request:submit";

const withFault = async (fault: Omit<Fault, "at">, mode: "sync" | "check" = "sync") => {
  const { panda, client } = await aSandbox();
  panda.fault({ at: "put_workflow_request", ...fault });
  const answer = sendWorkflow(client, panda.url, outDS, oneStep(), mode);
  return { panda, client, answer };
};

test("The sandbox PanDA can lose an answer after its effect, and the request exists", async () => {
  const { panda, client, answer } = await withFault({ fault: "no-answer-after-effect" });

  await expect(answer).rejects.toThrow("fetch failed");
  expect(panda.count().submissions).toBe(1);
  expect(await client.requestNamed(name)).toEqual([true, { [name]: 1001 }]);
});

test("The sandbox PanDA can cut the connection before the effect: no request exists, and the next call is answered", async () => {
  const { panda, client, answer } = await withFault({ fault: "no-answer-before-effect" });

  await expect(answer).rejects.toThrow("fetch failed");
  expect(panda.count().submissions).toBe(0);
  expect((await processed(await sendWorkflow(client, panda.url, outDS, oneStep()))).request_id).toBe(1001);
});

test.each([
  ["500", 500, "Internal Server Error"],
  ["expired-token", 403, "Signature has expired"],
  ["html", 200, "<!doctype html>"],
] as const)("The sandbox PanDA can answer with %s", async (fault, status, body) => {
  const { panda, answer } = await withFault({ fault });

  const response = await answer;

  expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(body)]);
  expect(panda.count().submissions).toBe(0);
});

test("The sandbox PanDA can give the usual answer late", async () => {
  const began = performance.now();
  const { panda, answer } = await withFault({ fault: "slow", delay: 50 });

  expect((await answer).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThanOrEqual(49);
  expect(panda.count().submissions).toBe(1);
});

test("The sandbox PanDA can answer 500 after the effect", async () => {
  const { panda, answer } = await withFault({ fault: "500", effect: true });

  expect((await answer).status).toBe(500);
  expect(panda.count().submissions).toBe(1);
});

test("The sandbox PanDA can send half an answer, which is no JSON, after the effect", async () => {
  const { panda, answer } = await withFault({ fault: "truncated" });

  await expect((await answer).json()).rejects.toThrow(SyntaxError);
  expect(panda.count().submissions).toBe(1);
});

test("A file from the sandbox PanDA has no form in Python text, and is sent unchanged", async () => {
  const { panda, client } = await aSandbox();
  const bytes = new Uint8Array([31, 139, 0, 255]);
  const { name: file } = await client.upload(bytes);
  panda.fault({ at: "cache", fault: "python-repr" });

  const response = await fetch(`${panda.url}/cache/${file}`);

  expect([response.status, new Uint8Array(await response.arrayBuffer())]).toEqual([200, bytes]);
});

test("An answer of PanDA with a null request looks like success and has no id", async () => {
  const { panda, answer } = await withFault({ fault: "null-request" });

  expect(await processed(await answer)).toMatchObject({
    status: true,
    request_id: null,
    log: expect.stringContaining("submit workflow"),
  });
  expect(panda.count().submissions).toBe(0);
});

test("A refusal by iDDS comes after the log line 'submit workflow', and may hide an effect", async () => {
  const { panda, answer } = await withFault({ fault: "false-request", effect: true });

  expect(await processed(await answer)).toMatchObject({
    status: false,
    request_id: [false, expect.stringContaining("Max retries")],
    log: expect.stringContaining("submit workflow"),
  });
  expect(panda.count().submissions).toBe(1);
});

test("The sandbox PanDA can act twice and answer once", async () => {
  const { panda, client, answer } = await withFault({ fault: "duplicate" });

  expect((await processed(await answer)).request_id).toBe(1001);
  expect(panda.count().submissions).toBe(2);
  expect(await client.requestNamed(name)).toEqual([true, { [name]: 1002 }]);
});

test("A check of the sandbox PanDA can submit for real at a later time", async () => {
  const { panda, client, answer } = await withFault({ fault: "ghost", minutes: 90 }, "check");

  await expect(answer).rejects.toThrow("fetch failed");
  await panda.advance(89);
  expect([panda.count().submissions, panda.count().waiting]).toEqual([0, 1]);
  await panda.advance(2);
  expect(panda.count().submissions).toBe(1);
  expect(await client.requestNamed(name)).toEqual([true, { [name]: 1001 }]);
});

test("A silent sandbox PanDA stays silent until the client or the sandbox gives up", async () => {
  const { panda, client } = await aSandbox();
  panda.fault({ at: "get_status", fault: "time-out" });

  const silent = client.get("task/get_status", { task_id: "1" });
  const first = await Promise.race([
    silent.then(
      () => "answer",
      () => "cut",
    ),
    client.get("system/is_alive").then(() => "alive"),
  ]);
  await panda.close();

  expect(first).toBe("alive");
  await expect(silent).rejects.toThrow("fetch failed");
});

test("A fault of the sandbox PanDA applies to the given number of the given requests", async () => {
  const { panda, client } = await aSandbox();
  panda.fault({ at: "get_status", fault: "expired-token", times: 2 });

  expect((await client.get("system/is_alive")).success).toBe(true);
  for (const expected of ["reject", "reject", "answer"]) {
    const outcome = await client.get("task/get_status", { task_id: "1" }).then(
      () => "answer",
      () => "reject",
    );
    expect(outcome).toBe(expected);
  }
});

test("A gate of the sandbox PanDA holds a request before and after its effect", async () => {
  const { panda, client } = await aSandbox();

  const before = panda.hold(at, "before-effect");
  const first = sendWorkflow(client, panda.url, outDS, oneStep());
  await before.arrived;
  expect(panda.count().submissions).toBe(0);
  before.release();
  expect((await processed(await first)).request_id).toBe(1001);

  const after = panda.hold(at, "after-effect");
  const second = sendWorkflow(client, panda.url, outDS, oneStep());
  await after.arrived;
  expect(panda.count().submissions).toBe(2);
  after.release();
  expect((await processed(await second)).request_id).toBe(1002);
});

test("Without check and sync PanDA's daemon submits a workflow later", async () => {
  const { panda, client } = await aSandbox();

  const answer = await (await sendWorkflow(client, panda.url, outDS, oneStep(), "neither")).json();

  expect(answer).toEqual([true, "request was accepted and will be processed in a few minutes"]);
  expect(panda.count().submissions).toBe(0);
  await panda.advance(1);
  expect(panda.count().submissions).toBe(1);
});

test("The sandbox PanDA counts calls by endpoint and by what they ask for", async () => {
  const { panda, client } = await aSandbox();

  await sendWorkflow(client, panda.url, outDS, oneStep(), "check");
  await client.requestNamed("x");

  expect(panda.count()).toMatchObject({
    requests: 3,
    calls: {
      upload_cache_file: 1,
      put_workflow_request: 1,
      "put_workflow_request:check": 1,
      "relay_idds_command:get_request_id_by_name": 1,
    },
  });
});

test("The Date header of the sandbox PanDA follows its clock", async () => {
  const { panda } = await aSandbox();
  await panda.advance(360);

  const date = Date.parse((await fetch(`${panda.url}/api/v1/system/is_alive`)).headers.get("date") ?? "");

  expect(Math.round((date - Date.now()) / 60_000)).toBe(360);
});

test("iDDS gives up a step: the step and its children get no task, and the request ends SubFinished", async () => {
  const { panda, client } = await aSandbox();
  panda.fault({ at, fault: "gives-up", step: "pileup" });
  const status = () =>
    client.form("execute_idds_workflow_command", { command_name: "get_status", kwargs: '{"request_id": 1001}' });

  expect((await processed(await sendWorkflow(client, panda.url, outDS, pileUp))).request_id).toBe(1001);
  await panda.tick();
  expect(await status()).toEqual([true, expect.stringMatching(/^ +1001 .* Transforming/m)]);
  await panda.tick(12);

  expect(await status()).toEqual([true, expect.stringMatching(/^ +1001 .* SubFinished/m)]);
  const tasks = await tasksNamed(client, `${outDS}_.*`);
  expect(tasks.map(({ taskName, status: of }) => `${taskName} ${of}`).toSorted()).toEqual([
    `${outDS}_000_signal done`,
    `${outDS}_001_background done`,
  ]);
});
