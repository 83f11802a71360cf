import { expect, test } from "vitest";
import { killReconcileAt, raise, statusOf } from "./stand.ts";

const oneSubmission = { submissions: 1 };

test("Two processes at the same time submit a production once", async () => {
  const stand = await raise();

  const both = await Promise.all([stand.run("reconcile"), stand.run("reconcile")]);

  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  await stand.run("reconcile");
  expect(stand.panda.count()).toMatchObject(oneSubmission);
  expect((await statusOf(stand))[0]?.state).toMatch(/submitted|running/);
});

test("A process that is killed right after its submit call is followed by adoption, and not by a second call", async () => {
  const stand = await raise();
  await killReconcileAt(stand, "put_workflow_request:submit");
  expect((await statusOf(stand))[0]?.state).toBe("submitting");

  const again = await stand.run("reconcile");

  expect(again.code).toBe(0);
  expect(stand.panda.count()).toMatchObject(oneSubmission);
  expect((await statusOf(stand))[0]?.state).toBe("submitted");
});
