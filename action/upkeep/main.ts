import { endingTokens } from "../adapters/github/app-token.ts";
import { closeWindows } from "../adapters/panda/take-secrets.ts";
import { acting, notice, warning } from "../adapters/runner/actions-report.ts";
import { Failure } from "../core/problems/failure.ts";
import { keepUp } from "../flows/propose/keep-up.ts";
import { readInputs } from "./inputs.ts";
import { openPorts, tellKept } from "./wiring.ts";

const off =
  "Nothing is proposed: `policy` in productions/conventions.yaml on main has no `upkeep`, which says as which App and what.";
const noApp =
  "Nothing is proposed: there is no GitHub App to open the pull request. `shrek doctor --github` prints the commands that set SHREK_APP_ID and SHREK_APP_KEY in the environment ledger.";

await acting(
  endingTokens(async () => {
    closeWindows(process.env);
    const inputs = readInputs(process.env);
    if (inputs.app.id === "" || inputs.app.key === "") {
      warning(noApp);
      return 0;
    }
    const { ports, slug, rule } = await openPorts(inputs);
    const found = await rule();
    if (found === undefined) {
      notice(off);
      return 0;
    }
    if (found.app !== slug)
      throw new Failure(`This workflow acts as ${slug}, and \`policy: upkeep\` names ${found.app}.`, {
        wayOut: "Name the App whose number and key the environment ledger has.",
      });
    for (const kind of found.of) tellKept(kind, await keepUp(ports, kind));
    return 0;
  }),
);
