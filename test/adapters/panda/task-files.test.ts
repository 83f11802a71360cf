import { expect, test } from "vitest";
import { readLogin } from "../../../action/adapters/panda/log-in.ts";
import { pandaWatch } from "../../../action/adapters/panda/panda-watch.ts";
import { oneStep } from "../../sandbox/panda/tiny-archive.ts";
import { aPanda, outDS, shortLimits, submitted } from "./a-panda.ts";

/** A task of two jobs whose second fails, and PanDA as we read it. */
const ended = async () => {
  const exec = "test %RNDM:0 -eq 1 && echo hi > o.txt";
  const place = await aPanda({}, oneStep({ exec, args: "--outputs o.txt --nJobs 2 --maxAttempt 1 --site SANDBOX" }));
  await submitted(place);
  await place.sandbox.tick(8);
  const env = {
    PANDA_URL_SSL: `${place.sandbox.url}/server/panda`,
    PANDA_AUTH_ID_TOKEN: await place.sandbox.token(),
    PANDA_AUTH_VO: "sphenix",
  };
  return { ...place, watch: pandaWatch(await readLogin(env, new Date()), shortLimits) };
};

test("The files that a task has read and made are read with PanDA's word for each", async () => {
  const { watch } = await ended();

  expect(await watch.filesOf(5001, "output")).toEqual([
    {
      dataset: `${outDS}_000_only_o.txt.1.1`,
      files: [
        { name: "user.tester.5001._000001.o.txt", status: "finished" },
        { name: "user.tester.5001._000002.o.txt", status: "failed" },
      ],
    },
  ]);
});

test("Where PanDA lists no files of a task, nothing is known, which is not none", async () => {
  const { watch, sandbox } = await ended();

  await expect(watch.filesOf(5001, "input")).rejects.toThrow("PanDA refused to list files of task 5001: No data found");
  sandbox.fault({ fault: "500", at: "get_datasets_and_files", times: 9 });
  await expect(watch.filesOf(5001, "output")).rejects.toThrow("(HTTP 500)");
});

test("An aborted task, of which PanDA refuses a plain retry, is executed again", async () => {
  const { panda, sandbox } = await aPanda({}, oneStep({ args: "--outputs o.txt --site SANDBOX" })).then(
    async (place) => {
      await submitted(place);
      await place.sandbox.tick(2);
      await place.panda.order(5001, { kind: "kill" });
      await place.sandbox.tick(3);
      return place;
    },
  );

  expect(await panda.order(5001, { kind: "retry" })).toMatchObject({ kind: "refused" });
  expect(await panda.order(5001, { kind: "re-execute" })).toMatchObject({ kind: "reexecuting" });
  await sandbox.tick(8);
  expect(await panda.tasksNamed([`${outDS}_000_only`], "Test User")).toMatchObject([{ status: "done", attemptNr: 0 }]);
});
