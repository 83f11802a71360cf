import { expect, test } from "vitest";
import type { Limits } from "../../../action/adapters/panda/limits.ts";
import { aPanda, heldAndChecked, shortLimits, taskName, user } from "./a-panda.ts";

const named = "get_tasks_detailed_info_since";
const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await act();
  return performance.now() - began;
};

test.each([
  ["no-answer-before-effect", {}],
  ["500", {}],
  ["too-many", { seconds: 0 }],
  ["html", {}],
  ["truncated", {}],
  ["python-repr", {}],
] as const)("Every read from PanDA is repeated after one answer with %s", async (fault, more) => {
  const { sandbox, panda, submissionRequest } = await aPanda();
  const reads = [
    { at: named, read: () => panda.health() },
    { at: named, read: () => panda.tasksNamed([taskName], user) },
    { at: "relay_idds_command", read: () => panda.requestNamed(submissionRequest.workflowName) },
    { at: "validate_cache_file", read: () => heldAndChecked(panda, submissionRequest) },
  ];
  for (const { at, read } of reads) {
    const before = sandbox.count().calls[at] ?? 0;
    sandbox.fault({ at, fault, ...more });
    await read();
    expect((sandbox.count().calls[at] ?? 0) - before, at).toBe(2);
  }
});

test("An archive that was uploaded to PanDA can be read back", async () => {
  const { sandbox, panda, submissionRequest } = await aPanda();
  sandbox.fault({ at: "cache", fault: "500", times: 2 });

  expect(await heldAndChecked(panda, submissionRequest)).toMatchObject({ kind: "accepted" });
  expect(sandbox.count().calls["cache"]).toBe(3);
});

test("A PanDA that asks for a pause of one second gets one second", async () => {
  const { sandbox, panda } = await aPanda();
  sandbox.fault({ at: named, fault: "too-many", seconds: 1 });

  expect(await timed(() => panda.health())).toBeGreaterThanOrEqual(990);
});

test("A PanDA that asks for a pause of an hour gets no more than the longest pause", async () => {
  const place = await aPanda();
  const panda = await place.as({ limits: { ...shortLimits, maxPause: 50 } });
  place.sandbox.fault({ at: named, fault: "too-many", seconds: 3600 });

  expect(await timed(() => panda.health())).toBeLessThan(600_000);
});

test("Pauses between repeated reads from PanDA grow and are never twice the same", async () => {
  const limits: Limits = { ...shortLimits, pause: 40 };
  const place = await aPanda();
  const panda = await place.as({ limits });
  const times: number[] = [];
  for (let n = 0; n < 6; n++) {
    place.sandbox.fault({ at: named, fault: "500", times: 2 });
    times.push(await timed(() => panda.health()));
  }

  // Two pauses: 40 and 80, each stretched by up to 2.
  for (const time of times) expect(time).toBeGreaterThanOrEqual(118);
  expect(new Set(times.map((time) => Math.round(time / 2))).size).toBeGreaterThan(1);
});
