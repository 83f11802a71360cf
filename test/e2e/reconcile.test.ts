import { expect, test } from "vitest";
import { gitIn, pandaEnv, shrek } from "../../scripts/demo/scene.ts";
import { killReconcileAt, raise, type Stand, statusOf } from "./stand.ts";

const oneSubmission = { submissions: 1 };

test("A production goes from main to done, and five more reconcile passes submit nothing", async () => {
  const stand = await raise();

  expect((await stand.run("reconcile")).code).toBe(0);
  await stand.panda.tick(24);
  for (let pass = 0; pass < 5; pass++) expect((await stand.run("reconcile")).code).toBe(0);

  expect(stand.panda.count()).toMatchObject(oneSubmission);
  const [row] = await statusOf(stand);
  expect(row?.state).toBe("done");
  expect(row?.tasks.map(({ status }) => status)).toEqual(["done", "done", "done", "done"]);
  expect(row?.tasks[0]?.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/task\/500\d\/$/);
});

test("A reconcile pass without news writes nothing", async () => {
  const stand = await raise();
  await stand.run("reconcile");
  await stand.panda.tick(24);
  await stand.run("reconcile");
  const before = await ledgerHead(stand);

  await stand.run("reconcile");

  expect(await ledgerHead(stand)).toBe(before);
});

test("After a process was killed right after the begin of PanDA's check, no job is submitted while the check may still run", async () => {
  const stand = await raise();
  await killReconcileAt(stand, "put_workflow_request:check");

  expect((await stand.run("reconcile")).code).toBe(0);

  expect((await statusOf(stand))[0]?.state).toBe("in-doubt");
  expect(stand.panda.count()).toMatchObject({ submissions: 0 });
});

test("A submit whose answer is lost after its effect is first in doubt and then adopted", async () => {
  const stand = await raise();
  stand.panda.fault({ fault: "no-answer-after-effect", at: "put_workflow_request:submit", times: 1 });

  expect((await stand.run("reconcile")).code).toBe(0);
  expect((await statusOf(stand))[0]?.state).toBe("in-doubt");
  await stand.run("reconcile");

  expect((await statusOf(stand))[0]?.state).toBe("submitted");
  expect(stand.panda.count()).toMatchObject(oneSubmission);
});

test("A request that never reached PanDA is submitted once more only after six hours and two successful looks", async () => {
  const stand = await raise();
  stand.panda.fault({ fault: "no-answer-before-effect", at: "put_workflow_request:submit", times: 1 });
  await stand.run("reconcile");
  await stand.run("reconcile");
  await stand.panda.advance(359);
  await stand.run("reconcile");
  expect(stand.panda.count().calls["put_workflow_request:submit"]).toBe(1);

  const env = pandaEnv(stand.panda.url, await stand.panda.token());
  for (const minutes of [2, 31, 1]) {
    await stand.panda.advance(minutes);
    await shrek(stand.scene.clone, ["reconcile"], env);
  }

  expect(stand.panda.count()).toMatchObject(oneSubmission);
  expect(stand.panda.count().calls["put_workflow_request:submit"]).toBe(2);
  expect((await statusOf(stand))[0]?.state).toBe("submitted");
});

test("A lost submit call that acts hours later is adopted, and no second request is made", async () => {
  const stand = await raise();
  stand.panda.fault({ fault: "ghost", at: "put_workflow_request:submit", times: 1, minutes: 120 });
  await stand.run("reconcile");
  await stand.run("reconcile");
  expect((await statusOf(stand))[0]?.state).toBe("in-doubt");

  await stand.panda.advance(121);
  await stand.run("reconcile");

  expect((await statusOf(stand))[0]?.state).toBe("submitted");
  expect(stand.panda.count()).toMatchObject(oneSubmission);
});

test("A submit answered true without a request id is doubt, never success and never refusal", async () => {
  const stand = await raise();
  stand.panda.fault({ fault: "null-request", at: "put_workflow_request:submit", times: 1 });

  await stand.run("reconcile");

  expect((await statusOf(stand))[0]?.state).toBe("in-doubt");
});

const ledgerHead = async (stand: Stand): Promise<string> =>
  (await gitIn(stand.scene.origin, "rev-parse", "ledger")).trim();
