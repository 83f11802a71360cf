import { setOutput } from "@actions/core";
import { endingTokens } from "../adapters/github/app-token.ts";
import { closeWindows } from "../adapters/panda/take-secrets.ts";
import { acting, info, setFailed, warning } from "../adapters/runner/actions-report.ts";
import { quotable } from "../core/problems/problem.ts";
import type { Proposed } from "../flows/propose/propose-runs.ts";
import { askAll, handOn, isQuiet } from "./ask.ts";
import { readInputs } from "./inputs.ts";
import { propose } from "./propose.ts";

/** Nothing is wrong in the run: an administrator has not come to it yet, or does without. */
const noApp =
  "Nothing is proposed: there is no GitHub App to open the pull request, and what a workflow's own token opens starts no check. `shrek doctor --github` prints the commands that set SHREK_APP_ID and SHREK_APP_KEY in the environment ledger; `shrek runs add` appends runs by hand.";

const reportProposed = (done: Proposed): void => {
  info(`${done.kind}${done.added.map(({ folder, runs }) => `; ${folder}: ${runs.length}`).join("")}`);
  for (const words of done.otherwise) warning(quotable(words));
};

await acting(
  endingTokens(async () => {
    closeWindows(process.env);
    const inputs = await readInputs(process.env);
    if (inputs.part === "ask") {
      const asked = await askAll(inputs);
      setOutput("runs", await handOn(asked));
      setOutput("wanted", isQuiet(asked) ? "no" : "yes");
      return 0;
    }
    const done = inputs.app.id === "" || inputs.app.key === "" ? undefined : await propose(inputs);
    if (done === undefined) warning(noApp);
    else reportProposed(done);
    const wrong = [...inputs.asked.failed, ...(done?.refused ?? [])];
    if (wrong.length === 0) return 0;
    setFailed(wrong.map(quotable).join("\n"));
    return 1;
  }),
);
