import { expect, test } from "vitest";
import { gitIn } from "../../scripts/demo/scene.ts";
import { neighboursIn } from "./a-pass.ts";
import { killReconcileAt, raise, type Stand, statusOf } from "./stand.ts";

const oneSubmission = { submissions: 1 };

test("A production whose submit loses its answer is first in doubt, then adopted and done, and a further reconcile pass submits and writes nothing", async () => {
  const stand = await raise();
  stand.panda.fault({ fault: "no-answer-after-effect", at: "put_workflow_request:submit", times: 1 });

  expect((await stand.run("reconcile")).code).toBe(0);
  expect(await stateOf(stand)).toBe("in-doubt");
  expect((await stand.run("reconcile")).code).toBe(0);
  expect(await stateOf(stand)).toBe("submitted");
  await stand.panda.tick(24);
  expect((await stand.run("reconcile")).code).toBe(0);
  const before = await ledgerHead(stand);
  expect((await stand.run("reconcile")).code).toBe(0);

  expect(await ledgerHead(stand)).toBe(before);
  expect(stand.panda.count()).toMatchObject(oneSubmission);
  const [row] = await statusOf(stand);
  expect(row?.state).toBe("done");
  expect(row?.tasks.map(({ status }) => status)).toEqual(["done", "done", "done", "done"]);
  expect(row?.tasks[0]?.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/task\/500\d\/$/);
});

test("After a process was killed right after the begin of PanDA's check, no job is submitted while the check may still run", async () => {
  const stand = await raise();
  await killReconcileAt(stand, "put_workflow_request:check");

  expect((await stand.run("reconcile")).code).toBe(0);

  expect(await stateOf(stand)).toBe("in-doubt");
  expect(stand.panda.count()).toMatchObject({ submissions: 0 });
});

/** Read in this process: what the program prints of it, the end of the first test shows. */
const stateOf = async (stand: Stand): Promise<string | undefined> => (await neighboursIn(stand))[0]?.state;

const ledgerHead = async (stand: Stand): Promise<string> =>
  (await gitIn(stand.scene.origin, "rev-parse", "ledger")).trim();
