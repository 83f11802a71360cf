import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { workTree } from "../../../action/adapters/git/work-tree.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import { problemCodes } from "../../../action/core/problems/problem-codes.ts";
import { largestFile, mostOfRequest } from "../../../action/core/text/source-file.ts";
import { judgeSources } from "../../../action/flows/gather/judge-sources.ts";
import { noForeign } from "../../fakes/no-foreign.ts";
import { expectedIn, foldersOf, inFull, judgeFolder, requests, toldOf } from "./fixtures.ts";

const bad = await foldersOf("bad");
const good = await foldersOf("good");

describe("a wrong request is told what is wrong, and where", () => {
  test.each(bad)("%s", async (folder) => {
    const expected = await expectedIn(folder);

    const told = (await judgeFolder(folder)).flatMap(({ problems }) => problems).map((p) => toldOf(folder, p));

    expect(told.map(({ place }) => place)).toEqual(expected.map(({ place }) => place));
    expect(told).toEqual(expected);
  });
});

/** Their macros are sent along, and none is given `conditions`. */
const withoutConditions = [
  "good/alignment-with-functions",
  "good/certain-acknowledged",
  "good/energies-of-one-particle",
  "good/jets-in-background",
  "good/merge-and-quality",
  "good/reads-a-table",
  "good/reads-each-file",
  "good/tracking-in-two-passes",
];

describe("a good request is accepted, and of what its author acknowledges only notes are left", () => {
  test.each(good)("%s", async (folder) => {
    const judged = await judgeFolder(folder);

    const problems = judged.flatMap((one) => one.problems);
    const isNote = ({ code, severity, message }: Problem): boolean =>
      severity === "note" && (message.includes(" Acknowledged: ") || code === "conditions-not-read");
    expect(problems.filter((problem) => !isNote(problem))).toEqual([]);
    expect(problems.some(({ code }) => code === "conditions-not-read")).toBe(withoutConditions.includes(folder));
    expect(new Set(judged.map(({ accepted }) => accepted?.production.folder))).toEqual(new Set([folder]));
  });
});

test("twenty mistakes give twenty problems, each at a place of its own", async () => {
  const expected = await expectedIn("bad/twenty-mistakes");

  expect(expected).toHaveLength(20);
  expect(new Set(expected.map(({ place }) => place.split(" ")[0])).size).toBe(20);
});

test("a warning alone does not refuse", async () => {
  const [judged] = await judgeFolder("bad/site-offline");

  expect(judged?.accepted).toBeDefined();
});

test("every code has a folder of its own, or is tested where this says", async () => {
  const elsewhere: Readonly<Record<string, string>> = {
    "no-conventions": "below: the conventions here stand above every folder",
    "judgement-too-large": "e2e/limits.test.ts: ends a process",
    "too-many-bytes": "below: no repository should hold so much",
    "too-large": "below: two megabytes are not for git",
    "version-not-above": "judge-version.test.ts: needs a history",
    "version-not-moved": "judge-version.test.ts: needs a history",
    "version-too-small": "judge-version.test.ts: needs a history",
    "version-without-change": "judge-version.test.ts: needs a history",
    "rerun-not-moved": "judge-version.test.ts: needs a history",
    "promised-run-changed": "flows/reconcile/runs.test.ts: needs a history",
    "promised-run-removed": "flows/reconcile/runs.test.ts: needs a history",
    "reads-runs": "neighbours/together.test.ts: needs a production that grows beside it",
    "submit-changed": "on-merge.test.ts: needs a history",
    "version-ended": "on-merge.test.ts: needs a history",
    "reads-ended": "together.test.ts: needs a history",
    "extends-other-content": "judge-version.test.ts: needs a history",
    "not-a-plain-file": "below: links, submodules and folders are not for this repository",
    "git-unreachable": "resources.test.ts: needs a host that is silent",
    "variants-read-the-same": "variants.test.ts: a note",
    "stale-schema": "core/view/editor-schema.test.ts: not of a request",
    "schema-not-there": "core/view/editor-schema.test.ts: needs a schema beside the conventions",
    "no-history": "a note of the check flow: nobody judges it here",
    "split-pull-request": "changed-productions: judged from the paths of a pull request",
    "wrong-file-name": "needs the paths of a pull request: test/e2e/pull-request.test.ts",
    "sandbox-too-large": "no judge tells it yet: the size is known when the archive is packed",
  };
  const places = (await Promise.all(bad.map(expectedIn))).flat().map(({ place }) => place);
  const covered = new Set(places.map((place) => place.split(" ")[1]));

  const without = Object.keys(problemCodes).filter((code) => !covered.has(code));

  expect(without.toSorted()).toEqual(Object.keys(elsewhere).toSorted());
});

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
schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: hfcharm, stage: signal }
description: Charm signal
contact: ["@test-user"]
build: ana.418
conditions: MDC2_ana.418
defaults: { sites: [BNL] }
steps:
  simulate:
    out: [hits.tar]
    resources: ${resources}
    jobs: 10
    run: make
`;

test("a request with variants takes no judgement from the one beside it", async () => {
  const tree = workTree(requests, noForeign);
  const sources = await tree.all(["good/variants", "bad/no-jobs"]);

  const judged = await judgeSources(inFull, sources);

  expect(judged.map(({ source, accepted }) => [source.folder, accepted?.production.tag])).toEqual([
    ["good/variants", "sP26a-hfcharm-background"],
    ["good/variants", "sP26a-hfbottom-background"],
    ["bad/no-jobs", undefined],
  ]);
});
