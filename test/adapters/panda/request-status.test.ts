import { expect, test } from "vitest";
import { readLogin } from "../../../action/adapters/panda/log-in.ts";
import { pandaWatch } from "../../../action/adapters/panda/panda-watch.ts";
import type { PandaWatch } from "../../../action/ports/panda-watch.ts";
import { aPanda, type OurPanda, shortLimits, submitted, taskName } from "./a-panda.ts";

const watchOf = async ({ sandbox }: OurPanda): Promise<PandaWatch> => {
  const env = {
    PANDA_URL_SSL: `${sandbox.url}/server/panda`,
    PANDA_AUTH_ID_TOKEN: await sandbox.token(),
    PANDA_AUTH_VO: "sphenix",
  };
  return pandaWatch(await readLogin(env, new Date()), shortLimits);
};

test("The status of a request is read from iDDS's table by request id, and its jobs from PanDA", async () => {
  const place = await aPanda();
  const watch = await watchOf(place);
  const request = await submitted(place);

  expect(await watch.requestStatus(request)).toBe("Transforming");
  await place.sandbox.tick(8);
  expect(await watch.requestStatus(request)).toBe("Finished");
  expect(await watch.jobsOf(5001, "all")).toEqual([
    {
      id: expect.any(Number),
      status: "finished",
      site: "SANDBOX",
      exitCode: undefined,
      fault: undefined,
      outOfMemory: false,
      askedMemory: undefined,
      // Of a job this short the pilot may see neither processor time nor memory.
      used: expect.objectContaining({ seconds: expect.any(Number) }),
      outputs: [
        {
          dataset: `${taskName}_o.txt`,
          file: "user.tester.5001._000001.o.txt",
          bytes: expect.any(Number),
          checksum: expect.stringMatching(/^ad:[0-9a-f]{8}$/),
        },
      ],
    },
  ]);
  expect(await watch.jobsOf(5001, "unsuccessful")).toEqual([]);
  expect(await watch.requestStatus(request + 1)).toBeUndefined();
});

test.each(["html", "truncated", "declined", "python-repr"] as const)(
  "An answer of iDDS that is no table, %s, gives no status",
  async (fault) => {
    const place = await aPanda();
    const watch = await watchOf(place);
    const request = await submitted(place);
    place.sandbox.fault({ at: "execute_idds_workflow_command:get_status", fault, times: 9 });

    await expect(watch.requestStatus(request)).rejects.toThrow("iDDS's status of a request cannot be parsed");
  },
);

test("A question to iDDS over a broken connection is repeated once", async () => {
  const place = await aPanda();
  const watch = await watchOf(place);
  const request = await submitted(place);
  place.sandbox.fault({ at: "execute_idds_workflow_command:get_status", fault: "no-answer-before-effect" });

  expect(await watch.requestStatus(request)).toBe("Transforming");
});
