import { info, setOutput } from "@actions/core";
import { githubConversation } from "../adapters/github/github-conversation.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import { acting } from "../adapters/runner/actions-report.ts";
import { readInputs } from "./inputs.ts";
import { judgeHead } from "./judge-head.ts";

await acting(async () => {
  const inputs = readInputs(process.env);
  const place = openRepo(inputs.token, inputs.repository);
  if (inputs.kind === "post") {
    const said = await githubConversation(place, inputs.bot).say(inputs.pullRequest, "plan", inputs.body);
    info(said ? "comment written" : "comment unchanged");
    return 0;
  }
  const judged = await judgeHead(place, inputs);
  setOutput("pull-request", judged === undefined ? "" : String(judged.pullRequest));
  setOutput("body", judged?.body ?? "");
  return 0;
});
