import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { writeFolder } from "../../../action/adapters/disk/folder-writer.ts";
import { textFile } from "../../../action/core/text/source-file.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "shrek-writer-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
});
const files = [textFile("plan.json", "{}"), textFile("a/b/c.sh", "c", "100755")];

test("Files that shrek writes have their modes, and the folders above them are made", async () => {
  await writeFolder(join(dir, "x/y"), files);

  expect(await readFile(join(dir, "x/y/a/b/c.sh"), "utf8")).toBe("c");
  expect((await stat(join(dir, "x/y/a/b/c.sh"))).mode & 0o777).toBe(0o755);
  await writeFolder(join(dir, "x/y"), files);
});

test("A command that writes files leaves a folder with files of a person unchanged", async () => {
  await writeFile(join(dir, "thesis.tex"), "");

  await expect(writeFolder(dir, files)).rejects.toThrow("holds other files, such as thesis.tex");
});

test("A command overwrites the folder that the same command wrote, and leaves the folder of another command alone", async () => {
  const exported = [textFile("workflow.cwl", "{}"), textFile("files.tar.gz", "")];
  const marks = exported.map(({ path }) => path);
  await writeFolder(join(dir, "cwl"), exported, marks);
  await writeFolder(join(dir, "rendered"), files);

  await writeFolder(join(dir, "cwl"), exported, marks);
  await expect(writeFolder(join(dir, "cwl"), files)).rejects.toThrow("holds other files");
  await expect(writeFolder(join(dir, "rendered"), exported, marks)).rejects.toThrow("holds other files");
});

test("A place where no folder can be made is reported, and no process waits for ever", async () => {
  await expect(writeFolder("/proc/x", files)).rejects.toThrow(
    "The folder /proc/x cannot be made: there is no such file or folder.",
  );
  await expect(writeFolder("/proc/x/y/z", files)).rejects.toThrow(
    "The folder /proc/x cannot be made: there is no such file or folder.",
  );
});

test("A file in the place of the folder to write is reported", async () => {
  await writeFile(join(dir, "plan"), "");

  await expect(writeFolder(join(dir, "plan"), files)).rejects.toThrow(
    /plan cannot be made: a file of this name is in the way/,
  );
});
