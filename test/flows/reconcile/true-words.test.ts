import { expect, test } from "vitest";
import { statusText } from "../../../action/core/view/status/status-terminal.ts";
import { loadView } from "../../../action/flows/ledger-access/ledger-view.ts";
import { aStep } from "../../core/a-production.ts";
import { aFailedJob } from "../../core/submission/a-submission.ts";
import { aReportedWorld } from "./a-reported-world.ts";
import { file, key, written } from "./a-world.ts";
import { speaking } from "./speaking.ts";

type World = Awaited<ReturnType<typeof aReportedWorld>>;
/** What grace says in comments, with her yes where it is asked for. */
const says = async (world: World, words: string): Promise<void> => {
  const { say, shown, offered } = speaking(world, world.people, "grace");
  const id = 21 + world.people.comments.size;
  await say(id, words);
  if (shown.length > 0) await say(id + 1, offered());
};
const become = ({ panda }: World, status: string, more: object = {}): void => {
  panda.tasks = panda.tasks.map((task) => ({
    ...task,
    status,
    finished: status === "done" ? task.files : 0,
    ...more,
  }));
};
const running = async (...args: Parameters<typeof aReportedWorld>): Promise<World> => {
  const world = await aReportedWorld(...args);
  await world.pass();
  await world.pass();
  return world;
};
/** All that people read of pull request 7, in GitHub and in a terminal. */
const everywhere = async ({ said, overviewText, ledger }: World): Promise<string> => {
  const { states } = await loadView(ledger, [key]);
  return [said(7), await overviewText(), statusText([...states].map(([of, state]) => ({ key: of, state })))].join("\n");
};
const calls = ({ written: { called } }: World): number => called.filter((number) => number === 7).length;

test("A retry that failed again between two passes calls its people again", async () => {
  const world = await running();
  become(world, "failed", { attemptNr: 1 });
  await world.pass();
  expect(calls(world)).toBe(1);
  await says(world, "/shrek retry");
  await world.pass();
  become(world, "failed", { attemptNr: 2 });

  for (let passes = 0; passes < 3; passes++) await world.pass();

  expect(calls(world)).toBe(2);
});

test("A production that is withdrawn while it runs says by whom and why, and so it does when it has ended", async () => {
  const world = await running();
  await says(world, '/shrek withdraw drop reason="the geometry was wrong"');
  await world.pass();
  const going = await everywhere(world);
  become(world, "aborted");
  await world.pass();
  await world.pass();

  expect(going).toContain("grace withdrew it: the geometry was wrong");
  expect(await world.kind()).toBe("withdrawn");
  expect(await everywhere(world)).toContain("grace withdrew it: the geometry was wrong");
});

test("A production that somebody killed says by whom, and nobody reads that it did not succeed", async () => {
  const world = await running();
  await says(world, '/shrek kill reason="it fills the disk"');
  await world.pass();
  become(world, "aborted");
  await world.pass();
  await world.pass();

  expect(await world.kind()).toBe("aborted");
  const words = await everywhere(world);
  expect(words).toContain("killed by grace (it fills the disk)");
  expect(words).not.toMatch(/did not succeed|needs? a person|killed at PanDA/);
});

test("What ended after a retry with more memory and after a move says both as what was", async () => {
  const world = await running({ [file]: written({ steps: { simulate: aStep({ memory: [2000, 3000] }) } }) });
  await says(world, "/shrek move site=BNL");
  await world.pass();
  become(world, "running", { site: "BNL" });
  await world.pass();
  expect(await everywhere(world)).toContain("it runs at BNL since grace said so");
  world.panda.jobs.set(1, [aFailedJob({ id: 70 })]);
  become(world, "finished", { site: "BNL", finished: 7, failed: 3, attemptNr: 1, memory: 2000 });
  await world.pass();
  expect(await everywhere(world)).toContain("is tried again with 3000 MB");
  become(world, "running", { attemptNr: 2, memory: 3000 });
  await world.pass();
  become(world, "done", { attemptNr: 2, memory: 3000, failed: 0 });
  await world.pass();
  await world.pass();

  expect(await world.kind()).toBe("done");
  const words = await everywhere(world);
  expect(words).toContain("was tried again with 3000 MB");
  expect(words).toContain("it ran at BNL because grace said so");
  expect(words).not.toMatch(/is tried again|it runs at/);
});

test("A pause that PanDA refuses for every task is one sentence", async () => {
  const steps = { simulate: aStep({}), fit: aStep({ jobs: 2 }), plot: aStep({ jobs: 2 }) };
  const world = await running({ [file]: written({ steps }) });
  world.panda.onOrder = async () => ({ kind: "needs-role", message: "the task cannot be paused" });
  await says(world, "/shrek pause");
  await world.pass();
  await world.pass();

  expect(world.panda.calls.order).toHaveLength(3);
  const words = world.said(7);
  expect(words.match(/PanDA refused pause/g)).toHaveLength(1);
  expect(words).toContain("PanDA refused pause of tasks 1, 2 and 3");
});
