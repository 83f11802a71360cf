import { expect, test } from "vitest";
import { aStep } from "../../core/a-production.ts";
import { aFailedJob } from "../../core/submission/a-submission.ts";
import { aWorld, file, wordsOfCommits, written } from "./a-world.ts";

/** A pass over a task of which some jobs died of memory: what it asked PanDA about jobs, and the words of its commits. */
const diagnosed = async (isRewritten: boolean) => {
  const world = aWorld({ [file]: written({ steps: { simulate: aStep({ memory: [2000, 3000] }) } }) });
  world.main.commit({ "notes.md": "1" });
  await world.run();
  await world.run();
  world.panda.tasks = world.panda.tasks.map((task) => ({ ...task, status: "finished", finished: 7, failed: 3 }));
  world.panda.jobs.set(1, [aFailedJob({ id: 70 })]);
  const asked: (readonly unknown[])[] = [];
  const jobsOf: typeof world.panda.jobsOf = async (...args) => {
    asked.push(args);
    return world.panda.jobsOf(...args);
  };
  const { words, ledger } = wordsOfCommits(world.ledger);
  if (isRewritten) world.main.reset(world.merged);
  await world.run({ watch: { ...world.panda, jobsOf }, ledger });
  return { asked: asked.filter(([, which]) => which === "unsuccessful"), words: words.join("\n") };
};

test("Reconcile reads the failed jobs of an ended task, and its ledger commit says why the jobs failed", async () => {
  const { asked, words } = await diagnosed(false);

  expect(asked).toEqual([[1, "unsuccessful"]]);
  expect(words).toContain("Why jobs failed: ");
});

test("After a force push to main no task is retried automatically", async () => {
  expect((await diagnosed(true)).words).not.toContain("Why jobs failed");
});
