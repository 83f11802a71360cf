import { setSecret } from "@actions/core";
import { endingTokens } from "../adapters/github/app-token.ts";
import { logIn } from "../adapters/panda/log-in.ts";
import { runThenReport } from "../adapters/panda/run-then-tell.ts";
import { closeWindows } from "../adapters/panda/take-secrets.ts";
import { acting, error, summarize, warning } from "../adapters/runner/actions-report.ts";
import { md } from "../core/markdown/markdown.ts";
import { once } from "../core/text/once.ts";
import { readInputs } from "./inputs.ts";
import { runPass } from "./run-pass.ts";
import { openGithub, tellingOutage } from "./wiring.ts";

await acting(
  endingTokens(async () => {
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
  }),
);
