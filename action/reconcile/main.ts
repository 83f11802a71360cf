import { error, info, setSecret, warning } from "@actions/core";
import { logIn } from "../adapters/panda/log-in.ts";
import { runThenTell } from "../adapters/panda/run-then-tell.ts";
import { withoutReports } from "../adapters/panda/take-secrets.ts";
import { acting, annotate, summarize } from "../adapters/runner/actions-report.ts";
import { asksForPerson, reconcile } from "../flows/reconcile/reconcile.ts";
import { talk } from "../flows/reconcile/talk.ts";
import { readInputs } from "./inputs.ts";
import { openPorts } from "./wiring.ts";

await acting(async () => {
  withoutReports();
  const inputs = readInputs(process.env);
  const login = await logIn(inputs.panda, () => new Date());
  setSecret(login.token);
  const pass = async (): Promise<0 | 1> => {
    const ports = await openPorts(inputs, login);
    const { url, vo, role, userName } = login;
    const { monitor, run } = inputs;
    const done = await reconcile(ports, {
      panda: { url, vo, role, userName },
      monitor,
      run,
      dryRun: false,
      tell: info,
    });
    for (const problem of done.problems) annotate(problem);
    for (const [key, why] of done.troubles) warning(`${key}: ${why}`);
    for (const trouble of await talk(ports, done.submissions)) warning(trouble);
    return asksForPerson(done) ? 1 : 0;
  };
  return runThenTell(login, pass, async (words, kind) => {
    if (kind === "warning") return warning(words);
    error(words);
    await summarize(words);
  });
});
