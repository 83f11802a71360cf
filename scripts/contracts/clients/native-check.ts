import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { vo } from "../workflow.ts";
import { atWork } from "./work-place.ts";

const description = ["--wfd", "native.yaml", "--outDS", "user.tester.native", "--vo", vo];
const action = join(import.meta.dirname, "..", "..", "..", "action");

/** The same number of calls and of workflows, with `--check` and without: the difference is a word on the screen. */
export const nativeChecks = (venv: Venv): readonly Check[] => [
  {
    name: "pchain_native submits a workflow in PanDA's own description",
    run: () =>
      atWork(venv, "", async ({ call, sandbox }) => {
        const { printed } = await call("pchain_native", ...description);
        assert.match(printed, /workflow submit succeeded with: .*workflow_id/, printed);
        assert.equal(sandbox.count().natives, 1);
      }),
  },
  {
    name: "pchain_native --check submits",
    run: () =>
      atWork(venv, "", async ({ call, sandbox }) => {
        const { printed } = await call("pchain_native", ...description, "--check");
        assert.match(printed, /workflow check succeeded with: .*workflow_id/, printed);
        assert.equal(sandbox.count().calls["submit_workflow_raw_request"], 1);
        assert.equal(sandbox.count().natives, 1, "it has not submitted");
      }),
  },
  {
    name: "our program asks for no native workflow and starts no program of PanDA's",
    run: async () => {
      const entries = await readdir(action, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      for (const file of files) {
        const text = await readFile(file, "utf8");
        assert.doesNotMatch(text, /submit_workflow_raw_request|\/workflow\/submit|pchain_native/, file);
        assert.doesNotMatch(text, /execa\(\s*["'`](pchain|prun|pbook|python)/, file);
      }
    },
  },
];
