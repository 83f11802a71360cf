import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { plainName } from "../../../action/core/plan/pattern-files.ts";
import { bindRendering, provisionalBindings, renderProduction } from "../../../action/core/render/rendering.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { aRequest, type Draft, valid } from "../../core/a-production.ts";
import { aSandbox } from "./sandboxes.ts";
import { sendWorkflow, tasksNamed } from "./wire.ts";

const rows = 9;
const csv = `name,weight\n${Array.from({ length: rows }, (_, index) => `"row, ${index + 1}",${10 * (index + 1)}\n`).join("")}`;

/** Jobs of every third row fail at first, that of one row always. */
const step = (
  name: string,
  { loses = 0, retries = 0, ...more }: Draft & { loses?: number; retries?: number },
): Draft => ({
  maxAttempt: 2,
  ...more,
  run: [
    `[ "$name" != "row, ${loses}" ] || exit 1`,
    `if [ $((job % 3)) -eq ${retries} ] && [ ! -e "$marks/${name}.$job" ]; then touch "$marks/${name}.$job"; exit 1; fi`,
    `${more["run"] ?? ":"}`,
  ].join("\n"),
});

test("Packed outputs of unknown number are one archive a job, and a reading step has all files, also after a retry", async () => {
  const marks = await mkdtemp(join(tmpdir(), "sandbox-tables-"));
  onTestFinished(() => rm(marks, { recursive: true }));
  const { production } = valid(
    aRequest({
      defaults: { sites: ["LAPTOP"], maxAttempt: 2 },
      steps: {
        make: {
          ...{ out: [{ name: "DST.tar", packs: "DST_*.txt" }], jobs: 5, parameters: { marks } },
          run: [
            'if [ "$uniqueId" -eq 2 ] && [ ! -e "$marks/2" ]; then touch "$marks/2" DST_9.txt; exit 1; fi',
            'for part in $(seq "$uniqueId"); do echo "$uniqueId.$part" >"DST_$part.txt"; done',
          ].join("\n"),
        },
        read: {
          ...{ in: [{ from: "make", filesPerJob: 5 }], out: ["read.txt"] },
          run: 'cat "${make[@]}" >read.txt',
        },
      },
    }),
  );
  const sent = bindRendering(renderProduction(production).sent, {
    seeds: provisionalBindings(production).seeds,
    inputs: {},
  });
  const { panda, client } = await aSandbox({ executes: ["LAPTOP"], cores: 4 });

  const files = Object.fromEntries(sent.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
  await sendWorkflow(client, panda.url, production.outDS, files);
  await panda.tick(40);

  const [read = "", ...more] = panda.dataset(`${production.outDS}_001_read_read.txt/`);
  expect(more).toEqual([]);
  const all = [1, 2, 3, 4, 5].flatMap((job) => Array.from({ length: job }, (_, index) => `${job}.${index + 1}`));
  expect((await readFile(read, "utf8")).trim().split("\n").toSorted()).toEqual(all.toSorted());
});

test("Files of a pattern keep their names in the dataset, and later steps read one of them or all, also after a retry", async () => {
  const marks = await mkdtemp(join(tmpdir(), "sandbox-tables-"));
  onTestFinished(() => rm(marks, { recursive: true }));
  const { production } = valid(
    aRequest({
      defaults: { sites: ["LAPTOP"], maxAttempt: 2 },
      steps: {
        make: {
          ...{ out: [{ name: "DST.txt", files: "DST_*.txt" }], jobs: 5, parameters: { marks } },
          run: [
            'if [ "$uniqueId" -eq 2 ] && [ ! -e "$marks/2" ]; then touch "$marks/2" DST_9.txt; exit 1; fi',
            'for part in $(seq "$uniqueId"); do echo "$uniqueId.$part" >"DST_$part.txt"; done',
          ].join("\n"),
        },
        read: {
          ...{ in: [{ from: "make", filesPerJob: "all" }], out: ["read.txt"] },
          run: 'cat "${make[@]}" >read.txt',
        },
        each: { in: [{ from: "make", filesPerJob: 1 }], out: ["each.txt"], run: 'cat "$make" >each.txt' },
      },
    }),
  );
  const sent = bindRendering(renderProduction(production).sent, {
    seeds: provisionalBindings(production).seeds,
    inputs: {},
  });
  const { panda, client } = await aSandbox({ executes: ["LAPTOP"], cores: 4 });

  const files = Object.fromEntries(sent.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
  await sendWorkflow(client, panda.url, production.outDS, files);
  await panda.tick(40);

  const made = panda.dataset(`${production.outDS}_000_make_DST.txt/`).map((path) => basename(path));
  expect(made.map((name) => plainName(production.outDS, "make", name)).toSorted()).toEqual(
    [1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5].map((part) => `DST_${part}.txt`),
  );
  const [read = "", ...more] = panda.dataset(`${production.outDS}_002_read_read.txt/`);
  expect(more).toEqual([]);
  expect(panda.dataset(`${production.outDS}_001_each_each.txt/`)).toHaveLength(made.length);
  const all = [1, 2, 3, 4, 5].flatMap((job) => Array.from({ length: job }, (_, index) => `${job}.${index + 1}`));
  expect((await readFile(read, "utf8")).trim().split("\n").toSorted()).toEqual(all.toSorted());
});

test("A job at PanDA knows its table row in every step over retries and losses, from its seed or a file that a task of SHREK hands on", async () => {
  const marks = await mkdtemp(join(tmpdir(), "sandbox-tables-"));
  onTestFinished(() => rm(marks, { recursive: true }));
  const say = '"$job:$name:$weight"';
  const steps: Readonly<Record<string, Draft>> = {
    scan: step("scan", {
      ...{ table: "jobs.csv", loses: 4, retries: 1 },
      ...{ out: ["scan.txt"], run: `echo ${say} >scan.txt` },
    }),
    mid: step("mid", {
      ...{ in: [{ from: "scan", filesPerJob: 1 }], loses: 8, retries: 2 },
      ...{ out: ["mid.txt"], run: `echo "$name:$weight" "$(cat "$scan")" >mid.txt` },
    }),
    fit: step("fit", {
      ...{ in: [{ from: "mid", filesPerJob: 1 }], out: ["fit.txt"], retries: 0 },
      run: `echo "$name:$weight" "$(cat "$mid")" >fit.txt`,
    }),
  };
  const { production } = valid(
    aRequest({
      defaults: { sites: ["LAPTOP"] },
      steps: Object.fromEntries(
        Object.entries(steps).map(([name, draft]) => [name, { ...draft, parameters: { marks } }]),
      ),
    }),
    { files: [textFile("jobs.csv", csv)] },
  );
  // A range of seeds that begins far from 1.
  const sent = bindRendering(renderProduction(production).sent, {
    ...provisionalBindings(production),
    seeds: { ...provisionalBindings(production).seeds, scan: 4001 },
  });
  const { panda, client, dir } = await aSandbox({ executes: ["LAPTOP"], cores: 4 });

  const files = Object.fromEntries(sent.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
  await sendWorkflow(client, panda.url, production.outDS, files);
  await panda.tick(80);

  const tasks = await tasksNamed(client, `^${production.outDS}_`);
  expect(tasks.map(({ status }) => status)).toEqual(["finished", "finished", "finished", "finished"]);
  const fitted = await Promise.all(
    panda.dataset(`${production.outDS}_003_fit_fit.txt/`).map((path) => readFile(path, "utf8")),
  );
  const left = Array.from({ length: rows }, (_, index) => index + 1).filter((row) => row !== 4 && row !== 8);
  const of = (row: number): string => `row, ${row}:${10 * row}`;
  expect(fitted.map((text) => text.trim()).toSorted()).toEqual(
    left.map((row) => `${of(row)} ${of(row)} ${row}:${of(row)}`).toSorted(),
  );
  const logs = await Promise.all(
    (await readdir(join(dir, "logs"))).map((name) => readFile(join(dir, "logs", name), "utf8")),
  );
  // The file of row 8 is lost on the way, so the job that gets its row alone runs nothing.
  expect(logs.filter((log) => /mid has 0 files of the origin .*\(exit 11\)/.test(log))).toHaveLength(2);
});
