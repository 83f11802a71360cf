import { setSecret } from "@actions/core";
import { logIn } from "../adapters/panda/log-in.ts";
import { runThenReport } from "../adapters/panda/run-then-tell.ts";
import { closeWindows } from "../adapters/panda/take-secrets.ts";
import { acting, error, summarize, warning } from "../adapters/runner/actions-report.ts";
import { md } from "../core/markdown/markdown.ts";
import { describeError, Outage, RepositoryOutage } from "../core/problems/failure.ts";
import { once } from "../core/text/once.ts";
import type { OverviewPorts } from "../flows/reconcile/keep-overview.ts";
import { reportOutage } from "../flows/reconcile/report.ts";
import { readInputs } from "./inputs.ts";
import { runPass } from "./run-pass.ts";
import { openGithub } from "./wiring.ts";

/** Runs what needs PanDA. Where PanDA, or who logs in to it, is away, the overview says so; the Outage goes on. */
const tellingOutage =
  (open: () => Promise<OverviewPorts>, page: string) =>
  async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Outage && !(error instanceof RepositoryOutage))
        for (const trouble of await reportOutage(open, page, describeError(error))) warning(trouble);
      throw error;
    }
  };

await acting(async () => {
  closeWindows(process.env);
  const inputs = readInputs(process.env);
  const github = once(() => openGithub(inputs));
  const needingPanda = tellingOutage(github, inputs.page);
  const login = await needingPanda(() => logIn(inputs.panda, () => new Date()));
  setSecret(login.token);
  const pass = (): Promise<0 | 1> => needingPanda(async () => runPass(inputs, await github(), login));
  return runThenReport(login, pass, async (words, kind) => {
    if (kind === "warning") return warning(words);
    error(words);
    await summarize(md`${words}`.markdown);
  });
});
