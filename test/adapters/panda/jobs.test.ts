import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { Login } from "../../../action/adapters/panda/login.ts";
import { pandaWatch } from "../../../action/adapters/panda/panda-watch.ts";
import { canary } from "../../canary.ts";
import { shortLimits } from "./a-panda.ts";

/** All attributes of the server's `FileSpec.to_dict`, 1.0.4. */
const aFile = (change: object): object => ({
  ...{ row_ID: 9, PandaID: 6001, GUID: null, lfn: "user.a.501._000001.DST.root", type: "output" },
  ...{ dataset: "user.a.out_000_fit_DST.root/", status: "ready", prodDBlock: null, prodDBlockToken: null },
  ...{ dispatchDBlock: null, dispatchDBlockToken: null, destinationDBlock: "user.a.out_sub001" },
  ...{ destinationDBlockToken: null, destinationSE: "BNL", fsize: 4096, md5sum: null, checksum: null },
  ...{ scope: "user.a", jediTaskID: 501, datasetID: 3, fileID: 12, attemptNr: 0 },
  ...change,
});
const aJob = (...files: readonly object[]): object => ({
  ...{ PandaID: 6001, jobStatus: "finished", computingSite: "BNL", transExitCode: "0", Files: files },
});

const firstOf = async (...jobs: readonly object[]) => {
  const server = createServer((_, response) =>
    response.end(JSON.stringify({ success: true, message: "", data: jobs })),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const login: Login = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{
      vo: "sphenix",
      role: "",
      userName: "Ada",
      expires: new Date(Date.now() + 3_600_000),
      token: canary("id-token"),
    },
    ...{ way: "token", rotated: false, ahead: 0 },
  };
  const [job] = await pandaWatch(login, shortLimits).jobsOf(501, "all");
  return job;
};
const told = async (...jobs: readonly object[]) => (await firstOf(...jobs))?.outputs;

test("The files of a PanDA job are its outputs, in the format of the real server", async () => {
  expect(
    await told(
      aJob(
        aFile({}),
        aFile({ type: "log", lfn: "user.a.501._000001.log.tgz" }),
        aFile({ type: "input", lfn: "raw.evt", dataset: "user.a.raw" }),
        aFile({ lfn: "user.a.501._000001.qa.root", status: "nooutput" }),
        aFile({ lfn: "user.a.501._000001.hist.root", fsize: 0 }),
        aFile({ lfn: null }),
      ),
    ),
  ).toEqual([
    { dataset: "user.a.out_000_fit_DST.root", file: "user.a.501._000001.DST.root", bytes: 4096 },
    { dataset: "user.a.out_000_fit_DST.root", file: "user.a.501._000001.hist.root", bytes: undefined },
  ]);
});

test("A PanDA job without files has no outputs", async () => {
  expect(await told({ PandaID: 1, jobStatus: "failed", computingSite: null, Files: null })).toEqual([]);
});

test.each([
  ['{ "checks": { "events": 99, "meanPt": 0.7 }, "worker_node": { "cpu": "x" } }', { events: 99, meanPt: 0.7 }],
  ['{ "checks": [1] }', { 0: 1 }],
  ['{ "checks": "good" }', {}],
  ['{ "exitCode": 0 }', undefined],
  ["[]", undefined],
  ["no JSON", undefined],
  [null, undefined],
])("The print of SHREK's check is read from a job's report that its pilot took up, %s", async (metadata, printed) => {
  expect((await firstOf({ ...aJob(), metadata }))?.printed).toEqual(printed);
});
