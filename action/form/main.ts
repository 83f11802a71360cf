import { endingTokens } from "../adapters/github/app-token.ts";
import { closeWindows } from "../adapters/panda/take-secrets.ts";
import { acting, info } from "../adapters/runner/actions-report.ts";
import { keepRequest } from "../flows/form/keep-request.ts";
import { readInputs } from "./inputs.ts";
import { openPorts } from "./wiring.ts";

await acting(
  endingTokens(async () => {
    closeWindows(process.env);
    const inputs = readInputs(process.env);
    const kept = await keepRequest(await openPorts(inputs), inputs.issue);
    info(`issue ${inputs.issue}: ${kept.kind}${"pullRequest" in kept ? `, pull request ${kept.pullRequest}` : ""}`);
    return 0;
  }),
);
