import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { workTree } from "../../../action/adapters/git/work-tree.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import { largestFile, mostOfRequest } from "../../../action/core/text/source-file.ts";
import { judgeSources } from "../../../action/flows/validation/validate-sources.ts";
import { noForeign } from "../../fakes/no-foreign.ts";
import { requestText } from "../a-request.ts";
import { inFull, judgeFolder, requests } from "../validate/fixtures.ts";

describe("what git would not carry", () => {
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
    (await judgeFolder(at, from)).flatMap((judged) => judged.problems);

  test("a request that is a link or a folder is named at its place", async () => {
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

  test("conventions that are a link are named, and those above do not hold in their place", async () => {
    await symlink("../conventions.yaml", join(folder, "conventions.yaml"));

    expect(await problems()).toMatchObject([
      { code: "not-a-plain-file", file: "production/conventions.yaml", line: 1, col: 1 },
    ]);
  });

  test("a link is named and not followed", async () => {
    await symlink("/etc/passwd", join(folder, "files/passwd"));

    expect(await problems()).toMatchObject([
      { code: "resource-refused", line: 13, col: 17, message: '"files/passwd" is a symbolic link.' },
    ]);
  });

  test("a pipe is not a plain file, and nobody waits for it", async () => {
    execFileSync("mkfifo", [join(folder, "files/pipe")]);

    expect(await problems()).toMatchObject([
      { code: "resource-refused", message: '"files/pipe" is not a plain file.' },
    ]);
  });

  test("a submodule is refused", async () => {
    const source = await workTree(top, noForeign).production("production");

    const [judged] = await judgeSources(inFull, [
      { ...source, entries: [{ kind: "submodule", path: "files/macros" }] },
    ]);

    expect(judged?.problems).toMatchObject([
      { code: "resource-refused", message: '"files/macros" is a git submodule.' },
    ]);
  });

  test("a resource that no sandbox can hold is refused unread", async () => {
    await writeFile(join(folder, "files/big.root"), "");
    await truncate(join(folder, "files/big.root"), largestFile + 1);

    expect(await problems()).toMatchObject([
      { code: "too-large", message: '"files/big.root" has 10485761 bytes, more than a sandbox can hold.' },
    ]);
  });

  test("a request that names more than is read is told how much, and nothing about the files", async () => {
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
        message: `The files that this request names have ${7 * largestFile + 512} bytes together; at most ${mostOfRequest} are read.`,
        hint: "move data out of the folder and name them as an input",
      },
    ]);
  });

  test("what nobody names may be as much as it likes", async () => {
    await writeFile(join(folder, "production.yaml"), withResources("[files/a.txt]"));
    await writeFile(join(folder, "files/a.txt"), "a");
    for (let n = 0; n < 7; n++) {
      await writeFile(join(folder, `files/big${n}`), "");
      await truncate(join(folder, `files/big${n}`), largestFile);
    }

    expect(await problems()).toEqual([]);
  });

  test("a request of two megabytes is refused unread", async () => {
    await writeFile(join(folder, "production.yaml"), `${withResources("[a]")}# ${"x".repeat(2 * 1024 * 1024)}\n`);

    expect(await problems()).toMatchObject([{ code: "too-large", line: 1, col: 1 }]);
  });

  test("without conventions above it a request cannot be judged", async () => {
    expect(await problems(".", folder)).toMatchObject([{ code: "no-conventions", file: "production.yaml", line: 2 }]);
  });

  test("the nearest conventions upwards hold", async () => {
    await writeFile(join(folder, "conventions.yaml"), "conventions: 2\n");

    expect((await problems()).every(({ file }) => file === "production/conventions.yaml")).toBe(true);
  });

  test("a file of nothing but wrong keys is refused before anyone loses patience", async () => {
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
