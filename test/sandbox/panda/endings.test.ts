import { expect, test } from "vitest";
import {
  isWorthRunning,
  type JobRow,
  type RecordedEnding,
  recordedEndings,
} from "../../../scripts/contracts/job-script/record.ts";
import { aSandbox } from "./sandboxes.ts";
import { oneStep } from "./tiny-archive.ts";
import { processed, sendWorkflow, tasksNamed } from "./wire.ts";

/** In the sandbox the payload runs in the folder of the pilot itself, which has none of ours above it. */
const isAbove = ({ payload }: RecordedEnding): boolean => payload.includes("../");

test("A job of the sandbox PanDA gets the codes, the words and the report that the real job script and server gave it", async () => {
  const endings = recordedEndings.filter(isWorthRunning).filter((ending) => !isAbove(ending));
  const { panda, client } = await aSandbox({ cores: 8 });
  const payload = endings.map((ending, at) => `${at + 1}) ${ending.payload} ;;`).join("\n");
  const args = `--outputs end.txt --nJobs ${endings.length} --maxAttempt 1 --site SANDBOX --noBuild -y`;
  const files = { ...oneStep({ exec: "bash payload.sh %RNDM:0", args }) };
  await processed(
    await sendWorkflow(client, panda.url, "user.sphnxpro.endings", {
      ...files,
      "payload.sh": `echo good >end.txt\ncase $1 in\n${payload}\nesac\n`,
    }),
  );

  await panda.tick(200);

  const [task] = await tasksNamed(client, ".*endings.*");
  const { data } = await client.get("task/get_job_descriptions", { task_id: String(task?.jediTaskID) });
  const jobs = (data as readonly (JobRow & { readonly PandaID: number })[]).toSorted((a, b) => a.PandaID - b.PandaID);
  expect(jobs.map((job, at) => [endings[at]?.payload, rowOf(job)])).toEqual(
    endings.map(({ payload: text, job }) => [text, rowOf(job)]),
  );
});

test.each([
  ["kept.txt,maybe.txt --allowNoOutput maybe.txt", { transExitCode: "1", pilotErrorCode: 1305, exeErrorCode: 0 }],
  ["all:regex|^found_ --allowNoOutput regex.*", { transExitCode: "0", pilotErrorCode: 1165, exeErrorCode: 0 }],
])("A job without an optional output fails in the sandbox PanDA, as at the real one: %s", async (outputs, codes) => {
  const { panda, client } = await aSandbox({ cores: 8 });
  const args = `--outputs ${outputs} --nJobs 1 --maxAttempt 1 --site SANDBOX --noBuild -y`;
  const files = { ...oneStep({ exec: "bash payload.sh", args }), "payload.sh": "echo good >kept.txt\n" };
  await processed(await sendWorkflow(client, panda.url, "user.sphnxpro.optional", files));

  await panda.tick(20);

  const [task] = await tasksNamed(client, ".*optional.*");
  const { data } = await client.get("task/get_job_descriptions", { task_id: String(task?.jediTaskID) });
  expect(data).toMatchObject([{ jobStatus: "failed", ...codes }]);
});

const rowOf = ({
  jobStatus,
  transExitCode,
  pilotErrorCode,
  pilotErrorDiag,
  exeErrorCode,
  exeErrorDiag,
  metadata,
}: JobRow) => ({
  ...{ jobStatus, transExitCode, pilotErrorCode, pilotErrorDiag, exeErrorCode, exeErrorDiag, metadata },
});
