import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { aStep } from "../../core/a-production.ts";
import { aWorld, file, tag, written } from "./a-world.ts";

const other = "productions/q/production.yaml";
const second = submissionKey(tag, "2.0.0", undefined);
const newer = { [file]: written({ version: "2.0.0", build: "ana.500" }) };
type Files = Parameters<ReturnType<typeof aWorld>["main"]["commit"]>[0];

/** 1.0.0 runs; then 2.0.0 stood on main between two passes, and these files came after it. */
const after = async (...changes: readonly Files[]) => {
  const world = aWorld();
  await world.run();
  for (const files of [newer, ...changes]) world.main.commit(files);
  await world.run();
  return world;
};

test("A version that main held only between two passes is recorded with what became of it", async () => {
  const world = await after({ [file]: written({ version: "3.0.0", steps: { simulate: aStep({ jobs: 0 }) } }) });

  const reason = "replaced before submission by a request that is refused";
  expect(await world.state(second)).toEqual({ kind: "skipped", reason });
  expect(await world.kind()).toBe("running");
});

test("A version that only moved between two passes is submitted", async () => {
  const world = await after({ [file]: undefined, [other]: newer[file] });

  expect(await world.kind(second)).toBe("submitted");
});
