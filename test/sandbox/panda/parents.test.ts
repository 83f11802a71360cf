import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aSandbox } from "./sandboxes.ts";
import { pileUp } from "./tiny-archive.ts";
import { processed, sendWorkflow, tasksNamed, type Wire, wire } from "./wire.ts";

const outDS = "user.tester.pile.1";

/** The job of a file that is called so fails until `allowed` is there. */
const holding = (file: string): Readonly<Record<string, string>> => ({
  ...pileUp,
  "workflow.cwl": pileUp["workflow.cwl"]?.replaceAll("--maxAttempt 3", "--maxAttempt 1") ?? "",
  "make.sh": `case "$1 $2" in ${file}) test -e ../../allowed || exit 1 ;; esac\necho "seed $2" > "$1"\n`,
});

const seen = async (client: Wire): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    (await tasksNamed(client, `^${outDS}_`)).map(({ taskName, status, nFilesFinished, nFiles }) => [
      taskName.split("_").at(-1) ?? "",
      `${status} ${nFilesFinished} of ${nFiles}`,
    ]),
  );
const idOf = async (client: Wire, step: string): Promise<number> =>
  (await tasksNamed(client, `^${outDS}_...?_${step}`))[0]?.jediTaskID ?? 0;

const aPileUp = async (files: Readonly<Record<string, string>>, cores = 8) => {
  const { panda, client, dir } = await aSandbox({ cores });
  await processed(await sendWorkflow(client, panda.url, outDS, files));
  const manager = wire(panda.url, await panda.token(), "sphenix.production");
  return { panda, manager, allow: () => writeFile(join(dir, "allowed"), "") };
};

test("A pause of a parent makes iDDS begin a join over the files that are there, and it stays done over them", async () => {
  const { panda, manager } = await aPileUp(pileUp, 1);
  await panda.tick(8);
  expect(await seen(manager)).toEqual({ signal: "done 3 of 3", background: "running 2 of 10" });
  await manager.post("task/pause", { task_id: await idOf(manager, "background") });

  await panda.tick(20);

  const joined = { signal: "done 3 of 3", pileup: "done 3 of 3", merge: "done 3 of 3" };
  expect(await seen(manager)).toEqual({ ...joined, background: "paused 2 of 10" });
  await manager.post("task/resume", { task_id: await idOf(manager, "background") });
  await panda.tick(20);
  expect(await seen(manager)).toEqual({ ...joined, background: "done 10 of 10" });
  expect([
    await filesOf(manager, "pileup", "input"),
    await filesOf(manager, "background", "output"),
    await filesOf(manager, "signal", "pseudo_input"),
  ]).toEqual([["finished 3", "finished 2"], ["finished 10"], ["finished 3"]]);
});

const filesOf = async (client: Wire, step: string, type: string): Promise<readonly string[]> => {
  const question = { task_id: String(await idOf(client, step)), dataset_types: type };
  const { data } = await client.get("task/get_datasets_and_files", question);
  return (data as readonly { readonly files: readonly { readonly status: string }[] }[]).flatMap(({ files }) =>
    [...Map.groupBy(files, ({ status }) => status)].map(([status, ones]) => `${status} ${ones.length}`),
  );
};

test("A join that iDDS begins before its parents made a file is broken, and so ends what reads it", async () => {
  const { panda, manager } = await aPileUp(holding("*"));
  await panda.tick(2);
  for (const step of ["signal", "background"]) await manager.post("task/pause", { task_id: await idOf(manager, step) });

  await panda.tick(20);

  expect(await seen(manager)).toMatchObject({ pileup: "broken 0 of 0", merge: "aborted 0 of 0" });
  const [pileup, merge] = await tasksNamed(manager, `^${outDS}_00[23]_`);
  expect([pileup?.errorDialog, merge?.errorDialog]).toEqual([
    "primary input dataset is empty or all files are excluded ",
    "parent task is broken",
  ]);
});

test("A join of which a parent failed gets no task, not after a retry of the parent either", async () => {
  const { panda, manager, allow } = await aPileUp(holding("background.txt*"));
  await panda.tick(15);
  expect(await seen(manager)).toEqual({ signal: "done 3 of 3", background: "failed 0 of 10" });
  await allow();
  await manager.post("task/retry", { task_id: await idOf(manager, "background") });

  await panda.tick(20);

  expect(await seen(manager)).toEqual({ signal: "done 3 of 3", background: "done 10 of 10" });
  expect(
    await manager.form("execute_idds_workflow_command", { command_name: "get_status", kwargs: '{"request_id": 1001}' }),
  ).toEqual([true, expect.stringContaining("SubFinished")]);
});

test("A retry of a parent brings a join that has begun no new files, and neither does a retry of the join", async () => {
  const { panda, manager, allow } = await aPileUp(holding("signal.txt*102"));
  await panda.tick(20);
  expect(await seen(manager)).toMatchObject({ signal: "finished 2 of 3", pileup: "done 2 of 2", merge: "done 2 of 2" });
  await allow();
  await manager.post("task/retry", { task_id: await idOf(manager, "signal") });

  await panda.tick(20);

  expect(await seen(manager)).toMatchObject({ signal: "done 3 of 3", pileup: "done 2 of 2", merge: "done 2 of 2" });
});

test("A failed parent aborts its child: PanDA refuses a plain retry of it, and executes it with new parameters", async () => {
  const { panda, client, dir } = await aSandbox();
  const args = (outputs: string, more: string) =>
    `--outputs ${outputs} ${more} --maxAttempt 1 --site SANDBOX --noBuild -y`;
  await sendWorkflow(client, panda.url, outDS, {
    "workflow.cwl": `cwlVersion: v1.2
class: Workflow
inputs: []
outputs: []
steps:
  make: { run: prun, in: { opt_exec: { default: "test -e ../../allowed && echo hi > a.txt" }, opt_args: { default: "${args("a.txt", "")}" } }, out: [outDS] }
  copy: { run: prun, in: { opt_inDS: make/outDS, opt_exec: { default: "cat %IN > b.txt" }, opt_args: { default: "${args("b.txt", "--nFilesPerJob 1")}" } }, out: [outDS] }
  last: { run: prun, in: { opt_inDS: copy/outDS, opt_exec: { default: "cat %IN > c.txt" }, opt_args: { default: "${args("c.txt", "--nFilesPerJob 1")}" } }, out: [outDS] }
`,
    "inputs.yaml": "{}\n",
  });
  await panda.tick(12);
  expect((await tasksNamed(client, `^${outDS}_`)).map(({ status, errorDialog }) => [status, errorDialog])).toEqual([
    ["failed", "failed since no file was successfully processed"],
    ["aborted", "parent task is failed"],
    ["aborted", "parent task is toabort"],
  ]);
  await writeFile(join(dir, "allowed"), "");
  await client.post("task/retry", { task_id: await idOf(client, "make") });
  await panda.tick(8);
  expect(await seen(client)).toEqual({ make: "done 1 of 1", copy: "aborted 0 of 0", last: "aborted 0 of 0" });

  const task = await idOf(client, "copy");
  expect((await client.post("task/retry", { task_id: task })).data).toBe(4);
  const name = `${outDS}_001_copy`;
  expect((await client.post("task/retry", { task_id: task, new_parameters: { taskName: name } })).data).toBe(3);
  await panda.tick(8);
  expect(await seen(client)).toEqual({ make: "done 1 of 1", copy: "done 1 of 1", last: "aborted 0 of 0" });
});
