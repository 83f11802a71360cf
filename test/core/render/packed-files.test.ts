import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stageExits } from "../../../action/core/render/job-exits.ts";
import { aStep, type Draft } from "../a-production.ts";
import { type Bench, sentOf, workbench } from "./workbench.ts";

const packed = (more: Draft = {}): Draft => ({ name: "DST.tar", packs: "DST_*.txt", ...more });
const make = (run: string, output = packed()): Draft => ({ make: aStep({ out: [output], run }) });

const madeBy = async (bench: Bench, run: string, output?: Draft) => {
  await bench.lay(sentOf(make(run, output)));
  const ran = await bench.run("bash", "make.sh", "1", "0");
  const listed = await bench.run("tar", "-tf", "DST.tar");
  return { code: ran.code, stderr: ran.stderr, files: listed.code === 0 ? listed.stdout.trim().split("\n") : [] };
};

describe("packed outputs", () => {
  test("All plain files that match the pattern are packed by name after the payload; links, folders and others are not", async () => {
    await using bench = await workbench();
    const run = "touch DST_2.txt DST_10.txt 'DST_a b.txt' other.txt; mkdir DST_d.txt; ln -s other.txt DST_l.txt\n";

    const { code, files } = await madeBy(bench, run);

    expect({ code, files: files.toSorted() }).toEqual({ code: 0, files: ["DST_10.txt", "DST_2.txt", "DST_a b.txt"] });
  });

  test("A job without any file for a packed output fails", async () => {
    await using one = await workbench();
    expect(await madeBy(one, "touch other.txt\n")).toMatchObject({
      code: stageExits.outputMissing,
      stderr: "shrek: the payload made no DST_*.txt (exit 30)\n",
    });
  });
});

describe("packed inputs", () => {
  const steps = (filesPerJob: number): Draft => ({
    ...make("touch DST_1.txt\n"),
    read: {
      in: [{ from: "make", filesPerJob }],
      out: ["read.txt"],
      run: 'cat "${make[@]}" >read.txt; echo "${#make[@]}"\n',
    },
  });
  const archive = async (bench: Bench, name: string, files: Readonly<Record<string, string>>): Promise<void> => {
    const from = join(bench.dir, "..", `${bench.dir.split("/").at(-1)}-${name}`);
    await mkdir(from);
    for (const [file, text] of Object.entries(files)) await writeFile(join(from, file), text);
    execFileSync("tar", ["-cf", join(bench.dir, name), "-C", from, ...Object.keys(files)]);
    execFileSync("rm", ["-r", from]);
  };

  test("Files of equal name in two archives of an input arrive as two files", async () => {
    await using bench = await workbench();
    await bench.lay(sentOf(steps(2)));
    await archive(bench, "user.a.1._000001.DST.tar", { "DST_1.txt": "a\n", "DST_2.txt": "b\n" });
    await archive(bench, "user.a.1._000002.DST.tar", { "DST_1.txt": "c\n" });

    const ran = await bench.run("bash", "read.sh", "1", "0", "user.a.1._000001.DST.tar,user.a.1._000002.DST.tar");

    expect(ran).toMatchObject({ code: 0, stdout: "3\n" });
    expect((await bench.run("cat", "read.txt")).stdout).toBe("a\nb\nc\n");
  });

  test("An input that is no archive fails the job before its payload", async () => {
    await using bench = await workbench();
    await bench.lay(sentOf(steps(1)));
    await writeFile(join(bench.dir, "x.tar"), "no archive, but long enough to be read as one".repeat(40));

    const { code, stdout } = await bench.run("bash", "read.sh", "1", "0", "x.tar");

    expect({ code, stdout }).toEqual({ code: stageExits.stageIn, stdout: "" });
  });
});
