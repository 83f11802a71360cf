import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesExpression, plainName } from "../../../action/core/plan/pattern-files.ts";
import { shortInput, stageExits } from "../../../action/core/render/job-exits.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";
import { type Bench, sentOf, workbench } from "./workbench.ts";

const found = (more: Draft = {}): Draft => ({ name: "DST.txt", files: "DST_*.txt", ...more });
const make = (run: string, output = found()): Draft => ({ make: aStep({ out: [output], run }) });
const { outDS } = valid(aRequest({ defaults: { sites: ["LAPTOP"] }, steps: make("touch DST_1.txt\n") })).production;

/** What PanDA's expression finds in the job's folder, by the names that the payload gave. */
const storedIn = async ({ dir }: Bench): Promise<readonly string[]> =>
  (await readdir(dir)).filter((name) => new RegExp(filesExpression(outDS, "make")).test(name));
const plain = (names: readonly string[]) => names.map((name) => plainName(outDS, "make", name)).toSorted();

const madeBy = async (bench: Bench, run: string, output?: Draft) => {
  await bench.lay(sentOf(make(run, output)));
  const { code, stderr } = await bench.run("bash", "make.sh", "7", "0");
  return { code, stderr, names: await storedIn(bench) };
};

describe("files of a pattern", () => {
  test("All plain files that fit the pattern get a name of their job, and links, folders and others none", async () => {
    await using bench = await workbench();
    const run = "touch DST_2.txt DST_10.txt 'DST_a b.txt' other.txt; mkdir DST_d.txt; ln -s other.txt DST_l.txt\n";

    const { code, names } = await madeBy(bench, run);

    expect({ code, files: plain(names) }).toEqual({ code: 0, files: ["DST_10.txt", "DST_2.txt", "DST_a b.txt"] });
    expect(names.every((name) => name.startsWith(`${outDS}_make.7.`))).toBe(true);
  });

  test("A second attempt gives its files other names, so that what the first one stored is not in its way", async () => {
    await using bench = await workbench();
    const first = await madeBy(bench, "touch DST_1.txt DST_2.txt\n");

    const both = await madeBy(bench, "touch DST_1.txt DST_2.txt\n");

    expect(both.names).toHaveLength(4);
    expect(both.names).toEqual(expect.arrayContaining([...first.names]));
  });

  test("A file that lies there before the payload is no result", async () => {
    await using bench = await workbench();
    await writeFile(join(bench.dir, "DST_input.txt"), "of an input\n");

    expect(plain((await madeBy(bench, "cp DST_input.txt DST_1.txt\n")).names)).toEqual(["DST_1.txt"]);
  });

  test("A job without any file of the pattern fails", async () => {
    await using one = await workbench();
    expect(await madeBy(one, "touch other.txt\n")).toMatchObject({
      code: stageExits.outputMissing,
      stderr: "shrek: the payload made no DST_*.txt (exit 30)\n",
    });
  });

  test("A file of a pattern that is too small fails the job", async () => {
    await using bench = await workbench();
    expect(
      await madeBy(bench, "echo long enough >DST_1.txt; echo x >DST_2.txt\n", found({ minBytes: 5 })),
    ).toMatchObject({
      code: stageExits.smallOutput,
      stderr: "shrek: DST_2.txt has less than 5 bytes (exit 33)\n",
    });
  });
});

describe("a job that reads all files of a pattern", () => {
  const steps: Draft = {
    make: aStep({ out: [found()], jobs: 2, run: "touch DST_1.txt\n" }),
    sum: { in: [{ from: "make", filesPerJob: "all" }], out: ["sum.txt"], run: 'cat "${make[@]}" >sum.txt\n' },
  };
  const readsFilesOf = async (jobs: readonly number[]) => {
    await using bench = await workbench();
    await bench.lay(sentOf(steps));
    const files = jobs.map((job, index) => `${outDS}_make.${job}.0000000${index}.DST_${index}.txt`);
    for (const file of files) await writeFile(join(bench.dir, file), "x\n");
    const { code, stderr } = await bench.run("bash", "sum.sh", "1", "0", files.join(","));
    return { code, stderr };
  };

  test("A step that reads files of a pattern runs with files of all jobs, however many, and not where those of one are lost", async () => {
    expect(await readsFilesOf([1, 1, 2, 1])).toEqual({ code: 0, stderr: "" });
    expect(await readsFilesOf([2, 2, 2])).toEqual({
      code: shortInput("IN1"),
      stderr: "shrek: make has files of 1 jobs, and must have those of 2 (exit 21)\n",
    });
  });
});
