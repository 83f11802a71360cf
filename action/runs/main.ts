import { info, setFailed, setOutput, warning } from "@actions/core";
import { closeWindows } from "../adapters/panda/take-secrets.ts";
import { acting } from "../adapters/runner/actions-report.ts";
import { quotable } from "../core/problems/problem.ts";
import { askAll, handOn } from "./ask.ts";
import { readInputs } from "./inputs.ts";
import { propose } from "./propose.ts";

await acting(async () => {
  closeWindows(process.env);
  const inputs = await readInputs(process.env);
  if (inputs.part === "ask") {
    setOutput("runs", await handOn(await askAll(inputs)));
    return 0;
  }
  const done = await propose(inputs);
  info(`${done.kind}${done.added.map(({ folder, runs }) => `; ${folder}: ${runs.length}`).join("")}`);
  for (const words of done.otherwise) warning(quotable(words));
  const wrong = [...inputs.asked.failed, ...done.refused];
  if (wrong.length > 0) setFailed(wrong.map(quotable).join("\n"));
  return wrong.length > 0 ? 1 : 0;
});
