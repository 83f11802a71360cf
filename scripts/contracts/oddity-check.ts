import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inputsFile, workflowFile } from "../../action/core/render/rendering.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { answeredTasks, comparable } from "./answered-tasks.ts";
import type { Check } from "./check.ts";
import type { OddWorkflow } from "./odd-workflow.ts";
import { runPchain } from "./pchain.ts";
import { parseAsSent } from "./real-parser.ts";
import { withSandbox } from "./sandbox-panda.ts";
import type { Venv } from "./venv.ts";
import type { Workflow } from "./workflow.ts";

/** The sandbox must not be kinder than PanDA, and not stricter either. */
export const oddityCheck = (venv: Venv, { name, cwl, refusal }: OddWorkflow): Check => ({
  name: `${name}: ${refusal === undefined ? "taken" : "refused"} by panda-server's parser and by the sandbox`,
  run: async () => {
    using temporary = temporaryFolder("shrek-contracts-odd-");
    const dir = temporary.path;
    await writeFile(join(dir, workflowFile), cwl);
    await writeFile(join(dir, inputsFile), "{}\n");
    const workflow: Workflow = { dir, plan: { outDS: "user.tester.odd", label: "test" } };
    await withSandbox(workflow, [], async ({ address }) => {
      const real = await parseAsSent(venv, workflow);
      const { printed } = await runPchain(venv, workflow, address, ["--check"]);
      if (refusal === undefined) {
        assert.equal(real.kind, "accepted", real.kind === "rejected" ? real.message : undefined);
        assert.match(printed, /successfully verified workflow description/, printed);
        const answered = answeredTasks(printed);
        for (const node of real.kind === "accepted" ? real.nodes : [])
          assert.deepEqual(comparable(answered.get(node.name) ?? {}), comparable(node.task_params));
      } else {
        assert.equal(real.kind, "rejected", "panda-server's parser took it");
        assert.match(real.kind === "rejected" ? real.message : "", refusal);
        assert.match(printed, /workflow description is corrupted/, printed);
        assert.match(printed, refusal, printed);
      }
    });
  },
});
