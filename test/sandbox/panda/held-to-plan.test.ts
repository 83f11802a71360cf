import { expect, test } from "vitest";
import type { Production } from "../../../action/core/production/production.ts";
import { bindRendering, provisionalBindings, renderProduction } from "../../../action/core/render/rendering.ts";
import { aRequest, type Draft, valid } from "../../core/a-production.ts";
import { aSandbox } from "./sandboxes.ts";
import { sendWorkflow, tasksNamed } from "./wire.ts";

const data = "user.elsewhere.data/";

/** 60 files stand there. */
const jobsOf = async (production: Production): Promise<unknown> => {
  const sent = bindRendering(renderProduction(production).sent, provisionalBindings(production));
  const { panda, client } = await aSandbox({ pretends: ["LAPTOP"], cores: 100 });
  panda.addDataset(
    data,
    Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`f${String(n).padStart(2, "0")}.dat`, "x\n"])),
  );
  const files = Object.fromEntries(sent.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
  await sendWorkflow(client, panda.url, production.outDS, files);
  await panda.tick(10);
  const [task] = await tasksNamed(client, `${production.outDS}_000_simulate`);
  return [task?.status, task?.nFiles];
};

const reads = (expected: number, input: Draft = {}, step: Draft = {}): Production =>
  valid(
    aRequest({
      defaults: { sites: ["LAPTOP"] },
      inputs: { data: { dataset: data, files: expected } },
      steps: {
        simulate: {
          out: ["hits.tar"],
          run: 'cp "$data" hits.tar\n',
          in: [{ from: "data", filesPerJob: 1, ...input }],
          ...step,
        },
      },
    }),
  ).production;

test.each([
  ["one file", reads(1), 1],
  ["as many as were expected", reads(60), 60],
  ["five behind two that are skipped", reads(7, { skip: 2 }), 5],
  ["the lower of two limits", reads(20, { maxFiles: 3 }), 3],
  ["the lower of two limits, the other way round", reads(3, { maxFiles: 20 }), 3],
])("PanDA reads no more files of 60 than the plan says: %s", async (_, production, files) => {
  expect(await jobsOf(production)).toEqual(["done", files]);
});

test.each([
  ["none where so many stand there as were expected", 60, 60],
  ["one more where others stand there, which the job refuses", 20, 21],
])("A PanDA job that reads all files of a dataset gets %s", async (_, expected, files) => {
  expect(await jobsOf(reads(expected, { filesPerJob: "all" }))).toEqual(["done", files]);
});
