import { expect, test } from "vitest";
import { isWorthRunning, type RecordedEnding, recordedEndings } from "../../../scripts/contracts/job-script/record.ts";
import { aSandbox } from "./sandboxes.ts";
import { oneStep } from "./tiny-archive.ts";
import { processed, sendWorkflow, tasksNamed } from "./wire.ts";

/** What the sandbox has no job script for: a number that becomes 0, and the folder of the pilot above the payload's. */
const isOfScript = ({ payload }: RecordedEnding): boolean => payload === "exit 255" || payload.includes("../");

test("A job of the sandbox PanDA ends good or bad as the real job script and server ended it", async () => {
  const endings = recordedEndings.filter(isWorthRunning).filter((ending) => !isOfScript(ending));
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
  const jobs = (data as readonly { PandaID: number; jobStatus: string }[]).toSorted((a, b) => a.PandaID - b.PandaID);
  expect(jobs.map(({ jobStatus }, at) => [endings[at]?.payload, jobStatus])).toEqual(
    endings.map(({ payload: text, job }) => [text, job.jobStatus]),
  );
});
