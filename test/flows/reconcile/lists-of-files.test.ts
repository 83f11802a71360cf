import { expect, test } from "vitest";
import { textFile } from "../../../action/core/text/source-file.ts";
import { lockOf } from "../../../action/core/validate/cutting/lock-of.ts";
import { aRequest, aStep } from "../../core/a-production.ts";
import { rawFile } from "../../core/validate/cutting/a-cut.ts";
import { aTaskOf } from "../../fakes/fake-panda.ts";
import { aWorld, file, user } from "./a-world.ts";

const task = "user.x.there_000_make";
const request = JSON.stringify(
  aRequest({
    inputs: {
      raw: { list: "raw.txt", names: "RAW_{host}-{run:8}-{part:4}.evt" },
      there: { task, output: "o.txt", require: "95%", files: 10 },
    },
    steps: {
      combine: aStep({ jobs: undefined, in: [{ from: "raw", by: ["run", "host"] }], run: 'make "${raw[@]}"\n' }),
      read: aStep({ jobs: undefined, in: [{ from: "there", filesPerJob: 1 }], out: ["dst.tar"] }),
    },
  }),
);

const textOf = (...paths: readonly string[]): string => paths.map((path) => `${path}\n`).join("");
const lockFor = (list: string): string =>
  lockOf({
    ...{ folder: "productions/p", file, conventions: undefined, shared: [], foreign: [] },
    bytes: new TextEncoder().encode(request),
    entries: [{ kind: "file", ...textFile("raw.txt", list) }],
  }) ?? "";

/** What was promised of lists waits for a task; then its lists change on main, and the task ends. */
const afterChange = async (list: string, lock: string) => {
  const before = textOf(rawFile(1, "a", 0), rawFile(1, "b", 0));
  const files = (raw: string, locked: string) => ({
    "productions/p/raw.txt": raw,
    "productions/p/inputs.lock": locked,
  });
  const world = aWorld({ [file]: request, ...files(before, lockFor(before)) });
  await world.run();
  expect(await world.kind()).toBe("waiting");
  world.main.commit(files(list, lock));
  world.panda.tasks = [{ ...aTaskOf(task, "", user, 1), status: "done", finished: 10 }];
  await world.run();
  await world.run();
  return { kind: await world.kind(), calls: world.panda.calls.submit.length };
};

const other = textOf(rawFile(1, "a", 0), rawFile(1, "b", 1));
const more = `# source: the same files, and what is known of them\nfile,bytes\n${textOf(`${rawFile(1, "a", 0)},5`, `${rawFile(1, "b", 0)},6`)}`;

test("Lists of main are read again before the last promise: equal files are submitted, whatever else is known of them", async () => {
  expect(await afterChange(more, lockFor(more))).toEqual({ kind: "running", calls: 1 });
});

test.each([
  ["the lock says what was promised", lockFor(textOf(rawFile(1, "a", 0), rawFile(1, "b", 0)))],
  ["the lock says other files, too", lockFor(other)],
])("Where main's lists give other files before the last promise, nothing is submitted, though %s", async (_, lock) => {
  expect((await afterChange(other, lock)).calls).toBe(0);
});
