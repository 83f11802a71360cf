import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { workTree } from "../../../action/adapters/git/work-tree.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import { largestFile, maxOfRequest } from "../../../action/core/text/source-file.ts";
import { validateSources } from "../../../action/flows/validation/validate-sources.ts";
import { noForeign } from "../../../scripts/no-foreign.ts";
import { requestText } from "../a-request.ts";
import { inFull, judgeFolder, requests } from "../validate/fixtures.ts";

describe("files unlike git's", () => {
  let top: string;
  let folder: string;
  beforeEach(async () => {
    top = await mkdtemp(join(tmpdir(), "shrek-requests-"));
    folder = join(top, "production");
    await cp(`${requests}conventions.yaml`, join(top, "conventions.yaml"));
    await mkdir(join(folder, "files"), { recursive: true });
    await writeFile(join(folder, "production.yaml"), withResources('["files/*"]'));
  });
  afterEach(() => rm(top, { recursive: true }));
  const problems = async (at = "production", from = top): Promise<readonly Problem[]> =>
    (await judgeFolder(at, from)).flatMap((validated) => validated.problems);

  test("A request that is a link or a folder is refused at its path", async () => {
    const file = "production/production.yaml";
    await rm(join(top, file));
    await symlink("../conventions.yaml", join(top, file));
    expect(await problems()).toMatchObject([
      {
        code: "not-a-plain-file",
        file,
        line: 1,
        message: `${file} is a symbolic link, which SHREK does not follow.`,
        hint: "put a plain file in its place",
      },
    ]);

    await rm(join(top, file));
    await mkdir(join(top, file));
    expect(await problems()).toMatchObject([
      { code: "not-a-plain-file", file, message: `${file} is a folder, which SHREK does not follow.` },
    ]);
  });

  test("Conventions that are a link are reported, and the conventions above are not used instead", async () => {
    await symlink("../conventions.yaml", join(folder, "conventions.yaml"));

    expect(await problems()).toMatchObject([
      { code: "not-a-plain-file", file: "production/conventions.yaml", line: 1, col: 1 },
    ]);
  });

  test("A link among the files of a request is named and not followed", async () => {
    await symlink("/etc/passwd", join(folder, "files/passwd"));

    expect(await problems()).toMatchObject([
      { code: "resource-refused", line: 13, col: 17, message: '"files/passwd" is a symbolic link.' },
    ]);
  });

  test("A named pipe is refused as no plain file, without waiting for its content", async () => {
    execFileSync("mkfifo", [join(folder, "files/pipe")]);

    expect(await problems()).toMatchObject([
      { code: "resource-refused", message: '"files/pipe" is not a plain file.' },
    ]);
  });

  test("A submodule among the files of a request is refused", async () => {
    const source = await workTree(top, noForeign).production("production");

    const [validated] = await validateSources(inFull, [
      { ...source, entries: [{ kind: "submodule", path: "files/macros" }] },
    ]);

    expect(validated?.problems).toMatchObject([
      { code: "resource-refused", message: '"files/macros" is a git submodule.' },
    ]);
  });

  test("A file of a request that is too large for PanDA's archive is refused without being read", async () => {
    await writeFile(join(folder, "files/big.root"), "");
    await truncate(join(folder, "files/big.root"), largestFile + 1);

    expect(await problems()).toMatchObject([
      { code: "too-large", message: '"files/big.root" has 10485761 bytes, more than a sandbox can hold.' },
    ]);
  });

  test("A request that names too many files is refused with the number, and no problem of single files", async () => {
    await writeFile(
      join(folder, "production.yaml"),
      withResources("[files/*]").replace(/run: .*$/s, "run: files/go.sh\n"),
    );
    await writeFile(join(folder, "files/go.sh"), "true\n");
    for (let n = 0; n < 7; n++) {
      await writeFile(join(folder, `files/big${n}`), "");
      await truncate(join(folder, `files/big${n}`), largestFile);
    }

    expect(await problems()).toMatchObject([
      {
        code: "too-many-bytes",
        message: `The files that this request names have ${7 * largestFile + 512} bytes together; at most ${maxOfRequest} are read.`,
        hint: "move data out of the folder and name them as an input",
      },
    ]);
  });

  test("Files that no request names may have any size", async () => {
    await writeFile(join(folder, "production.yaml"), withResources("[files/a.txt]"));
    await writeFile(join(folder, "files/a.txt"), "a");
    for (let n = 0; n < 7; n++) {
      await writeFile(join(folder, `files/big${n}`), "");
      await truncate(join(folder, `files/big${n}`), largestFile);
    }

    expect(await problems()).toEqual([]);
  });

  test("A request of two megabytes is refused without being read", async () => {
    await writeFile(join(folder, "production.yaml"), `${withResources("[a]")}# ${"x".repeat(2 * 1024 * 1024)}\n`);

    expect(await problems()).toMatchObject([{ code: "too-large", line: 1, col: 1 }]);
  });

  test("A request without conventions above its folder is refused", async () => {
    expect(await problems(".", folder)).toMatchObject([{ code: "no-conventions", file: "production.yaml", line: 2 }]);
  });

  test("A request is checked by the nearest conventions above its folder", async () => {
    await writeFile(join(folder, "conventions.yaml"), "conventions: 2\n");

    expect((await problems()).every(({ file }) => file === "production/conventions.yaml")).toBe(true);
  });

  test("A request with nothing but wrong keys is refused in a short time", async () => {
    const keys = Array.from({ length: 45_000 }, (_, index) => `k${index}: 1\n`).join("");
    await writeFile(join(folder, "production.yaml"), keys);

    const told = await problems();

    expect(told.length).toBeGreaterThan(100);
    expect(told.length).toBeLessThan(300);
  });
});

const withResources = (resources: string): string => `# A request with files of its own.
${requestText(`  simulate:
    out: [hits.tar]
    resources: ${resources}
    jobs: 10
    run: make
`)}`;
