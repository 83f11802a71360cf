import { endingTokens } from "../adapters/github/app-token.ts";
import { closeWindows } from "../adapters/panda/take-secrets.ts";
import { acting, info } from "../adapters/runner/actions-report.ts";
import { mayWrite } from "../core/policy/pull-request.ts";
import { handleCommand } from "../flows/commands/handle-command.ts";
import { readInputs } from "./inputs.ts";
import { openAnswer, openPeople, openPorts } from "./wiring.ts";

const notInIssue =
  "Nothing was done: an issue takes no commands. Write it in a comment on the pull request of the production, which the overview links; with TAG@VERSION any pull request takes it.";

const command = async (): Promise<0 | 1> => {
  closeWindows(process.env);
  const inputs = readInputs(process.env);
  const { request, comment, isInIssue } = inputs;
  if (request.command.kind === "none") return 0;
  const people = openPeople(inputs);
  // Before the App's key is used or the ledger fetched: whoever likes may write a comment that begins with /shrek.
  if (comment !== undefined && !mayWrite(await people.permission(request.by))) {
    info(`${request.by} has no write permission on this repository: nothing is done, and nothing answered`);
    return 0;
  }
  if (isInIssue) {
    await openAnswer(inputs).refuse(notInIssue);
    return 0;
  }
  const done = await handleCommand(await openPorts(inputs, people), request);
  info(done.kind === "recorded" ? `recorded for ${done.keys.join(", ")}` : done.kind);
  return done.kind === "refused" && comment === undefined ? 1 : 0;
};

await acting(endingTokens(command), { isRepeated: false });
