import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bindRendering, provisionalBindings, renderProduction } from "../../../action/core/render/rendering.ts";
import { aRequest, valid } from "../../core/a-production.ts";
import { aSandbox } from "./sandboxes.ts";
import { sendWorkflow, tasksNamed } from "./wire.ts";

const segments = ["00000", "00001", "00002", "00003"];
const streams = ["seb1", "seb2", "trg"];
/** What is lost: a stream's file in `fit`, a segment in `cluster`; both leave the histogram without a whole. */
const lossy = 'case "$stream$segment" in seb200001 | 00002) exit 1 ;; esac\n';

const production = (files: number, loses: boolean) => {
  const loss = loses ? lossy : "";
  const raw = { dataset: "user.tester.raw", names: "{stream}.{segment}.evt", files };
  const request = aRequest({
    defaults: { sites: ["LAPTOP"], maxAttempt: 2 },
    inputs: { raw },
    steps: {
      fit: {
        in: [{ from: "raw", filesPerJob: 1 }],
        out: ["fit.txt"],
        run: `${loss}echo "$stream $segment $(cat "$raw")" >fit.txt`,
      },
      cluster: {
        in: [{ from: "fit", filesPerJob: streams.length, group: "segment" }],
        out: ["cluster.txt"],
        run: `${loss.replace("$stream", "")}sort "\${fit[@]}" | paste -s -d "|" >cluster.txt; [ "$segment" ]`,
      },
      histogram: {
        in: [{ from: "cluster", filesPerJob: "all" }],
        out: ["all.txt"],
        run: 'sort "${cluster[@]}" >all.txt',
      },
    },
  });
  return valid(request).production;
};

const played = async (loses: boolean) => {
  const files = Object.fromEntries(
    streams.flatMap((stream) => segments.map((segment) => [`${stream}.${segment}.evt`, `${stream}-${segment}`])),
  );
  const made = production(Object.keys(files).length, loses);
  const sent = bindRendering(renderProduction(made).sent, provisionalBindings(made));
  const { panda, client, dir } = await aSandbox({ executes: ["LAPTOP"], cores: 4 });
  panda.addDataset("user.tester.raw", files);
  await sendWorkflow(
    client,
    panda.url,
    made.outDS,
    Object.fromEntries(sent.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)])),
  );
  await panda.tick(60);
  const tasks = await tasksNamed(client, `^${made.outDS}_`);
  const read = async (step: string, output: string) =>
    Promise.all(
      panda.dataset(`${made.outDS}_${step}_${output}/`).map(async (path) => (await readFile(path, "utf8")).trim()),
    );
  const logs = await Promise.all(
    (await readdir(join(dir, "logs"))).map((name) => readFile(join(dir, "logs", name), "utf8")),
  );
  return { panda, made, tasks, read, logs };
};

const whole = (segment: string): string =>
  streams.map((stream) => `${stream} ${segment} ${stream}-${segment}`).join("|");

test("The files of each segment are joined over all streams, and the names of the outputs have the segment", async () => {
  const { panda, made, tasks, read } = await played(false);

  expect(tasks.map(({ status }) => status)).toEqual(["done", "done", "done"]);
  expect(await read("001_cluster", "cluster.txt")).toEqual(segments.map(whole));
  expect(await read("002_histogram", "all.txt")).toEqual([segments.map(whole).join("\n")]);
  expect(
    panda.dataset(`${made.outDS}_001_cluster_cluster.txt/`).map((path) => /\.(\d{5})\.\d+\._/.exec(path)?.[1]),
  ).toEqual(segments);
});

test("A file that is lost in any step is missing only from its own segment, with its name, and no files are mixed", async () => {
  const { tasks, read, logs } = await played(true);

  expect(tasks.map(({ status }) => status).toSorted()).toEqual(["failed", "finished", "finished"]);
  expect(await read("001_cluster", "cluster.txt")).toEqual(["00000", "00003"].map(whole));
  expect(await read("002_histogram", "all.txt")).toEqual([]);
  const said = logs.join("");
  expect(said).toContain("shrek: fit has 2 files of segment 00001, and must have 3 (exit 21)");
  expect(said).toContain("shrek: cluster has 2 files of cluster/cluster.txt, and must have 4 (exit 21)");
});
