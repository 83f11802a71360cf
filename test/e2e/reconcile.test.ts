import { expect, test } from "vitest";
import { gitIn, pandaEnv } from "../../scripts/demo/scene.ts";
import { neighboursIn, pass } from "./a-pass.ts";
import { killReconcileAt, raise, type Stand, statusOf } from "./stand.ts";

const oneSubmission = { submissions: 1 };

test("A production goes from main to done, and five more reconcile passes submit nothing", async () => {
  const stand = await raise();

  expect((await stand.run("reconcile")).code).toBe(0);
  await stand.panda.tick(24);
  for (let more = 0; more < 5; more++) expect((await stand.run("reconcile")).code).toBe(0);

  expect(stand.panda.count()).toMatchObject(oneSubmission);
  const [row] = await statusOf(stand);
  expect(row?.state).toBe("done");
  expect(row?.tasks.map(({ status }) => status)).toEqual(["done", "done", "done", "done"]);
  expect(row?.tasks[0]?.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/task\/500\d\/$/);
});

test("A reconcile pass without news writes nothing", async () => {
  const stand = await raise();
  await pass(stand);
  await stand.panda.tick(24);
  await pass(stand);
  const before = await ledgerHead(stand);

  await pass(stand);

  expect(await ledgerHead(stand)).toBe(before);
});

test("After a process was killed right after the begin of PanDA's check, no job is submitted while the check may still run", async () => {
  const stand = await raise();
  await killReconcileAt(stand, "put_workflow_request:check");

  expect((await stand.run("reconcile")).code).toBe(0);

  expect(await stateOf(stand)).toBe("in-doubt");
  expect(stand.panda.count()).toMatchObject({ submissions: 0 });
});

test("A submit whose answer is lost after its effect is first in doubt and then adopted", async () => {
  const stand = await raise();
  stand.panda.fault({ fault: "no-answer-after-effect", at: "put_workflow_request:submit", times: 1 });

  expect((await stand.run("reconcile")).code).toBe(0);
  expect(await stateOf(stand)).toBe("in-doubt");
  await pass(stand);

  expect(await stateOf(stand)).toBe("submitted");
  expect(stand.panda.count()).toMatchObject(oneSubmission);
});

test("A request that never reached PanDA is submitted once more only after six hours and two successful looks", async () => {
  const stand = await raise();
  stand.panda.fault({ fault: "no-answer-before-effect", at: "put_workflow_request:submit", times: 1 });
  await pass(stand);
  await pass(stand);
  await stand.panda.advance(359);
  await pass(stand);
  expect(stand.panda.count().calls["put_workflow_request:submit"]).toBe(1);

  const env = pandaEnv(stand.panda.url, await stand.panda.token());
  for (const minutes of [2, 31, 1]) {
    await stand.panda.advance(minutes);
    await pass(stand, undefined, { env });
  }

  expect(stand.panda.count()).toMatchObject(oneSubmission);
  expect(stand.panda.count().calls["put_workflow_request:submit"]).toBe(2);
  expect(await stateOf(stand)).toBe("submitted");
});

test("A lost submit call that acts hours later is adopted, and no second request is made", async () => {
  const stand = await raise();
  stand.panda.fault({ fault: "ghost", at: "put_workflow_request:submit", times: 1, minutes: 120 });
  await pass(stand);
  await pass(stand);
  expect(await stateOf(stand)).toBe("in-doubt");

  await stand.panda.advance(121);
  await pass(stand);

  expect(await stateOf(stand)).toBe("submitted");
  expect(stand.panda.count()).toMatchObject(oneSubmission);
});

test("A submit answered true without a request id is doubt, never success and never refusal", async () => {
  const stand = await raise();
  stand.panda.fault({ fault: "null-request", at: "put_workflow_request:submit", times: 1 });

  await pass(stand);

  expect(await stateOf(stand)).toBe("in-doubt");
});

/** Read in this process, as `pass` runs in it: what the program prints of both, the first test shows. */
const stateOf = async (stand: Stand): Promise<string | undefined> => (await neighboursIn(stand))[0]?.state;

const ledgerHead = async (stand: Stand): Promise<string> =>
  (await gitIn(stand.scene.origin, "rev-parse", "ledger")).trim();
