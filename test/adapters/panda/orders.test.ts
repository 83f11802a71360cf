import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { TaskOrder } from "../../../action/core/submission/task-order.ts";
import { oneStep } from "../../sandbox/panda/tiny-archive.ts";
import { aPanda, type OurPanda, outDS, submitted, taskName, user } from "./a-panda.ts";

const args = "--outputs o.txt --nJobs 2 --maxAttempt 1";
const task = 5001;

const see = async ({ panda }: OurPanda) => {
  const [seen] = await panda.tasksNamed([taskName], user);
  return seen;
};
const statusOf = async (place: OurPanda): Promise<string | undefined> => (await see(place))?.status;

/** Its jobs fail at once, or wait at a site that runs nothing. */
const failed = async (): Promise<OurPanda> => {
  const place = await aPanda(
    { pretends: ["GOOD"] },
    oneStep({ exec: "exit 3", args: `${args} --site SANDBOX --memory 2000` }),
  );
  await submitted(place);
  await place.sandbox.tick(8);
  return place;
};
const waiting = async (): Promise<OurPanda> => {
  const place = await aPanda({ pretends: ["GOOD"] }, oneStep({ args: `${args} --site NOWHERE` }));
  await submitted(place);
  await place.sandbox.tick(4);
  return place;
};

test("A kill is registered by PanDA and the task aborted; a second kill is refused in PanDA's words", async () => {
  const place = await waiting();

  expect(await place.panda.order(task, { kind: "kill" })).toEqual({ kind: "registered" });
  await place.sandbox.tick(3);
  expect(await statusOf(place)).toBe("aborted");
  expect(await place.panda.order(task, { kind: "kill" })).toEqual({
    kind: "refused",
    message: "Command rejected: the kill command is not accepted if the task is in aborted status",
  });
});

test.each([
  ["kill", "failed"],
  ["wait", "finished"],
] as const)(
  "An order to PanDA to finish a task ends the running jobs as the order says: %s",
  async (running, status) => {
    const dir = await mkdtemp(join(tmpdir(), "shrek-orders-"));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    const ordered = join(dir, "ordered");
    // A job runs until it is killed, or until the order is given, however long that takes.
    const exec = `until [ -e ${ordered} ]; do sleep 0.05; done; echo hi > o.txt`;
    const place = await aPanda({ cores: 1 }, oneStep({ exec, args: `${args} --site SANDBOX` }));
    await submitted(place);
    const turns = place.sandbox.tick(5);
    while ((await statusOf(place)) !== "scouting") await sleep(20);

    expect(await place.panda.order(task, { kind: "finish", running })).toEqual({ kind: "registered" });
    if (running === "wait") await writeFile(ordered, "");
    await turns;
    await place.sandbox.tick(2);

    expect(await see(place)).toMatchObject({ status, files: 2, finished: status === "finished" ? 1 : 0 });
  },
);

test("A retry runs the failed part of a task once more, with another attempt number", async () => {
  const place = await failed();

  expect(await place.panda.order(task, { kind: "retry" })).toEqual({ kind: "registered" });
  expect(await statusOf(place)).toBe("failed");
  await place.sandbox.tick(8);
  expect(await see(place)).toMatchObject({ status: "failed", attemptNr: 1 });
});

test("A retry with more memory at another site runs the task again with both settings", async () => {
  const place = await failed();
  const order: TaskOrder = { kind: "retry-changed", changes: { memory: 6000, site: "GOOD" } };
  const before = await see(place);
  expect(before).toMatchObject({ memory: 2000, changed: expect.stringMatching(/^20\d\d-\d\d-\d\dT/) });

  expect(await place.panda.order(task, order)).toEqual({
    kind: "reexecuting",
    message: `reactivation accepted. jediTaskID=${task} (currently in failed state) will be re-executed with old and/or new input`,
  });
  await place.sandbox.tick(8);

  // JEDI counts from 0 again: only its change shows that it ran.
  const after = await see(place);
  expect(after).toMatchObject({ status: "done", attemptNr: 0, memory: 6000 });
  expect(after?.changed).not.toBe(before?.changed);
  const page = await fetch(`${place.sandbox.url}/task/${task}/?json`);
  expect(await page.json()).toMatchObject({ task: { ramCount: 6000, site: "GOOD" } });
});

