import { expect, test } from "vitest";
import { type SubmissionEvent, type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import { decideAndWrite } from "../../../action/flows/ledger-access/ledger-view.ts";
import { aStep, type Draft } from "../../core/a-production.ts";
import { finish } from "./a-scene.ts";
import { aWorld, file, key, tag, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
const list = "productions/p/runs.txt";
const newer = submissionKey(tag, "2.0.0", undefined);
const keyOf = (version: string, run: number): SubmissionKey => submissionKey(tag, version, run);
const write = (world: World, of: SubmissionKey, event: SubmissionEvent) =>
  decideAndWrite(world.ports, [of], () => ({ events: [[of, event]], why: "a test" }));
const growing = (version: string, changes: Draft = {}): string =>
  written({
    version,
    runs: { list: "runs.txt" },
    inputs: { raw: { dataset: "user.tester.raw.{run}", files: 3 } },
    steps: { fit: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 1 }] }) },
    ...changes,
  });
/** PanDA refuses the runs with these numbers, and those of the version alone if one is given. */
const refusing = (world: World, ...names: readonly string[]): void => {
  const { onCheck } = world.panda;
  world.panda.onCheck = async (submissionRequest) =>
    names.some((name) => submissionRequest.outDS.includes(name))
      ? { kind: "rejected", message: "no such option" }
      : onCheck(submissionRequest);
};

test("A submission that waits for a person ends when the newer version is at PanDA, or has ended already", async () => {
  const world = aWorld();
  refusing(world, ".v1.0.0.");
  await world.run();
  await write(world, key, { event: "needs-person", reason: "its identity changed" });
  world.main.commit({ [file]: written({ version: "2.0.0", build: "ana.500" }) });
  await world.run();
  expect([await world.kind(), await world.kind(newer)]).toEqual(["superseded", "submitted"]);
  finish(world);
  await world.run();
  await write(world, key, { event: "needs-person", reason: "again" });

  await world.run();

  expect([await world.kind(), await world.kind(newer)]).toEqual(["superseded", "done"]);
});

test("A run that PanDA refused waits for the same run of the newer version, if that exists", async () => {
  const world = aWorld({ [file]: growing("1.0.0"), [list]: "66001\n66002\n" });
  refusing(world, ".b66002");
  await world.run();
  expect(await world.kind(keyOf("1.0.0", 66002))).toBe("rejected");
  world.main.commit({ [file]: growing("2.0.0", { build: "ana.500" }) });

  await world.run();

  expect(await world.kind(keyOf("2.0.0", 66001))).toBe("submitted");
  expect(await world.kind(keyOf("1.0.0", 66002))).toBe("rejected");
});

test("A run that the newer version lacks ends with any run of that version, and not with one of its own version", async () => {
  const world = aWorld({ [file]: growing("1.0.0"), [list]: "66001\n66002\n" });
  refusing(world, ".v1.0.0.b66002");
  await world.run();
  const held = { build: "ana.500", submit: "hold" };
  world.main.commit({ [file]: growing("2.0.0", held), [list]: "66001\n" });
  await world.run();
  expect([await world.kind(keyOf("1.0.0", 66001)), await world.kind(keyOf("2.0.0", 66001))]).toEqual([
    "running",
    "held",
  ]);
  expect(await world.kind(keyOf("1.0.0", 66002))).toBe("rejected");
  world.main.commit({ [file]: growing("3.0.0", { build: "ana.501" }) });

  await world.run();

  expect(await world.kind(keyOf("1.0.0", 66002))).toBe("superseded");
});
