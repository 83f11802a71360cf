import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { Login } from "../../../action/adapters/panda/login.ts";
import { pandaWatch } from "../../../action/adapters/panda/panda-watch.ts";
import { isWorthRunning, recordedEndings } from "../../../scripts/contracts/job-script/record.ts";
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

const firstOf = async (...jobs: readonly object[]) => (await allOf(...jobs))[0];

const allOf = async (...jobs: readonly object[]) => {
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
  return pandaWatch(login, shortLimits).jobsOf(501, "all");
};
const told = async (...jobs: readonly object[]) => (await firstOf(...jobs))?.outputs;

test("An attempt that failed is no failed job once PanDA has a later one of its name", async () => {
  const attempt = (id: number, jobStatus: string, jobName?: string): object => ({
    ...{ PandaID: id, jobStatus, computingSite: "BNL", Files: [] },
    ...(jobName === undefined ? {} : { jobName }),
  });
  const jobs = await allOf(
    ...[attempt(339, "failed", "user.a.fit.339"), attempt(340, "finished", "user.a.fit.339")],
    ...[attempt(342, "failed", "user.a.fit.341"), attempt(341, "failed", "user.a.fit.341")],
    ...[attempt(343, "finished", "user.a.fit.343"), attempt(344, "failed", "user.a.fit.343")],
    ...[attempt(345, "failed"), attempt(346, "failed")],
  );

  expect(jobs.map(({ id }) => id)).toEqual([340, 342, 343, 344, 345, 346]);
});

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
  [
    '{"user_job_metadata": {"checks": {"events": 99, "meanPt": 0.7}}, "reportVersion": "1.0.0"}',
    { events: 99, meanPt: 0.7 },
  ],
  ['{"checks": {"events": 99}, "user_job_metadata": {"mine": 1}, "reportVersion": "1.0.0"}', { events: 99 }],
  ['{ "checks": { "events": 99, "meanPt": 0.7 }, "worker_node": { "cpu": "x" } }', { events: 99, meanPt: 0.7 }],
  ['{ "checks": [1] }', { 0: 1 }],
  ['{ "user_job_metadata": { "checks": "good" } }', {}],
  ['{ "exitCode": 0 }', undefined],
  ['{ "user_job_metadata": { "mine": 1 } }', undefined],
  ["[]", undefined],
  ["no JSON", undefined],
  [null, undefined],
])("The print of SHREK's check is read from a job's report that its pilot took up, %s", async (metadata, printed) => {
  expect((await firstOf({ ...aJob(), metadata }))?.printed).toEqual(printed);
});

/** As runGen and its pilot make it of a payload that failed. */
const scriptSays = (words: string, code = 18): object => ({
  ...aJob(),
  ...{ jobStatus: "failed", transExitCode: `${code}` },
  ...{ pilotErrorCode: 1305, pilotErrorDiag: words, exeErrorCode: 5300 + code, exeErrorDiag: words },
});

test("Of a failed job the number that its wrapper ended with is read from the words of the job script, which are no words of the payload", async () => {
  expect(await firstOf(scriptSays("payload execution failed with 34"))).toMatchObject({
    exitCode: 34,
    outOfMemory: false,
    said: undefined,
  });
  expect(await firstOf(scriptSays("payload execution failed with 137"))).toMatchObject({
    exitCode: 137,
    outOfMemory: true,
  });
});

test("The number of each recorded end of a real job is read, and where PanDA has none, none", async () => {
  const read = await Promise.all(
    recordedEndings.filter(isWorthRunning).map(async ({ payload, job }) => {
      const number = /^exit (\d+)$/.exec(payload)?.[1];
      const seen = await firstOf({ ...aJob(), ...job });
      return number === undefined ? [] : [[Number(number), seen?.exitCode ?? 0]];
    }),
  );

  expect(read.flat().length).toBeGreaterThan(50);
  expect(read.flat().filter(([own = 0, exit]) => own % 255 !== exit && own < 256)).toEqual([]);
});

test.each([
  [scriptSays("expected output a.root is missing", 16), "execution 5316", "expected output a.root is missing", false],
  [
    { ...scriptSays("payload execution failed with 137"), pilotErrorCode: 1235, pilotErrorDiag: "too much memory" },
    "pilot 1235",
    "too much memory",
    true,
  ],
  [
    { ...aJob(), jobStatus: "failed", transExitCode: "1", pilotErrorCode: 1305, pilotErrorDiag: "no report" },
    "pilot 1305",
    "no report",
    false,
  ],
  [
    { ...aJob(), jobStatus: "failed", ddmErrorCode: 200, ddmErrorDiag: "not stored" },
    "data management 200",
    "not stored",
    false,
  ],
])("What else fails a job is told in PanDA's words, %#", async (job, fault, said, outOfMemory) => {
  expect(await firstOf(job)).toMatchObject({ exitCode: undefined, fault, said, outOfMemory });
});
