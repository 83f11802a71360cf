import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { bindRendering, provisionalBindings, renderProduction } from "../../../action/core/render/rendering.ts";
import { aRequest, valid } from "../../core/a-production.ts";
import { aSandbox } from "./sandboxes.ts";
import { sendWorkflow, tasksNamed, wire } from "./wire.ts";

test("A retry of a task at PanDA executes its children again at once, a paused one too, but none that failed or has several parents", async () => {
  const marks = await mkdtemp(join(tmpdir(), "sandbox-children-"));
  onTestFinished(() => rm(marks, { recursive: true }));
  const step = (name: string, draft: object): object => ({
    out: [`${name}.txt`],
    maxAttempt: 1,
    run: `cat "\${make[@]}" >${name}.txt`,
    ...draft,
  });
  const { production } = valid(
    aRequest({
      defaults: { sites: ["LAPTOP"] },
      steps: {
        make: step("make", {
          jobs: 2,
          parameters: { marks },
          run: '[ "$uniqueId" -eq 1 ] || [ -e "$marks/allowed" ] || exit 1\necho "$uniqueId" >make.txt',
        }),
        each: step("each", { in: [{ from: "make", filesPerJob: 1 }] }),
        later: step("later", { in: [{ from: "each", filesPerJob: 1 }], run: `cat "\${each[@]}" >later.txt` }),
        held: step("held", { in: [{ from: "make", filesPerJob: 1 }], sites: ["BNL"] }),
        whole: step("whole", { in: [{ from: "make", filesPerJob: "all" }] }),
        other: step("other", { jobs: 2, run: 'echo "$uniqueId" >other.txt' }),
        both: step("both", {
          in: [
            { from: "each", filesPerJob: 1 },
            { from: "other", filesPerJob: 1 },
          ],
          run: 'cat "${each[@]}" "${other[@]}" >both.txt',
        }),
      },
    }),
  );
  const sent = bindRendering(renderProduction(production).sent, provisionalBindings(production));
  const { panda, client } = await aSandbox({ executes: ["LAPTOP"], cores: 4 });
  const files = Object.fromEntries(sent.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
  await sendWorkflow(client, panda.url, production.outDS, files);
  const manager = wire(panda.url, await panda.token(), "sphenix.production");
  const idOf = async (name: string): Promise<number> =>
    (await tasksNamed(client, `^${production.outDS}_.*_${name}`))[0]?.jediTaskID ?? 0;
  const statuses = async (ticks = 30): Promise<Readonly<Record<string, string>>> => {
    await panda.tick(ticks);
    const tasks = await tasksNamed(client, `^${production.outDS}_`);
    return Object.fromEntries(
      tasks.map(({ taskName, status, nFilesFinished }) => [
        taskName.split("_").at(-1) ?? "",
        `${status} ${nFilesFinished}`,
      ]),
    );
  };

  expect(await statuses()).toEqual({
    make: "finished 1",
    other: "done 2",
    each: "finished 1",
    later: "finished 1",
    held: "assigning 0",
    whole: "failed 0",
    both: "done 1",
  });
  await manager.post("task/pause", { task_id: await idOf("held") });
  expect(await statuses(1)).toMatchObject({ held: "paused 0" });
  await writeFile(join(marks, "allowed"), "");
  expect((await client.post("task/retry", { task_id: await idOf("make") })).success).toBe(true);

  expect(await statuses(1)).toMatchObject({
    make: "running 2",
    each: "rerefine 1",
    later: "rerefine 1",
    held: "rerefine 0",
    whole: "failed 0",
    both: "done 1",
  });

  expect(await statuses()).toEqual({
    make: "done 2",
    other: "done 2",
    each: "done 2",
    later: "done 2",
    held: "assigning 0",
    whole: "failed 0",
    both: "done 1",
  });
});

test("A child that runs while its parent is retried ends when it has taken the new files as well", async () => {
  const marks = await mkdtemp(join(tmpdir(), "sandbox-mutable-"));
  onTestFinished(() => rm(marks, { recursive: true }));
  const run = '[ "$uniqueId" -eq 3 ] && [ ! -e "$marks/allowed" ] && exit 1\necho "$uniqueId" >make.txt';
  const { production } = valid(
    aRequest({
      defaults: { sites: ["LAPTOP"] },
      steps: {
        make: { out: ["make.txt"], maxAttempt: 1, jobs: 3, parameters: { marks }, run },
        each: { in: [{ from: "make", filesPerJob: 1 }], out: ["each.txt"], run: 'cat "${make[0]}" >each.txt' },
      },
    }),
  );
  const sent = bindRendering(renderProduction(production).sent, provisionalBindings(production));
  const { panda, client } = await aSandbox({ executes: ["LAPTOP"], cores: 1 });
  const files = Object.fromEntries(sent.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
  await sendWorkflow(client, panda.url, production.outDS, files);
  const tasks = () => tasksNamed(client, `^${production.outDS}_`);
  const seen = async () => (await tasks()).map(({ status, nFilesFinished }) => `${status} ${nFilesFinished}`);
  for (let turn = 0; turn < 30 && (await seen())[1] !== "scouting 1"; turn++) await panda.tick();
  expect(await seen()).toEqual(["finished 2", "scouting 1"]);

  await writeFile(join(marks, "allowed"), "");
  await client.post("task/retry", { task_id: (await tasks())[0]?.jediTaskID ?? 0 });
  await panda.tick(20);

  expect(await seen()).toEqual(["done 3", "done 3"]);
});