test("A retry with new parameters of a running task is refused, although PanDA calls the answer a success", async () => {
  const place = await waiting();

  expect(await place.panda.order(task, { kind: "retry-changed", changes: { memory: 6000 } })).toEqual({
    kind: "refused",
    message: expect.stringContaining(`jediTaskID=${task} is in the assigning state for outDS=${outDS}`),
  });
});

test("A reassign to a site moves a task there in the state that the task had", async () => {
  const place = await waiting();
  const order: TaskOrder = { kind: "reassign", to: { kind: "site", site: "GOOD" }, jobs: "keep" };

  expect(await place.panda.order(task, order)).toEqual({ kind: "registered" });
  expect(await statusOf(place)).toBe("assigning");
  await place.sandbox.tick(8);
  expect(await statusOf(place)).toBe("done");
});

test("A reassign that kills the jobs makes the jobs once more at the new site", async () => {
  const place = await aPanda({ pretends: ["GOOD"] }, oneStep({ exec: "sleep 60", args: `${args} --site SANDBOX` }));
  await submitted(place);
  const turns = place.sandbox.tick(5);
  while ((await statusOf(place)) !== "scouting") await sleep(20);

  const order: TaskOrder = { kind: "reassign", to: { kind: "site", site: "GOOD" }, jobs: "kill" };
  expect(await place.panda.order(task, order)).toEqual({ kind: "registered" });
  await turns;
  await place.sandbox.tick(4);

  expect(await see(place)).toMatchObject({ status: "done", files: 2, finished: 2 });
});

test("A reassign to a cloud lets PanDA's broker choose again, and is refused for an ended task", async () => {
  const order: TaskOrder = { kind: "reassign", to: { kind: "cloud", cloud: "US" }, jobs: "kill-queued" };
  const [living, ended] = [await waiting(), await failed()];

  expect(await living.panda.order(task, order)).toEqual({ kind: "registered" });
  await living.sandbox.tick(8);
  expect(await statusOf(living)).toBe("done");
  expect(await ended.panda.order(task, order)).toMatchObject({ kind: "refused" });
});

test("A priority is the task's at once with the production role, also of a task that runs, and not without", async () => {
  const place = await waiting();
  const order: TaskOrder = { kind: "priority", priority: 950 };
  expect(await place.panda.order(task, order)).toEqual({
    kind: "needs-role",
    message: expect.stringContaining("PanDA accepts priority from the production role only") as string,
  });
  expect((await see(place))?.priority).toBe(1000);

  const manager = await place.as({ role: "production" });
  expect(await manager.order(task, order)).toEqual({ kind: "registered" });
  expect((await see(place))?.priority).toBe(950);
  expect(await manager.order(9999, order)).toEqual({ kind: "refused", message: "Task not found" });
});

test("Between pause and resume with the production role no job of the task runs", async () => {
  const place = await aPanda({ pretends: ["GOOD"] }, oneStep({ args: `${args} --site GOOD` }));
  await submitted(place);
  await place.sandbox.tick(2);
  const manager = await place.as({ role: "production" });

  expect(await manager.order(task, { kind: "pause" })).toEqual({ kind: "registered" });
  await place.sandbox.tick(8);
  expect(await statusOf(place)).toBe("paused");
  expect(await manager.order(task, { kind: "resume" })).toEqual({ kind: "registered" });
  await place.sandbox.tick(8);
  expect(await statusOf(place)).toBe("done");
  expect(await manager.order(task, { kind: "resume" })).toMatchObject({ kind: "refused" });
});

test.each(["pause", "resume"] as const)(
  "%s without the production role is refused before any call to PanDA",
  async (kind) => {
    const place = await waiting();

    expect(await place.panda.order(task, { kind })).toEqual({
      kind: "needs-role",
      message: `PanDA accepts ${kind} from the production role only; this login has the VO sphenix. Set PANDA_AUTH_VO to sphenix.production with a login that has the role.`,
    });
    expect(place.sandbox.count().calls[kind]).toBeUndefined();
  },
);

test("A login without the production role cannot command another user's task, and a login with the role can", async () => {
  const place = await waiting();
  const claims = { name: "somebody else" };

  expect(await (await place.as({ claims })).order(task, { kind: "kill" })).toEqual({
    kind: "refused",
    message: "not the task owner or no production role",
  });
  expect(await (await place.as({ claims, role: "production" })).order(task, { kind: "kill" })).toEqual({
    kind: "registered",
  });
});
