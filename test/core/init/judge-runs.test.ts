import { expect, test } from "vitest";
import { judgeRunsWorkflow } from "../../../action/core/init/judge-settings.ts";

test.each<[string | undefined, boolean, string, string]>([
  ["productions/a: x\n", true, "good", "productions/a; the App needs"],
  ["# none\n", true, "warning", "names no command"],
  [undefined, true, "fix", ".github/runs.txt is not on main"],
  ["productions/a\n", true, "fix", ".github/runs.txt:1:1 is not"],
  ["productions/a: x\n", false, "fix", "no GitHub App"],
])("runs.yml with the commands %j, App %s: %s", (commands, app, verdict, says) => {
  expect(judgeRunsWorkflow(commands, app)).toEqual({ verdict, says: expect.stringContaining(says) });
});
