import { expect, test } from "vitest";
import { pagesBelow } from "./pages.ts";

/** `process.env`, `{ report } = process`; neither `child_process`, a key, nor a comment. */
const use = /(?<![\w$./:"-])process(?=[.;,)[])/;
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");

/** Adapters that know `process`, and for what. */
const knowing: Readonly<Record<string, string>> = {
  "action/adapters/foreign/git-guarded.ts": "git's environment, its process group",
  "action/adapters/git/environment.ts": "what git is started with",
  "action/adapters/git/server/service-at.ts": "whether a proxy leads there, by which git goes",
  "action/adapters/github/octokit.ts": "where the runner's GitHub is",
  "action/adapters/jobs/container.ts": "`PATH` and settings of container programs",
  "action/adapters/jobs/job-process.ts": "a job's `PATH` and process group",
  "action/adapters/jobs/run-lock.ts": "whether a folder's holder lives",
  "action/adapters/panda/take-secrets.ts": "switches off diagnostic reports",
  "action/adapters/runner/actions-inputs.ts": "takes secret inputs out",
  "action/adapters/runner/actions-report.ts": "the exit code of an action",
  "action/adapters/system/bounds-here.ts": "counts its own use of the processor",
  "action/adapters/system/limited-process.ts": "ends the process that validates",
  "action/adapters/system/process-use.ts": "reads what a process uses, its own too",
  "action/adapters/system/system-bash.ts": "`PATH` of bash",
  "action/adapters/system/system-surroundings.ts": "the version of Node, and `PATH`",
};

test("Each adapter that uses `process` is listed with its reason, and no other", () => {
  const users = pagesBelow("action/adapters", ".ts").filter(({ text }) => use.test(withoutComments(text)));

  expect(Object.keys(knowing)).toEqual(users.map(({ path }) => path));
});

test("No file outside of adapters and entries uses `process`", () => {
  const inner = ["action/core", "action/ports", "action/flows"].flatMap((folder) => pagesBelow(folder, ".ts"));
  expect(inner.filter(({ text }) => use.test(withoutComments(text))).map(({ path }) => path)).toEqual([]);
});
