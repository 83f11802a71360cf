import { info } from "@actions/core";
import { ledgerToken } from "../adapters/github/app-token.ts";
import { githubConversation } from "../adapters/github/github-conversation.ts";
import { githubLedger } from "../adapters/github/github-ledger.ts";
import { githubPeople } from "../adapters/github/github-people.ts";
import { githubStarter } from "../adapters/github/github-starter.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import { acting } from "../adapters/runner/actions-report.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { command } from "../flows/command.ts";
import { readInputs } from "./inputs.ts";

await acting(async () => {
  const { token, app, repository, workflow, bot, comment } = readInputs(process.env);
  if (comment === undefined) return 0;
  const clock = systemClock();
  const place = openRepo(token, repository);
  const ledger = githubLedger(openRepo(await ledgerToken(app, token, repository, clock.now()), repository), clock);
  const ports = {
    ledger,
    clock,
    people: githubPeople(place),
    conversation: githubConversation(place, bot),
    starter: githubStarter(place, workflow),
  };
  const done = await command(ports, comment);
  info(done.kind === "recorded" ? `recorded for ${done.keys.join(", ")}` : done.kind);
  return 0;
});
