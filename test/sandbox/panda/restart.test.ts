import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { start } from "../../../scripts/sandbox/panda/start.ts";
import { aSandbox } from "./sandboxes.ts";
import { oneStep, pileUp } from "./tiny-archive.ts";
import { processed, sendWorkflow, tasksNamed, type Wire, wire } from "./wire.ts";

const outDS = "user.tester.r";
const aFolder = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), "sandbox-panda-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
};

test("State, port and tokens of the sandbox PanDA survive a restart", async () => {
  const dir = await aFolder();
  const first = await start({ dir });
  const token = await first.token();
  await sendWorkflow(wire(first.url, token), first.url, outDS, pileUp);
  await first.tick(5);
  await first.close();

  const { panda } = await aSandbox({ dir });

  expect(panda.url).toBe(first.url);
  const client = wire(panda.url, token);
  expect(await client.requestNamed("shrek-user-tester-r")).toEqual([true, { "shrek-user-tester-r": 1001 }]);
  await panda.tick(30);
  expect((await tasksNamed(client, `^user\\.tester\\.r_`)).map(({ status }) => status)).toEqual([
    "done",
    "done",
    "done",
    "done",
  ]);
  expect((await processed(await sendWorkflow(client, panda.url, outDS, oneStep()))).request_id).toBe(1002);
});

test("A killed sandbox PanDA has kept everything that was answered", async () => {
  const dir = await aFolder();
  const standalone = async () => {
    const program = `import { start } from "./scripts/sandbox/panda/start.ts";
      const panda = await start({ dir: process.argv[1], tickEvery: 20 });
      console.log([panda.url, await panda.token()].join(" "));`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program, dir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said: readonly string[] = await once(createInterface(child.stdout), "line");
    const [url = "", token = ""] = said[0]?.split(" ") ?? [];
    return { child, url, token };
  };
  const first = await standalone();
  await sendWorkflow(wire(first.url, first.token), first.url, outDS, oneStep());
  first.child.kill("SIGKILL");
  await once(first.child, "exit");

  const second = await standalone();
  onTestFinished(() => void second.child.kill("SIGKILL"));

  const client = wire(second.url, first.token);
  expect(await client.requestNamed("shrek-user-tester-r")).toEqual([true, { "shrek-user-tester-r": 1001 }]);
  await expect
    .poll(async () => (await tasksNamed(client, `${outDS}_000_only`)).map(({ status }) => status), { timeout: 600_000 })
    .toEqual(["done"]);
});

test("The sandbox PanDA goes on by itself with tickEvery", async () => {
  const { panda, client } = await aSandbox({ tickEvery: 5 });
  await sendWorkflow(client, panda.url, outDS, oneStep());

  await expect
    .poll(async () => (await tasksNamed(client, `${outDS}_000_only`))[0]?.status, { timeout: 600_000 })
    .toBe("done");
});

test("A payload that sleeps for an hour stops no other task in the sandbox PanDA, and can be killed", async () => {
  const { panda, client } = await aSandbox({ tickEvery: 5, cores: 1 });
  await sendWorkflow(client, panda.url, outDS, oneStep({ exec: "sleep 5000", args: "--outputs o.txt --site SANDBOX" }));
  await expect.poll(async () => statusOf(client, outDS), { timeout: 60_000 }).toBe("running");
  await sendWorkflow(client, panda.url, `${outDS}2`, oneStep());

  await expect.poll(async () => statusOf(client, `${outDS}2`), { timeout: 60_000 }).toBe("done");
  expect(await statusOf(client, outDS)).toBe("running");
  await client.post("task/kill", { task_id: 5001 });
  await expect.poll(async () => statusOf(client, outDS), { timeout: 60_000 }).toBe("aborted");
});

const statusOf = async (client: Wire, name: string): Promise<string | undefined> =>
  (await tasksNamed(client, `${name}_000_only`))[0]?.status;

test("Thousands of tasks of the sandbox PanDA need no process at a site that only pretends", async () => {
  const { panda, client } = await aSandbox({ pretends: ["SANDBOX"], cores: 100 });
  await sendWorkflow(client, panda.url, outDS, oneStep({ args: "--outputs o.txt --nJobs 200 --site SANDBOX" }));

  await panda.tick(8);

  expect((await tasksNamed(client, `${outDS}_000_only`))[0]).toMatchObject({ status: "done", nFilesFinished: 200 });
});

test("The monitor of the sandbox PanDA shows tasks and jobs, escaped, and as JSON", async () => {
  const { panda, client } = await aSandbox();
  await sendWorkflow(client, panda.url, "user.tester.<b>", oneStep());
  await panda.tick(8);

  const list = await (await fetch(`${panda.url}/tasks/?taskname=user.tester.*`)).text();
  expect(list).toContain('<a href="/task/5001/">5001</a>');
  expect(list).not.toContain("<b>");
  expect(await (await fetch(`${panda.url}/task/5001/?json`)).json()).toMatchObject({ task: { status: "done" } });
  expect(await (await fetch(`${panda.url}/task/5001/`)).text()).toContain("1 of 1 finished");
});
