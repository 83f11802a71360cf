import { info, setSecret, warning } from "@actions/core";
import { acting, annotate } from "../adapters/actions-report.ts";
import { knownRefs } from "../adapters/git-local.ts";
import { gitMain } from "../adapters/git-main.ts";
import { ledgerToken } from "../adapters/github/app-token.ts";
import { githubConversation } from "../adapters/github/github-conversation.ts";
import { githubLedger } from "../adapters/github/github-ledger.ts";
import { githubPeople } from "../adapters/github/github-people.ts";
import { githubTags } from "../adapters/github/github-tags.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import { readLogin } from "../adapters/panda/login.ts";
import { pandaRest } from "../adapters/panda/panda-rest.ts";
import { systemBash } from "../adapters/system-bash.ts";
import { systemClock } from "../adapters/system-clock.ts";
import { asksForPerson, reconcile } from "../flows/reconcile/reconcile.ts";
import { talk } from "../flows/reconcile/talk.ts";
import { readInputs } from "./inputs.ts";

await acting(async () => {
  const { token, app, repository, workspace, monitor, run, bot, ...inputs } = readInputs(process.env);
  const clock = systemClock();
  const login = await readLogin(inputs.panda, clock.now());
  setSecret(login.token);
  const [place, writer] = [
    openRepo(token, repository),
    openRepo(await ledgerToken(app, token, repository, clock.now()), repository),
  ];
  const main = gitMain(workspace, knownRefs(workspace));
  const ledger = githubLedger(writer, clock);
  const ports = {
    main,
    ledger,
    tags: githubTags(writer, clock),
    panda: pandaRest(login, clock),
    bash: systemBash(),
    clock,
    people: githubPeople(place),
  };
  const done = await reconcile(ports, { panda: login, monitor, run, dryRun: false, tell: info });
  for (const problem of done.problems) annotate(problem);
  const untold = await talk({ ledger, main, conversation: githubConversation(place, bot) }, done.submissions);
  for (const trouble of [...[...done.troubles].map(([key, why]) => `${key}: ${why}`), ...untold]) warning(trouble);
  return asksForPerson(done) ? 1 : 0;
});
